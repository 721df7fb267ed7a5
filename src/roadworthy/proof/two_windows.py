"""The same control pressed in two windows: one after the other, and while neither has heard of what the other wrote."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

from msgspec import Struct
from playwright.sync_api import Dialog, Request, Response, Route
from playwright.sync_api import Error as BrowserError

from roadworthy.proof.clicking import fill_in
from roadworthy.proof.dialogs import close_dialogs
from roadworthy.proof.failed_writes import CONTROLS, Write, confirm, written_on
from roadworthy.trial import BrowserPage, Trial
from roadworthy.views.pages.hosted_reads import ROWS

_SENT_SECONDS = 5.0
_LOOK_MS = 100
_STORED_MS = 800
_WRITING = ("POST", "PATCH", "PUT", "DELETE")


class Control(Struct, frozen=True):
    """A control of a page as an actor sees it: its number among those of `failed_writes.controls`, and the write that it makes."""

    actor: str
    path: str
    number: int
    write: Write
    labels: tuple[str, ...] = ()


class Both(Struct, frozen=True):
    """How many of the two windows wrote anything, the words of the control, and what of the control's own write keeps one from
    overwriting the other: `held_to` are columns that it changes only where they still hold something, `refused` counts those
    that were not taken."""

    sent: int = 0
    label: str = ""
    held_to: frozenset[str] = frozenset()
    refused: int = 0


def one_after_the_other(trial: Trial, control: Control) -> Both:
    """The second window is opened when the first is through; where that wrote nothing, none is."""
    used: list[_Window] = []
    while len(used) < 2 and all(window.sent for window in used):
        with trial.browser(control.actor) as page:
            used.append(_Window(page, control))
            if used[-1].opens():
                used[-1].presses()
                used[-1].goes_on()
    return _both(used)


def at_the_same_time(trial: Trial, control: Control) -> Both:
    """Both windows are open before either is used, and each one's write waits until the other has made its own: as slow lines
    would have it."""
    with trial.browser(control.actor) as first, trial.browser(control.actor) as second:
        windows = [_Window(page, control, holds=True) for page in (first, second)]
        if all([window.opens() for window in windows]):
            for window in windows:
                window.presses()
        for window in windows:
            window.holds_back()
        for window in windows:
            window.goes_on()
        return _both(windows)


def _both(windows: list[_Window]) -> Both:
    held_to = frozenset(one for window in windows for one in window.held_to)
    sent, refused = (sum(window.sent for window in windows), sum(window.refused for window in windows))
    return Both(sent, windows[0].label, held_to, refused)


class _Window:
    """A page with a control to press; one that `holds` keeps its write back until it goes on."""

    def __init__(self, page: BrowserPage, control: Control, *, holds: bool = False) -> None:
        self._page, self._control, self._holds = page, control, holds
        self._held: list[Route] = []
        self.sent, self.label = False, ""
        self.held_to: set[str] = set()
        self.refused = 0
        page.page.on("dialog", _accept)
        page.page.on("response", self._answered)
        page.page.route("**/*", self._route)

    def opens(self) -> bool:
        if self._page.open(self._control.path) != 200:
            return False
        self._page.settle()
        close_dialogs(self._page, self._control.labels)
        return self._page.page.locator(CONTROLS).count() > self._control.number

    def presses(self) -> None:
        """Fills in what belongs to the control and presses it, until the write is made or some seconds have passed."""
        control = self._page.page.locator(CONTROLS).nth(self._control.number)
        self.label = written_on(control)
        try:
            fill_in(self._page, control)
            control.click(timeout=2_000)
            self._wait()
            if not self.sent:
                confirm(self._page)
                self._wait()
        except BrowserError:
            # The control went away meanwhile: nothing was pressed.
            return

    def goes_on(self) -> None:
        """Lets go of what was held, and waits until it is stored."""
        self._holds = False
        for route in self._held:
            route.continue_()
        self._page.settle()
        self._page.page.wait_for_timeout(_STORED_MS)

    def holds_back(self) -> None:
        """Waits a while for the control's own write: others may come before it."""
        self._until(lambda: bool(self._held) or not self.sent)

    def _wait(self) -> None:
        self._until(lambda: self.sent)

    def _until(self, done: Callable[[], bool]) -> None:
        ends = time.monotonic() + _SENT_SECONDS
        while not done() and time.monotonic() < ends:
            self._page.page.wait_for_timeout(_LOOK_MS)

    def _route(self, route: Route) -> None:
        request, own = route.request, self._control.write.is_made_by(route.request)
        # A repaired page may leave the write to a function of the database.
        written = request.method in _WRITING and urlsplit(request.url).path.startswith(ROWS)
        self.sent = self.sent or own or written
        if own:
            self.held_to |= _held_to(request)
        if own and self._holds:
            self._held.append(route)
        else:
            route.continue_()

    def _answered(self, response: Response) -> None:
        self.refused += self._control.write.is_made_by(response.request) and not response.ok


def _held_to(request: Request) -> set[str]:
    """The columns that a write changes and asks for as well: a value or a version that nobody may have changed meanwhile."""
    try:
        changed = request.post_data_json
    except BrowserError:
        return set()
    asked = {name for name, _ in parse_qsl(urlsplit(request.url).query)}
    return asked & set(changed) if isinstance(changed, dict) else set()


def _accept(dialog: Dialog) -> None:
    dialog.accept()
