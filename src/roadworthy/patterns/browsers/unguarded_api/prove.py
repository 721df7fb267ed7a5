"""Uses the page in a browser that lacks the interface, or takes it away in one that has it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from msgspec import Struct
from playwright.sync_api import Error as BrowserError

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.patterns.browsers.unguarded_api.detect import detect
from roadworthy.patterns.browsers.unguarded_api.finding import ApiGap
from roadworthy.patterns.browsers.unguarded_api.late_windows import blocked_windows
from roadworthy.patterns.browsers.unguarded_api.refusing import WATCHED, asked, never_called, refusal, used
from roadworthy.patterns.browsers.unguarded_api.site_data_blocked import seen_in_firefox
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.filled_page import fill_lists
from roadworthy.proof.other_browsers import Lacked, Visit, shown_elsewhere
from roadworthy.proof.routes import open_route
from roadworthy.proof.screens import led_on, still_shows, visible_text
from roadworthy.regex import regex
from roadworthy.trial import BrowserPage, Trial
from roadworthy.trial.engines.found import FIREFOX, WEBKIT
from roadworthy.views.pages.screens import page_showing

# How each interface goes missing, as browsers really do it: blocked storage throws on the first touch (site data
# off in Chrome and Safari), the clipboard is absent outside secure contexts, permissions are refused.
_BLOCKED = {
    "storage": """
        for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
          Object.defineProperty(window, name, { configurable: true, get() {
            throw new DOMException(`The operation is insecure: ${name}`, 'SecurityError') } });""",
    "clipboard": "Object.defineProperty(Navigator.prototype, 'clipboard', { configurable: true, get: () => undefined });",
    "share": "Object.defineProperty(Navigator.prototype, 'share', { configurable: true, value: undefined });",
    "geolocation": "Object.defineProperty(Navigator.prototype, 'geolocation', { configurable: true, get: () => undefined });",
    "camera and microphone": "Object.defineProperty(Navigator.prototype, 'mediaDevices', { configurable: true, get: () => undefined });",
    "service worker": "Object.defineProperty(Navigator.prototype, 'serviceWorker', { configurable: true, get: () => undefined });",
    "vibration": "Object.defineProperty(Navigator.prototype, 'vibrate', { configurable: true, value: undefined });",
    "notifications": "delete window.Notification;",
    "bluetooth": "Object.defineProperty(Navigator.prototype, 'bluetooth', { configurable: true, get: () => undefined });",
}  # fmt: skip
# What browsers for a desk have none of, by MDN's browser-compat-data; WebKitGTK lacks more, that Safari has.
_LACKED = {
    "share": Lacked("navigator.share", (FIREFOX,)),
    "vibration": Lacked("navigator.vibrate", (FIREFOX, WEBKIT)),
    "bluetooth": Lacked("navigator.bluetooth", (FIREFOX, WEBKIT)),
}
_WINDOW = "new window"
BUTTONS = 12
BLANK = 3
OK = 200
# So many show what a page shows for each row, or where there are any.
_ROWS = 5


class Usual(Struct, frozen=True):
    """The page where the interface is there: its errors, the words it shows, and what it calls of its storage."""

    errors: frozenset[str]
    words: frozenset[str]
    called: frozenset[str] = frozenset()


class Led(Struct, frozen=True):
    """Why the page is not that page, and where it led on to ('' for nowhere)."""

    why: str
    to: str = ""


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Opens a page that shows the component, with and without the interface."""
    found: ApiGap = gap.details
    experiment = Experiment(trial, f"Without {found.family} the page can still be used")
    script = _BLOCKED.get(found.family, "")
    if not script and found.family != _WINDOW:
        return experiment.untestable(f"there is no way here to take {found.family} away")
    # What it keeps itself can be refused alone, whatever else the page asks for.
    first = _first_to_need(app, found) if not found.keys else ""
    if first:
        return experiment.untestable(
            f"{first} needs {found.family} as the page is put together: what fails after it cannot be seen"
        )
    route = open_route(app, trial, found.route)
    # Whoever is signed in is sent away from some pages, and whoever is not from others.
    why = ""
    for who in [name for name in ("alice", "anonymous", "admin") if name in trial.actors]:
        usual = _usual(trial, who, route)
        if isinstance(usual, Led) and page_showing(app, found.component) is None:
            # It stands around all pages, that to which the front page leads among them.
            route = usual.to
            usual = _usual(trial, who, route)
        if isinstance(usual, Usual):
            visit = Visit(who, route, usual.words)
            if found.family == _WINDOW:
                return blocked_windows(experiment, app, found, visit)
            real = _elsewhere(experiment, found.family, visit)
            if real is not None:
                return real
            shown = _without(experiment, found, script, (who, route), usual)
            own = refusal(found) if shown.state == "proven" else ""
            shown = _by_itself(experiment, app, found, own, (who, route), usual) if own else shown
            blocked = shown.state == "proven" and found.family == "storage"
            return seen_in_firefox(experiment, route, shown) if blocked else shown
        why = why or usual.why
    return experiment.untestable(f"even with {found.family} {why}")


def _elsewhere(experiment: Experiment, family: str, visit: Visit) -> Reproduction | None:
    """The proof by a browser that has none of these interfaces, where there is one."""
    lacked = _LACKED.get(family)
    if lacked is None:
        return None
    experiment.note("arrange", f"{visit.route} works for {visit.who} in Chromium")
    return shown_elsewhere(experiment, lacked, visit)


def _by_itself(
    experiment: Experiment, app: App, found: ApiGap, own: str, visit: tuple[str, str], usual: Usual
) -> Reproduction:
    """What only the component's own keys do; with rows in the page's lists where it is on no empty page."""
    trial, (who, route) = experiment.trial, visit
    shown = _without(experiment, found, own, visit, usual)
    if shown.state != "untestable" or not fill_lists(experiment, app, trial, route, _ROWS):
        return shown
    filled = _usual(trial, who, route)
    return _without(experiment, found, own, visit, filled) if isinstance(filled, Usual) else shown


def _first_to_need(app: App, found: ApiGap) -> str:
    """Whatever else takes every page with it without the interface, before a call that comes later; '' for nothing."""
    if found.early:
        return ""
    others = [verdict.gap.details for verdict in detect(app) if verdict.gap is not None]
    return next((one.component for one in others if _takes_the_page(app, one, found)), "")


def _takes_the_page(app: App, other: ApiGap, found: ApiGap) -> bool:
    """Whether the page of `found` stays white by another component's doing."""
    around = page_showing(app, other.component) is None or other.route == found.route
    blank = any(call.trigger in ("render", "module") for call in other.calls)
    return other.family == found.family and blank and around


def _without(
    experiment: Experiment, found: ApiGap, script: str, visit: tuple[str, str], usual: Usual
) -> Reproduction:
    trial, (who, route) = experiment.trial, visit
    experiment.note("arrange", f"{route} works for {who} in a browser that has {found.family}")
    with trial.browser(who) as page:
        page.page.add_init_script(script)
        if page.open(route) != OK:
            return experiment.untestable(f"{route} could not be opened a second time")
        page.settle()
        return _judge(experiment, trial, page, found, route, usual)


def _usual(trial: Trial, who: str, route: str) -> Usual | Led:
    """The page as it is with everything there."""
    with trial.browser(who) as page:
        page.page.add_init_script(WATCHED)
        status = page.open(route)
        page.settle()
        content, arrived = visible_text(page), led_on(page, route)
        if status != OK or len(content) <= BLANK:
            return Led(f"{route} shows nothing (status {status})")
        if arrived:
            return Led(f"{route} leads {who} on to {arrived}", arrived)
        return Usual(frozenset(page.errors), frozenset(content.split()), used(page))


def _judge(
    experiment: Experiment, trial: Trial, page: BrowserPage, found: ApiGap, route: str, usual: Usual
) -> Reproduction:
    alone = experiment.said(f"open {route} in a browser without")
    if alone:
        experiment.note(
            "act", f"open it where nothing but what {found.component} keeps in {found.family} is refused"
        )
    else:
        experiment.note("act", f"open {route} in a browser without {found.family}")
    # An error boundary keeps the error from the top, and reports it to the console: what it held is gone all the same.
    caught = [line.removeprefix("error: ") for line in page.console if line.startswith("error: ")]
    errors = [
        error
        for error in (*page.errors, *caught)
        if error not in usual.errors and _concerns(error, found.family)
    ]
    text = visible_text(page)
    experiment.note("observe", "the page", shows=text or "nothing: the page is white")
    if errors and len(text) <= BLANK:
        experiment.picture(
            str(page.screenshot(trial.file("roadworthy-blocked.png"))), f"{route} without {found.family}"
        )
        return experiment.proven(f"{route} stays white: {errors[0]}")
    if errors:
        return experiment.proven(f"{route} breaks: {errors[0]}")
    if alone and not asked(page):
        return experiment.untestable(
            f"{route} is not seen to ask for what {found.component} keeps in {found.family}"
        )
    if not still_shows(usual.words, text):
        return experiment.untestable(
            f"{route} shows something else without {found.family}, and says no error"
        )
    if found.early and not _loaded(page, found):
        return experiment.untestable(f"{route} does not load {found.component}")
    unseen = never_called(found, usual.called) if found.early and found.family == "storage" else ""
    if unseen:
        return experiment.untestable(f"{route} is not seen to call {unseen} of the storage as it opens")
    if found.early:
        return experiment.cleared(f"{route} shows its content without {found.family}")
    return _press(experiment, page, found, route)


def _loaded(page: BrowserPage, found: ApiGap) -> bool:
    """Whether the page has what it is about: a script that is served as the file it is may belong to other pages. What a build
    puts together is told by nothing."""
    name = found.component.rpartition("/")[2]
    served = _SERVED.search(found.component) is not None and name.endswith(".js")
    return not served or any(urlsplit(one.url).path.endswith(f"/{name}") for one in page.requests)


# Folders whose files are sent as they are.
_SERVED = regex(r"(^|/)(static|public|assets|www)/")


def _press(experiment: Experiment, page: BrowserPage, found: ApiGap, route: str) -> Reproduction:
    """Presses one button after the other; the one that uses the interface fails aloud."""
    pressed = []
    for label in _labels(page, found.family):
        if not _press_one(page, label):
            continue
        pressed.append(label)
        errors = [error for error in page.errors if _concerns(error, found.family)]
        if errors:
            experiment.note("act", f"press '{label}' on {route}", shows=errors[0])
            return experiment.proven(f"'{label}' does nothing: {errors[0]}")
        page.open(route)
        page.settle(2)
    if not pressed:
        return experiment.untestable(f"{route} shows no button to press")
    experiment.note("act", f"press the buttons on {route}", shows=", ".join(pressed))
    if not any(_LIKELY.search(label) for label in pressed):
        return experiment.untestable(f"no button of {route} is likely to use {found.family}")
    return experiment.cleared(f"no button of {route} fails without {found.family}")


# Labels of buttons that use such an interface, and of those that would end the visit.
_LIKELY = regex(r"copy|share|link|clip|locat|near|camera|notif|scan|record|install", re.I)
_ENDING = regex(r"sign ?out|log ?out|delete|remove account", re.I)


def _labels(page: BrowserPage, family: str) -> list[str]:
    """The labels of the buttons on the page, the likely ones first, those that end the visit left out."""
    buttons = page.page.locator(_BUTTONS)
    found = []
    for number in range(min(buttons.count(), 4 * BUTTONS)):
        button = buttons.nth(number)
        label = (button.inner_text() or button.get_attribute("aria-label") or "").strip()
        if label and not _ENDING.search(label):
            found.append(label)
    return sorted(dict.fromkeys(found), key=lambda label: not _LIKELY.search(label))[:BUTTONS]


_BUTTONS = "button:visible, [role=button]:visible"


def _press_one(page: BrowserPage, label: str) -> bool:
    """Presses a button and lets what it starts come to an end; False when it cannot be pressed."""
    button = page.page.locator(_BUTTONS).filter(has_text=label).first
    if not button.count():
        button = page.page.get_by_role("button", name=label).first
    try:
        button.click(timeout=1500)
        page.settle(1.5)
    except BrowserError:
        return False
    return True


def _concerns(error: str, family: str) -> bool:
    """Whether an error comes from the interface that was taken away."""
    words = {
        "storage": ("insecure", "Storage", "SecurityError", "getItem", "setItem", "indexedDB"),
        "clipboard": ("clipboard", "writeText", "readText", "'write'"),
        "share": ("share",),
        "geolocation": ("geolocation", "getCurrentPosition", "watchPosition"),
        "camera and microphone": ("getUserMedia", "mediaDevices", "enumerateDevices"),
        "service worker": ("register", "serviceWorker"),
        "vibration": ("vibrate",),
        "bluetooth": ("bluetooth", "requestDevice", "getAvailability", "getDevices"),
        "notifications": ("Notification", "requestPermission"),
    }
    return any(word in error for word in words.get(family, (family,)))
