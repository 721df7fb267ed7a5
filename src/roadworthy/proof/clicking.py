"""A person's impatient double click, made in a real browser."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import msgspec
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Locator

from roadworthy.app import App
from roadworthy.proof.dialogs import DIALOGS, close_dialogs
from roadworthy.proof.routes import open_route
from roadworthy.proof.samples import sample
from roadworthy.proof.search_fields import SEARCHING
from roadworthy.proof.ways import Step, Way, walk, ways_showing
from roadworthy.trial import BrowserPage, Trial
from roadworthy.views.pages.screens import page_showing
from roadworthy.views.pages.submitting import Sender

# A request on a mobile network takes about this long there and back: the time in which people click again.
LATENCY_MS = 400
_BUTTONS = "button:visible, input[type=submit]:visible, [role=button]:visible"
_FIELDS = "input:visible, textarea:visible, select:visible"
# What Radix marks a list by that shows its placeholder still.
_UNCHOSEN = "[role=combobox][data-placeholder]:visible"
_OPTION = "[role=option]:visible"
_CHOICES = 4
# What a control belongs to: its form, else the dialog that it stands in.
_AROUND = "xpath=(ancestor::form | ancestor::*[@role='dialog' or @role='alertdialog'])[last()]"
_DRAWN_SECONDS = 2.5
_SENT_SECONDS = 8.0
_QUIET_SECONDS = 1.2
_BETWEEN_MS = 120
_LOOK_MS = 100


class DoubleClick(msgspec.Struct, frozen=True):
    """`missing` says why it could not be made, '' when it was; `screenshot` shows the page after it."""

    label: str
    route: str
    missing: str = ""
    screenshot: Path | None = None


def double_click(
    app: App, trial: Trial, sender: Sender, actor: str, steps: Sequence[Step] = (), number: int = 0
) -> DoubleClick:
    """Opens the page of a form or button, goes the `steps` that lead to it, fills in what is to be filled in, and clicks the control
    twice; of those without words the one with this `number`. Raises TrialUnavailable when there is no browser."""
    label = sender.form.label
    page = page_showing(app, sender.component.name)
    if page is None:
        return DoubleClick(label, "", "no page is known to show the control")
    route = open_route(app, trial, page.route, actor)
    with trial.browser(actor) as opened:
        try:
            opened.open(route)
            opened.settle()
            close_dialogs(opened, [label])
            if steps and not walk(opened, steps, lambda: None):
                return DoubleClick(label, route, "what leads to the control is no longer there")
            opened.calm(_DRAWN_SECONDS)
            return _click(trial, opened, label, route, number)
        except BrowserError as error:
            return DoubleClick(label, route, error.message.splitlines()[0])


def ways_to(app: App, trial: Trial, sender: Sender, actor: str) -> list[Way]:
    """The clicks after which the page of a form or button shows it, where it does not as it opens. Raises TrialUnavailable when there
    is no browser."""
    label = sender.form.label
    page = page_showing(app, sender.component.name)
    if page is None:
        return []
    path = open_route(app, trial, page.route, actor)

    def is_meant(one: Step) -> bool:
        return is_labelled(one.words, label) if label else one.drawn and one.kind.startswith("BUTTON")

    return ways_showing(trial, actor, path, is_meant)


def is_labelled(text: str, label: str) -> bool:
    """Whether what is written on a control is a label read from the source, which may hold both texts of a button, the one while it
    waits and the other."""
    return bool(text) and (text in label or label in text)


def _click(trial: Trial, opened: BrowserPage, label: str, route: str, number: int) -> DoubleClick:
    button = _button(opened, label) if label else _wordless(opened, number)
    if button is None:
        return DoubleClick(label, route, "the page does not show the control when it is opened")
    fill_in(opened, button)
    opened.conditions(LATENCY_MS, 0)
    line = _Line(opened)
    button.scroll_into_view_if_needed(timeout=3000)
    place = button.bounding_box()
    if place is None:
        return DoubleClick(label, route, "the page does not show the control when it is opened")
    button.click(timeout=3000)
    # As quick as a person: a control that is disabled with the next drawing is so by then.
    opened.page.wait_for_timeout(_BETWEEN_MS)
    opened.page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    line.wait()
    name = f"roadworthy-{crc32((label + route).encode())}.png"
    return DoubleClick(_shown(button) or label, route, "", opened.screenshot(trial.file(name)))


class _Line:
    """What a page asks. A page that was quiet once counts as quiet for Playwright from then on, so its requests are counted."""

    def __init__(self, opened: BrowserPage) -> None:
        self._page = opened.page
        self._open = 0
        self._last = time.monotonic()
        self._page.on("request", lambda _: self._count(1))
        self._page.on("requestfinished", lambda _: self._count(-1))
        self._page.on("requestfailed", lambda _: self._count(-1))

    def _count(self, step: int) -> None:
        self._open += step
        self._last = time.monotonic()

    def wait(self) -> None:
        """Until nothing was asked for a second, at most some seconds."""
        ends = time.monotonic() + _SENT_SECONDS
        self._last = time.monotonic()
        while time.monotonic() < ends and (self._open > 0 or time.monotonic() - self._last < _QUIET_SECONDS):
            self._page.wait_for_timeout(_LOOK_MS)


def _button(opened: BrowserPage, label: str) -> Locator | None:
    """The visible button with this text, in the dialog that lies over the page where there is one."""
    dialog = opened.page.locator(DIALOGS).last
    for buttons in (dialog.locator(_BUTTONS), opened.page.locator(_BUTTONS)):
        for number in range(min(buttons.count(), 60)):
            if is_labelled(_shown(buttons.nth(number)), label):
                return buttons.nth(number)
    return None


def _wordless(opened: BrowserPage, number: int) -> Locator | None:
    """The button with this number among those that bear no words: a paper plane, a cross."""
    buttons = opened.page.locator(_BUTTONS)
    found = [one for one in range(min(buttons.count(), 60)) if not _shown(buttons.nth(one))]
    return buttons.nth(found[number]) if number < len(found) else None


def _shown(button: Locator) -> str:
    try:
        text = button.inner_text(timeout=1000) or button.get_attribute("aria-label", timeout=1000) or ""
    except BrowserError:
        return ""
    return " ".join(text.split())


def fill_in(opened: BrowserPage, button: Locator) -> None:
    """Gives every empty field of the button's form, or of the dialog that it stands in, a value that its name and type suggest."""
    form = button.locator(_AROUND)
    fields = (form if form.count() else opened.page).locator(_FIELDS)
    for number in range(min(fields.count(), 40)):
        field = fields.nth(number)
        if not form.count() and _searches(field):
            # What is typed there takes the control itself off the page.
            continue
        if field.is_enabled() and not (field.input_value() if not _is_tick(field) else ""):
            _fill(field)
    _choose(opened, form if form.count() else None)


def _choose(opened: BrowserPage, form: Locator | None) -> None:
    """Takes the first option of each list that is drawn by the page itself (Radix, as shadcn's Select) and has none chosen yet."""
    for _ in range(_CHOICES):
        empty = (form or opened.page).locator(_UNCHOSEN)
        if not empty.count():
            return
        try:
            empty.first.click(timeout=1_000)
            opened.page.locator(_OPTION).first.click(timeout=1_000)
        except BrowserError:
            return


def _searches(field: Locator) -> bool:
    told = " ".join(field.get_attribute(name) or "" for name in ("type", "placeholder", "name", "aria-label"))
    return bool(SEARCHING.search(told))


def _is_tick(field: Locator) -> bool:
    return (field.get_attribute("type") or "") in (
        "checkbox",
        "radio",
        "file",
        "submit",
        "button",
        "range",
        "color",
    )


def _fill(field: Locator) -> None:
    kind = field.get_attribute("type") or ""
    if kind == "checkbox":
        field.check()
        return
    if _is_tick(field):
        return
    if field.evaluate("element => element.tagName") == "SELECT":
        field.select_option(index=field.locator("option").count() - 1)
        return
    told = next((t for n in ("name", "id", "placeholder", "aria-label") if (t := field.get_attribute(n))), "")
    field.fill(_value(kind, told))


def _value(kind: str, told: str) -> str:
    fixed = {"date": "2030-01-15", "time": "12:00", "datetime-local": "2030-01-15T12:00", "month": "2030-01"}
    if kind in fixed:
        return fixed[kind]
    rule = {"number": "number", "email": "string email", "password": "string"}.get(kind, "string")
    return str(sample("email" if kind == "email" else told.replace(" ", "_"), rule))
