"""Watches what a page asks when it is opened: how often as its rows become more, and what waits for what."""

from __future__ import annotations

from collections.abc import Sequence

from roadworthy.app import App, Query
from roadworthy.patterns.concurrency.sequential_calls.attributed import waited
from roadworthy.patterns.concurrency.sequential_calls.finding import SequenceGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.failed_loads import fits
from roadworthy.proof.own_rows import stock_page
from roadworthy.proof.page_lists import PageList
from roadworthy.proof.page_load import Loaded, Recorder, in_turn, recorded
from roadworthy.proof.routes import open_route, viewer
from roadworthy.trial import BrowserPage, Trial
from roadworthy.views.code.each import Each
from roadworthy.views.code.sequences import Row
from roadworthy.views.pages.beside import address_of, asked_beside, loads
from roadworthy.views.pages.screens import route_showing

_LATENCY_MS = 200.0
_TRIES = 2
_SETTLE_SECONDS = 12.0
_PATIENCE, _PAUSE_MS = 8, 1_000
# So many requests in a row for one address are no accident.
_MANY = 5
# Few rows are enough: each costs a request.
_ROWS = (3, 15)


def prove_on_page(experiment: Experiment, app: App, trial: Trial, found: SequenceGap) -> Reproduction:
    """One experiment for what is asked per element, one for what is asked in turn; the first that fails decides."""
    shown: list[Reproduction] = []
    for each in found.each[:2]:
        shown.append(_per_element(experiment, app, trial, found, each))
    for row in found.rows[:2]:
        shown.append(_in_turn(experiment, app, trial, found, row))
    order = {"proven": 0, "untestable": 1, "cleared": 2}
    return min(shown, key=lambda outcome: order.get(outcome.state, 1))


def _per_element(
    experiment: Experiment, app: App, trial: Trial, found: SequenceGap, each: Each
) -> Reproduction:
    operation = each.operation
    turn = operation.flow.turns[-1] if operation.flow.turns else None
    outer = next((q for q in found.work.queries if turn is not None and q.flow.order in turn.rows), None)
    path = address_of(operation)
    if not path or not loads(operation):
        return experiment.untestable("what it goes through cannot be made longer from outside")
    if outer is None:
        return _as_it_is(experiment, app, trial, found, path)
    rows = PageList(app, trial, found.work, outer, found.work.subject)
    points = []
    already = rows.rows.count()
    for size in _ROWS:
        rows.grow(experiment, already + size)
        sent = rows.opened(experiment)
        points.append((sent.rows, sum(fits(one, [path]) for one in sent.asked)))
    (few, asked), (many, more) = points
    experiment.measure(f"requests for {path}", more, "requests", [(float(r), float(n)) for r, n in points])
    told = f"{asked} with {few} rows of {outer.table}, {more} with {many}"
    if many - few < _ROWS[0] or more == 0:
        return experiment.untestable(f"{rows.path} asks {path} {more} times, whatever the rows")
    if more - asked >= (many - few) / 2:
        return experiment.proven(f"{rows.path} asks {path} once for each row: {told}")
    if _still_per_element(app, found, operation):
        return experiment.untestable(f"the rows that were added do not reach {rows.path}")
    return experiment.cleared(f"{rows.path} does not ask {path} more often with more rows: {told}")


def _as_it_is(experiment: Experiment, app: App, trial: Trial, found: SequenceGap, path: str) -> Reproduction:
    """A page opened as it is, for a loop that no rows make longer (the days of a week)."""
    route = _route(app, found)
    if not route:
        return experiment.untestable("no page is known to show it")
    who, opened = _stocked(app, trial, route)
    asked = _asked(experiment, trial, who, opened, [path])
    row = len(in_turn(asked))
    if row >= _MANY:
        return experiment.proven(
            f"on {route} {row} requests for {path} waited one for the other: {(row - 1) * _LATENCY_MS:.0f} ms at "
            f"{_LATENCY_MS:.0f} ms to the server"
        )
    return experiment.untestable(f"{route} asks {path} {len(asked)} times, {row} of them one after the other")


def _route(app: App, found: SequenceGap) -> str:
    """The page itself, or one that shows the component; '' where none is known."""
    subject = found.work.subject
    return subject if found.work.kind == "page" else route_showing(app, subject)


def _stocked(app: App, trial: Trial, route: str) -> tuple[str, str]:
    """Who looks at a page that has rows to show, and the address that they open."""
    who = viewer(app, trial, route)
    stock_page(app, trial, route, who)
    return who, open_route(app, trial, route, who)


def _still_per_element(app: App, found: SequenceGap, operation: object) -> bool:
    """Whether the app as it stands asks the same for each element: then a number that stays tells nothing."""
    return isinstance(operation, Query) and any(
        query.table == operation.table and query.flow.turns
        for work in app.works
        if work.subject == found.work.subject
        for query in work.queries
    )


def _in_turn(experiment: Experiment, app: App, trial: Trial, found: SequenceGap, row: Row) -> Reproduction:
    paths = list(dict.fromkeys(address_of(one) for one in row.operations if loads(one)))
    paths = [path for path in paths if path]
    if len(paths) < 2:
        return experiment.untestable(
            "which addresses these requests ask for when the page is opened cannot be told"
        )
    subject = found.work.subject
    route = _route(app, found)
    if not route:
        return experiment.untestable("no page is known to show it")
    who, opened = _stocked(app, trial, route)
    longest, fewest = [], []
    for attempt in range(1, _TRIES + 1):
        experiment.tries = attempt
        asked = _asked(experiment, trial, who, opened, paths)
        times = [sum(fits(one.path, [path]) for one in asked) for path in paths]
        if not all(times):
            return experiment.untestable(f"{opened} does not ask {paths[times.index(0)]} when it is opened")
        longest.append(waited(asked, paths))
        fewest.append(times)
    if min(longest) >= len(paths):
        return experiment.proven(
            f"on {opened} {len(paths)} requests that do not need each other waited one for the other: "
            f"{(len(paths) - 1) * _LATENCY_MS:.0f} ms at {_LATENCY_MS:.0f} ms to the server ({', '.join(paths)})"
        )
    if max(longest) > 1:
        return experiment.untestable(
            f"of {len(paths)} requests {', '.join(map(str, longest))} waited one for the other"
        )
    others = asked_beside(app, route, subject)
    for number, path in enumerate(paths):
        if min(times[number] for times in fewest) <= sum(path in one for one in others):
            return experiment.untestable(f"which part of {opened} asked {path} cannot be told")
    return experiment.cleared(f"{opened} asks all of them at once")


def _asked(experiment: Experiment, trial: Trial, who: str, route: str, paths: Sequence[str]) -> list[Loaded]:
    """The requests for these addresses, on a line of 200 ms."""
    with recorded(trial, who, _LATENCY_MS, 0) as (page, recorder):
        status = page.open(route)
        page.settle(_SETTLE_SECONDS)
        _come_to_rest(page, recorder)
        asked = [
            one
            for one in recorder.requests
            if one.kind in ("Fetch", "XHR") and one.answered and fits(one.path, paths)
        ]
    first = asked[0].begun if asked else 0.0
    told = "; ".join(
        f"{one.path} {(one.begun - first) * 1000:.0f}-{(one.answered - first) * 1000:.0f}" for one in asked
    )
    experiment.note("act", f"{who} opens {route}, {_LATENCY_MS:.0f} ms from the server", shows=str(status))
    experiment.note("observe", "when each request began and was answered, in ms", shows=told)
    return asked


def _come_to_rest(page: BrowserPage, recorder: Recorder) -> None:
    """The network is idle for a moment between two of a row on a busy machine: waits until nothing more is asked."""
    for _ in range(_PATIENCE):
        known = len(recorder.requests)
        page.page.wait_for_timeout(_PAUSE_MS)
        if len(recorder.requests) == known:
            return
