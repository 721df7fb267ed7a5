"""Lets a server action that a page reads by when it opens fail, and compares what it shows with what it shows when there is nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Route

from roadworthy.app import App
from roadworthy.errors import TrialUnavailable
from roadworthy.patterns.error_recovery.swallowed_errors.on_write import Written
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.failed_loads import NOTES, lines_of
from roadworthy.proof.own_rows import stock_page
from roadworthy.proof.routes import open_route, viewer
from roadworthy.proof.screens import failures_of, led_on, visible_text
from roadworthy.regex import regex
from roadworthy.trial import BrowserPage, Trial
from roadworthy.trial.action_reply import returned_value

_ACTIONS = 2
# As React Query asks once more: after 1, 2 and 4 s. A page that asks no more for longer has given up.
_QUIET_SECONDS = 4.6
_LONGEST_SECONDS = 20.0
_DRAWN_SECONDS = 1.5
# The row of an action's answer that names the row with the value: `0:{"a":"$@1","f":"","b":"..."}`.
_VALUE = regex(r'^[0-9a-f]+:\{.*"a":"\$@([0-9a-f]+)"')
WELL, FAILS, EMPTY, HANGS = "well", "fails", "empty", "hangs"


class Opened(Struct, frozen=True):
    """A page with the action in one state: `asked` is how often it was called, `value` what it returned, `lines` what stands there in
    the end, `flashed` what did meanwhile."""

    asked: int
    value: Any
    lines: frozenset[str]
    flashed: frozenset[str]
    failures: frozenset[str]
    picture: bytes


def prove_on_action(experiment: Experiment, app: App, found: Sequence[Written]) -> Reproduction:
    """The first action that a page is seen to read by decides."""
    why = ""
    for one in found[:_ACTIONS]:
        try:
            outcome = _compared(experiment, app, one)
        except BrowserError as error:
            outcome = f"{one.route} cannot be read: {error.message.splitlines()[0]}"
        if isinstance(outcome, Reproduction):
            return outcome
        why = why or outcome
    return experiment.untestable(why)


def _compared(experiment: Experiment, app: App, one: Written) -> Reproduction | str:
    trial, name = experiment.trial, one.write.shape
    trial.reset()
    actor = viewer(app, trial, one.route)
    stock_page(app, trial, one.route, actor)
    route, key = open_route(app, trial, one.route, actor), trial.action_id(name)

    def opened(state: str) -> Opened:
        seen = _open(trial, actor, route, key, state)
        says = f"{actor} opens {route} while {name} {_SAYS[state]}"
        experiment.note("arrange" if state == WELL else "act", says, shows=" / ".join(sorted(seen.lines)))
        return seen

    well = opened(WELL)
    if not well.asked or _holds_nothing(well.value):
        return f"{route} is not seen to read anything by {name} when it opens"
    failed = opened(FAILS)
    if failed.lines == well.lines or failed.failures - well.failures:
        return f"{route} shows the same, or breaks, when {name} fails"
    empty = opened(EMPTY)
    if empty.failures - well.failures or empty.lines == well.lines:
        return f"what {route} shows when there is nothing cannot be told"
    lacks = " / ".join(sorted(well.lines - failed.lines)[:3])[:160]
    alike = f"{route} shows the same when {name} fails as when there is nothing: it lacks {lacks}"
    told = failed.flashed - well.flashed - empty.flashed
    if failed.lines == empty.lines and not told:
        return _shown(experiment, failed, alike)
    waiting = opened(HANGS)
    told -= waiting.flashed
    if failed.lines == empty.lines and not told:
        return _shown(experiment, failed, alike)
    if failed.lines == waiting.lines and not told:
        return _shown(experiment, failed, f"{route} waits for ever once {name} has failed: it lacks {lacks}")
    return f"{route} shows something else when {name} fails than when there is nothing"


_SAYS = {WELL: "is answered", FAILS: "is answered 500", EMPTY: "has nothing to give", HANGS: "is awaited"}


def _shown(experiment: Experiment, failed: Opened, observed: str) -> Reproduction:
    path = experiment.trial.file("roadworthy-failed-action.png")
    path.write_bytes(failed.picture)
    experiment.picture(str(path), "the page after the action failed")
    return experiment.proven(observed)


def _open(trial: Trial, actor: str, route: str, key: str, state: str) -> Opened:
    with trial.browser(actor) as page:
        calls = _Calls(key, state)
        page.page.add_init_script(NOTES)
        page.page.route("**/*", calls.answer)
        if state != HANGS:
            page.take_over_time()
        if page.open(route) != 200 or led_on(page, route):
            raise TrialUnavailable(f"{route} does not open for {actor}")
        if state == HANGS:
            # Its network never comes to rest.
            page.calm(_DRAWN_SECONDS)
        else:
            page.settle()
            calls.wait(page)
        text, picture = visible_text(page), page.page.screenshot()
        noted = page.page.evaluate("() => [...(window.__lines || [])]")
        flashed = frozenset(line for one in (*noted, text) for line in lines_of(one))
        calls.end()
        return Opened(
            calls.asked, calls.value, frozenset(lines_of(text)), flashed, failures_of(page), picture
        )


class _Calls:
    """Answers the calls of one action."""

    def __init__(self, key: str, state: str) -> None:
        self._key, self._state = key, state
        self.asked = 0
        self.value: Any = None
        self._held: list[Route] = []

    def answer(self, route: Route) -> None:
        if route.request.headers.get("next-action") != self._key:
            route.continue_()
            return
        self.asked += 1
        if self._state == FAILS:
            route.fulfill(status=500, content_type="text/plain", body="Internal Server Error")
        elif self._state == HANGS:
            self._held.append(route)
        else:
            self._pass_on(route)

    def _pass_on(self, route: Route) -> None:
        try:
            answer = route.fetch()
            text = answer.text()
            self.value = returned_value(text)
            emptied = _emptied_answer(text, self.value) if self._state == EMPTY else ""
            route.fulfill(response=answer, body=emptied) if emptied else route.fulfill(response=answer)
        except BrowserError:
            # The page was closed meanwhile.
            return

    def wait(self, page: BrowserPage) -> None:
        """Until the page has asked, and then no more for a while of its own time."""
        page.calm(_QUIET_SECONDS)
        begun, skipped = time.monotonic(), 0.0
        asked, last = self.asked, begun
        while (now := time.monotonic() + skipped) - begun < _LONGEST_SECONDS and now - last < _QUIET_SECONDS:
            skipped += page.step()
            if self.asked != asked:
                asked, last = self.asked, time.monotonic() + skipped

    def end(self) -> None:
        for route in self._held:
            route.abort()


def _emptied_answer(text: str, value: Any) -> str:
    called = next((match for row in text.splitlines() if (match := _VALUE.search(row))), None)
    return f"{called.string}\n{called[1]}:{json.dumps(_emptied(value))}\n" if called is not None else ""


def _emptied(value: Any) -> Any:
    """The same with nothing in its lists, and no number of them; of a record without lists, none."""
    if isinstance(value, dict) and _lists(value):
        return {name: _without_rows(inner) for name, inner in value.items()}
    return [] if isinstance(value, list) else None


def _without_rows(value: Any) -> Any:
    if isinstance(value, list):
        return []
    if isinstance(value, dict):
        return {name: _without_rows(inner) for name, inner in value.items()}
    return 0 if isinstance(value, int | float) and not isinstance(value, bool) else value


def _lists(value: Any) -> bool:
    inner = value.values() if isinstance(value, dict) else ()
    return any(isinstance(one, list) or _lists(one) for one in inner)


def _holds_nothing(value: Any) -> bool:
    return value is None or value in ([], {})
