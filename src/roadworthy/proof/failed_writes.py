"""A control of a page that writes something, pressed while the write succeeds and while it fails."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

from msgspec import Struct
from playwright.sync_api import Dialog, Locator, Request, Route
from playwright.sync_api import Error as BrowserError

from roadworthy.proof.clicking import fill_in
from roadworthy.proof.dialogs import DIALOGS, close_dialogs
from roadworthy.proof.failed_loads import ACROSS, NOTES, fits, lines_of
from roadworthy.proof.screens import led_on, visible_text
from roadworthy.proof.ways import Step, walk
from roadworthy.regex import compiled, regex
from roadworthy.trial import BrowserPage, Trial

CONTROLS = (
    "main button:visible, main [role=button]:visible, main [role=switch]:visible, main input[type=checkbox]:visible, "
    "button:visible, [role=button]:visible, [role=switch]:visible, input[type=checkbox]:visible"
)
_MOST = 40
# What ends the visit or leads elsewhere.
_ENDING = regex(r"sign ?out|log ?out|back|home|menu|theme|close", re.I)
_LEAVES = regex(r"^(cancel|dismiss|discard|no)\b", re.I)
_CONFIRMS = regex(r"delete|remove|confirm|yes|ok\b|save|submit|continue", re.I)
# What a click brings up: the items of a menu, and the controls of a form or dialog that was not there before.
_OPENED = "[role=menuitem]:visible, [role=option]:visible, [role=menuitemcheckbox]:visible, button:visible, [role=button]:visible"
_INNER_SECONDS = 0.8
_INNER = 4
_LOOK_MS = 100
_DRAWN_SECONDS = 2.5
# A word about a failure comes with its answer; a moment later it is drawn.
_SAID_MS = 2_500
_SENT_SECONDS = 1.5
_FAILURE = '{"code": "XX000", "message": "Internal Server Error"}'


class Write(Struct, frozen=True):
    """A request that changes something; in `shape` stands * for what varies."""

    method: str
    shape: str

    def is_made_by(self, request: Request) -> bool:
        """Whether a request of the page is this one."""
        return request.method == self.method and fits(urlsplit(request.url).path, [self.shape])


class Pressed(Struct, frozen=True):
    """`sent` when the write was made; `before` and `after` are the lines of the page, `flashed` all that it showed meanwhile, dialogs
    included; `marked` when a field was marked as wrong."""

    sent: bool = False
    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    flashed: frozenset[str] = frozenset()
    marked: bool = False
    picture: bytes = b""
    label: str = ""


def controls(
    trial: Trial, actor: str, route: str, labels: Sequence[str], steps: Sequence[Step] = ()
) -> list[int]:
    """The controls of a page by their number, those first whose words are among `labels`; after `steps` those alone."""
    with trial.browser(actor) as page:
        if page.open(route) != 200:
            return []
        page.settle()
        if led_on(page, route):
            return []
        close_dialogs(page, labels)
        if not _gone(page, steps):
            return []
        found = page.page.locator(CONTROLS)
        told = [(number, written_on(found.nth(number))) for number in range(min(found.count(), _MOST))]
    usable = [(number, words) for number, words in told if not _ENDING.search(words)]
    known = [label.lower() for label in labels if label]

    def later(words: str) -> bool:
        return not (words and any(words.lower() in label or label in words.lower() for label in known))

    # What looks the same does the same: one of each will do.
    first = {words or f"#{number}": (number, words) for number, words in reversed(usable)}
    meant = [one for one in first.values() if not steps or not later(one[1])]
    return [number for number, words in sorted(meant, key=lambda one: (later(one[1]), one[0]))]


def _gone(page: BrowserPage, steps: Sequence[Step]) -> bool:
    """Goes the steps and waits until what is read is drawn; False where one of them is not there."""
    gone = walk(page, steps, lambda: None)
    page.calm(_DRAWN_SECONDS)
    return gone


def press(
    trial: Trial,
    actor: str,
    route: str,
    write: Write,
    number: int,
    labels: Sequence[str] = (),
    *,
    fails: bool,
    steps: Sequence[Step] = (),
) -> Pressed:
    """Opens the page, fills in the form around a control and presses it; the write is answered with 500 when it `fails`. `number`,
    `labels` and `steps` are those of `controls`."""
    with trial.browser(actor) as page:
        hands = _Hands(page, write, fails)
        if page.open(route) != 200:
            return Pressed()
        page.settle()
        close_dialogs(page, labels)
        if not _gone(page, steps):
            return Pressed()
        hands.sent = False
        before = frozenset(lines_of(visible_text(page)))
        control = page.page.locator(CONTROLS).nth(number)
        label = written_on(control)
        try:
            there = _labels(page)
            fill_in(page, control)
            control.click(timeout=2_000)
            hands.wait(_SENT_SECONDS)
            if not hands.sent:
                confirm(page)
            if not hands.sent:
                _go_on(page, hands, control, there)
            if hands.sent:
                page.page.wait_for_timeout(_SAID_MS)
            else:
                hands.wait(_SENT_SECONDS)
            return hands.seen(before, label)
        except BrowserError:
            # The page went elsewhere, or the control is no longer there: nothing was pressed.
            return Pressed()


class _Hands:
    """Answers the write, and accepts what asks whether it is meant."""

    def __init__(self, page: BrowserPage, write: Write, fails: bool) -> None:
        self._page, self._write, self._fails = page, write, fails
        self.sent = False
        self._said: set[str] = set()
        page.page.add_init_script(NOTES)
        page.page.on("dialog", self._dialog)
        page.page.route("**/*", self._route)

    def _dialog(self, dialog: Dialog) -> None:
        self._said.add(dialog.message)
        dialog.accept()

    def _route(self, route: Route) -> None:
        own = self._write.is_made_by(route.request)
        self.sent = self.sent or own
        if own and self._fails:
            route.fulfill(status=500, content_type="application/json", headers=ACROSS, body=_FAILURE)
        else:
            route.continue_()

    def wait(self, most: float) -> None:
        """Until the write is made, at most so many seconds."""
        ends = time.monotonic() + most
        while not self.sent and time.monotonic() < ends:
            self._page.page.wait_for_timeout(_LOOK_MS)

    def seen(self, before: frozenset[str], label: str) -> Pressed:
        text = visible_text(self._page)
        noted = self._page.page.evaluate("() => [...(window.__lines || [])]")
        marked = self._page.page.locator("[aria-invalid=true]:visible").count() > 0
        flashed = frozenset(line for one in (*noted, *self._said, text) for line in lines_of(one))
        after = frozenset(lines_of(text))
        return Pressed(self.sent, before, after, flashed, marked, self._page.page.screenshot(), label)


def confirm(page: BrowserPage) -> None:
    """Presses the button of an opened dialog that says yes."""
    buttons = page.page.locator(DIALOGS).locator("button:visible").filter(has_text=compiled(_CONFIRMS))
    if buttons.count():
        buttons.last.click(timeout=2_000)


def _labels(page: BrowserPage) -> list[str]:
    """The words of all that can be pressed, as often as they stand there."""
    found = page.page.locator(_OPENED)
    return [written_on(found.nth(number)) for number in range(min(found.count(), _MOST * 2))]


def _go_on(page: BrowserPage, hands: _Hands, opener: Locator, there: list[str]) -> None:
    """Presses what the click brought up, until the write is made: a form's button, filled in before, or an item of a menu."""
    tried: set[str] = set()
    for _ in range(_INNER):
        fresh = next((one for one in _fresh(page, there) if written_on(one) not in tried), None)
        if fresh is None:
            if not tried:
                return
            # The menu closed with its last item; it may have more.
            opener.click(timeout=1_000)
            hands.wait(_INNER_SECONDS)
            fresh = next((one for one in _fresh(page, there) if written_on(one) not in tried), None)
        if fresh is None:
            return
        tried.add(written_on(fresh))
        fill_in(page, fresh)
        fresh.click(timeout=2_000)
        hands.wait(_INNER_SECONDS)
        if not hands.sent:
            confirm(page)
            hands.wait(_INNER_SECONDS)
        if hands.sent:
            return


def _fresh(page: BrowserPage, there: list[str]) -> list[Locator]:
    """What was not there before, those that save or confirm first."""
    left = list(there)
    found: list[Locator] = []
    shown = page.page.locator(_OPENED)
    for number in range(min(shown.count(), _MOST * 2)):
        words = written_on(shown.nth(number))
        if words in left:
            left.remove(words)
        elif words and not _ENDING.search(words) and not _LEAVES.search(words):
            found.append(shown.nth(number))
    return sorted(found, key=lambda one: not _CONFIRMS.search(written_on(one)))


def written_on(control: Locator) -> str:
    """What a control says, '' where nothing is written on it."""
    try:
        told = control.inner_text(timeout=500) or control.get_attribute("aria-label", timeout=500) or ""
    except BrowserError:
        return ""
    return " ".join(told.split())
