"""Loads the page over a line of 200 ms, and looks which request began only after another had come back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.patterns.network.request_waterfall.finding import WaterfallGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.failed_loads import fits
from roadworthy.proof.own_rows import stock_page
from roadworthy.proof.page_load import SLACK_SECONDS, Loaded, Recorder, in_turn, recorded
from roadworthy.proof.routes import open_route, viewer
from roadworthy.proof.screens import visible_text
from roadworthy.trial import Trial
from roadworthy.views.pages.beside import asked_beside
from roadworthy.views.pages.round_trips import round_trips
from roadworthy.views.pages.submitting import path_shape

# The round trip of a phone to a server on another continent.
_LATENCY_MS = 200.0
_TRIES = 2
_SETTLE_SECONDS = 12.0
_PATIENCE, _PAUSE_MS = 8, 1_000
_STEPS = {"chain": 3, "late": 2, "twice": 2, "session": 2}
# Where a project answers who is signed in.
_WHO = "/auth/v1/user"
# What a page asks next because it was told who is there, it asks at once.
_AT_ONCE_SECONDS = 0.15
_WHY_NOT = {
    "session": "who is signed in is asked by a library, and by no request that stands in the app",
    "queue": "the requests of server actions all go to one address, so which is which cannot be told",
    "empty-page": "what the server might have put into the page is not seen from the browser",
    "endless": "how often a page asks for the same is not counted yet",
    "providers": "a second cache inside the first shows only when a visitor walks from page to page",
}


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Twice, on a phone: the same requests must have waited for each other both times."""
    found: WaterfallGap = gap.details
    kind = found.waits[0].kind
    experiment = Experiment(trial, f"{found.route} asks at once for what it needs")
    paths = (_WHO, *found.paths) if kind == "session" and trial.supabase is not None else found.paths
    if kind in _WHY_NOT and _WHO not in paths:
        return experiment.untestable(_WHY_NOT[kind])
    if not found.paths:
        return experiment.untestable("which addresses these requests ask for cannot be told")
    if not found.route:
        return experiment.untestable("no page is known to show it")
    who = viewer(app, trial, found.route)
    # What is asked for each of the rows, or once there are some, is asked only where there are.
    stock_page(app, trial, found.route, who)
    route = open_route(app, trial, found.route, who)
    depths, fewest = [], []
    for attempt in range(1, _TRIES + 1):
        experiment.tries = attempt
        # A page that asks nobody who is signed in makes its other requests alone.
        least = 1 if kind == "session" else min(_STEPS[kind], len(paths))
        asked = _load(experiment, trial, who, route, paths, least)
        if len(asked) < least or all(one.path == _WHO for one in asked):
            return experiment.untestable(f"{route} made {len(asked)} of these requests: {_listed(asked)}")
        if kind in ("chain", "late") and len({one.path for one in asked}) < min(2, len(set(paths))):
            return experiment.untestable(f"{route} made one of these requests alone: {_listed(asked)}")
        depths.append(_depth(kind, asked))
        fewest.append([sum(fits(one.path, [path_shape(path)]) for one in asked) for path in found.paths])
    unknown = _asked_elsewhere(app, gap, fewest) if max(depths) < _STEPS[kind] else ""
    if unknown:
        return experiment.untestable(f"which part of {route} asked {unknown} cannot be told")
    made = min(sum(times) for times in fewest)
    left = _still_in_turn(app, gap, kind) - made
    if max(depths) < _STEPS[kind] and left > 0:
        return experiment.untestable(
            f"{left} of the requests that wait for each other were not made on {route}"
        )
    return _judge(experiment, route, kind, depths)


def _still_in_turn(app: App, gap: Gap, kind: str) -> int:
    """How many requests of the part wait for each other in the app as it stands; 0 where none do any more."""
    waits = [one for one in app.view(round_trips) if one.subject == gap.subject and one.kind == kind]
    return max((len(one.locations) for one in waits), default=0) if kind in ("chain", "late") else 0


def _asked_elsewhere(app: App, gap: Gap, times: Sequence[Sequence[int]]) -> str:
    """A path that other parts of the page ask for as often as it was asked: the part itself may not have been shown. What was asked
    twice is asked by others by its nature."""
    found: WaterfallGap = gap.details
    others = asked_beside(app, found.route, gap.subject) if found.waits[0].kind in ("chain", "late") else []
    for number, path in enumerate(found.paths):
        beside = sum(path_shape(path) in one for one in others)
        if beside and min(one[number] for one in times) <= beside:
            return path
    return ""


def _load(
    experiment: Experiment, trial: Trial, who: str, route: str, paths: Sequence[str], least: int
) -> list[Loaded]:
    shapes = [
        re.compile(re.sub(r":\w+", "[^/]+", re.escape(_bare(path)).replace(r"\:", ":")) + "$")
        for path in paths
    ]
    with recorded(trial, who, _LATENCY_MS, 0) as (opened, recorder):
        status = opened.open(route)
        opened.settle(_SETTLE_SECONDS)
        found = _found(recorder, shapes)
        for _ in range(_PATIENCE):
            # On a busy machine a page may be quiet for a while between two of them.
            if len(found) >= least:
                break
            opened.page.wait_for_timeout(_PAUSE_MS)
            found = _found(recorder, shapes)
        text = visible_text(opened)
    experiment.note(
        "act",
        f"{who} opens {route} on a phone, {_LATENCY_MS:.0f} ms from the server",
        shows=f"{status} {text}",
    )
    experiment.note("observe", "when each request began and was answered, in ms", shows=_listed(found))
    if found:
        first = found[0].begun
        series = [((one.begun - first) * 1000, (one.answered - first) * 1000) for one in found]
        experiment.measure("begun and answered", round(series[-1][1]), "ms", series)
    return found


def _found(recorder: Recorder, shapes: Sequence[re.Pattern[str]]) -> list[Loaded]:
    return [
        one
        for one in recorder.requests
        if one.kind in ("Fetch", "XHR") and one.answered and any(shape.match(one.path) for shape in shapes)
    ]


def _bare(path: str) -> str:
    return urlsplit(path).path.rstrip("*")


def _depth(kind: str, asked: Sequence[Loaded]) -> int:
    """By the kind: how often the same was asked for, or how many requests waited one for the other."""
    if kind == "twice":
        return _twice(asked)
    return _told_first(asked) if kind == "session" else len(in_turn(asked))


def _told_first(asked: Sequence[Loaded]) -> int:
    """2 where a request for data began as soon as the answer who is signed in had come, and all of them waited for one."""
    told = [one.answered for one in asked if one.path == _WHO]
    waited = [
        any(0 <= one.begun + SLACK_SECONDS - answered <= _AT_ONCE_SECONDS for answered in told)
        for one in asked
        if one.path != _WHO
    ]
    return 2 if waited and all(waited) else 1


def _twice(asked: Sequence[Loaded]) -> int:
    """How often the address that is asked for most is asked for."""
    urls = [one.url for one in asked]
    return max((urls.count(url) for url in urls), default=0)


def _listed(asked: Sequence[Loaded]) -> str:
    first = asked[0].begun if asked else 0.0
    return "; ".join(
        f"{one.path} {(one.begun - first) * 1000:.0f}-{(one.answered - first) * 1000:.0f}" for one in asked
    )


def _judge(experiment: Experiment, route: str, kind: str, depths: Sequence[int]) -> Reproduction:
    needed = _STEPS[kind]
    what = "the same was asked for {n} times" if kind == "twice" else "{n} requests waited one for the other"
    if min(depths) >= needed:
        cost = (min(depths) - 1) * _LATENCY_MS
        return experiment.proven(
            f"on {route} {what.format(n=min(depths))}: at least {cost:.0f} ms in which nothing can be shown"
        )
    if max(depths) < needed:
        return experiment.cleared(f"on {route} they were made at once: no more than {max(depths)} in a row")
    return experiment.untestable(f"it came and went: {', '.join(map(str, depths))} in a row")
