"""Numbers that a page reckons from what it shows, and that the server stores as they come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from roadworthy.app import App, Endpoint, Location, Origin, Query
from roadworthy.app.browser_call import ClientFetch
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.concurrency.lost_update.finding import COMPUTED, PageRace, Race
from roadworthy.regex import regex
from roadworthy.views.pages.submitting import path_shape

# What many people count up and down together; nobody shares a basket.
_TALLIES = regex(
    r"like|view|vote|count|stock|balance|points|quantit|total|download|share|score|(^|_)xp$|credits|coins|available|remaining|uses"
    r"|booked|attendee|participant|enrol|registered|seats|spots|slots|filled|joined|taken$",
    re.I,
)
_ONES_OWN = regex(r"cart|basket|draft|preference|setting", re.I)
_AS_NUMBER = ("or", "??", "Number", "parseInt", "parseFloat")
_BOUNDS = ("Math.max", "Math.min")
_CHANGES = ("PUT", "PATCH", "POST")


def shown_before(value: Origin, query: Query, column: str) -> bool:
    """Whether a page adds to the value that it has on the screen (`likes: post.likes + 1`), whatever it is by then."""
    if query.operation != "update" or _ONES_OWN.search(query.table) or not _TALLIES.search(column):
        return False
    return _adds_to(value, column)


def _adds_to(value: Origin, column: str) -> bool:
    if value.kind == "computed" and value.operation in _BOUNDS:
        return any(_adds_to(one, column) for one in value.inputs)
    if value.kind != "computed" or value.operation not in ("+", "-"):
        return False
    first = value.inputs[0] if value.inputs else value
    while first.kind == "computed" and first.operation in _AS_NUMBER and first.inputs:
        first = first.inputs[0]
    named = first.kind == "computed" and first.operation == f".{column}"
    given = first.kind == "props" and first.path[-1:] == (column,)
    return named or given


def sent_reckoned(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an endpoint that stores what a page added up; None where no page does."""
    if endpoint.method not in _CHANGES:
        return None
    for fetch in app.view(_asked).get((endpoint.method, path_shape(endpoint.path)), ()):
        for name, value in _fields(fetch.body):
            query = next((q for q in endpoint.queries if _stores(app, q, name)), None)
            if query is not None and shown_before(value, query, name):
                return _gap(endpoint, fetch, Race(COMPUTED, query, None, name, value))
    return None


def _asked(app: App) -> dict[tuple[str, str], tuple[ClientFetch, ...]]:
    """What pages ask with a body, by method and path. A view."""
    found: dict[tuple[str, str], tuple[ClientFetch, ...]] = {}
    for work in app.works:
        for fetch in work.fetches if work.side == "client" else ():
            if fetch.body is not None and fetch.method.upper() in _CHANGES:
                key = (fetch.method.upper(), path_shape(fetch.path))
                found[key] = (*found.get(key, ()), fetch)
    return found


def _fields(body: Origin | None) -> Iterator[tuple[str, Origin]]:
    if body is None:
        return
    if body.operation == "JSON.stringify":
        for inner in body.inputs:
            yield from _fields(inner)
    yield from body.fields


def _stores(app: App, query: Query, name: str) -> bool:
    """Whether an update writes what the body says under a name, by itself or with all the rest of it."""
    if query.operation != "update":
        return False
    written = query.written(name)
    if written is not None:
        return written.from_request and all(leaf.path[-1:] == (name,) for leaf in written.leaves())
    table = app.table(query.table)
    whole = any(one.from_request for one in query.spreads) or not query.writes
    return whole and table is not None and table.column(name) is not None


def _gap(endpoint: Endpoint, fetch: ClientFetch, race: Race) -> Verdict:
    name = f"{race.write.table}.{race.column}"
    page = fetch.calls[0].path if fetch.calls else fetch.location.path
    places = sorted((*reversed(fetch.calls), fetch.location), key=lambda place: place.path != page)
    return gap(
        endpoint.subject,
        f"The page reckons {name} from what it shows, and the server stores it as it comes",
        impact=f"{name} ends up wrong when two people act at once: one of the changes is lost",
        locations=tuple(dict.fromkeys((*_inner(places), race.write.location, endpoint.location))),
        evidence=(
            f"{fetch.component or 'the page'} adds to the {race.column} that it has on the screen, and sends the sum at {fetch.location}",
            f"{race.write.location} writes what the request says, whatever is stored by then",
        ),
        severity=Severity.MEDIUM,
        details=PageRace(endpoint, race, fetch.component),
    )


# So many lines are a component, or what draws one row of it.
_WHOLE = 12


def _inner(places: Sequence[Location]) -> Iterator[Location]:
    """The request and the calls that lead to it, the component as a whole left out."""
    yield from (place for place in places if place.end_line - place.start_line < _WHOLE)
