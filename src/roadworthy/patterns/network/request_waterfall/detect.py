"""Gathers, for each component, the requests that wait for each other."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import App, Location
from roadworthy.catalogue import Severity, Verdict, clear, gap, not_applicable
from roadworthy.patterns.network.request_waterfall.finding import WaterfallGap
from roadworthy.views.pages.asked_at import asked_of
from roadworthy.views.pages.round_trips import RoundTrips, round_trips
from roadworthy.views.pages.screens import page_showing

_MESSAGES = {
    "endless": "The page asks for the same thing for ever",
    "chain": "The page waits for several requests, one after the other",
    "session": "Every load first asks who is signed in",
    "late": "A request waits for another one that it does not need",
    "twice": "The page asks for the same thing twice",
    "queue": "The page's loads stand in a queue",
    "empty-page": "The page asks for its data only after its script has run",
    "providers": "Every page below loads again what is already there",
}
_WORST = tuple(_MESSAGES)


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each component that waits, and one for the app where none does."""
    if not app.components:
        yield not_applicable("app", "its pages come whole from the server")
        return
    groups: dict[tuple[str, str], list[RoundTrips]] = {}
    for wait in app.view(round_trips):
        groups.setdefault((wait.subject, wait.anchor), []).append(wait)
    for (subject, anchor), waits in sorted(groups.items()):
        yield _gap(app, subject, anchor, waits)
    if not groups:
        yield clear("app", "no component waits for one request before it makes the next")


def _gap(app: App, subject: str, anchor: str, waits: list[RoundTrips]) -> Verdict:
    ordered = sorted(waits, key=lambda one: (_WORST.index(one.kind), one.locations))
    page = page_showing(app, subject)
    return gap(
        subject,
        _MESSAGES[ordered[0].kind],
        impact="Lost users: with 200 ms to the server, each step more is a fifth of a second in which nothing happens",
        locations=tuple(dict.fromkeys(place for one in ordered for place in one.locations)),
        evidence=tuple(dict.fromkeys(one.fact for one in ordered)),
        severity=Severity.MEDIUM
        if ordered[0].kind in ("endless", "chain", "late", "queue")
        else Severity.LOW,
        details=WaterfallGap(tuple(ordered), page.route if page is not None else "", _paths(app, ordered[0])),
        anchor=anchor,
    )


def _paths(app: App, wait: RoundTrips) -> tuple[str, ...]:
    """The paths that the requests of a wait ask for, in the order of the source."""
    asked = [one for component in app.components for one in asked_of(component)]
    return tuple(
        dict.fromkeys(path for place in wait.locations for path, through in asked if _same(place, through))
    )


def _same(place: Location, places: tuple[Location, ...]) -> bool:
    return any(
        one.path == place.path and place.start <= one.start and one.end <= max(place.end, place.start + 1)
        for one in places
    )
