"""Requests of a click or a form's submit whose failure nobody hears: the browser runs the handler and drops its promise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import chain, dotted
from roadworthy.views.code.owner import owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.failures.asked_alone import Asked, asked_by
from roadworthy.views.failures.failure_text import told_by_client
from roadworthy.views.failures.left_alone import passes_on
from roadworthy.views.failures.told_and_thrown import told_on_the_way
from roadworthy.views.failures.told_refusals import told_refusals
from roadworthy.views.failures.unchecked_answer import Unchecked
from roadworthy.views.failures.unheard_requests import answers_errors
from roadworthy.views.pages.query_hooks import EVENTS

_PARTING = regex(r"(log|sign)-?_?(out|off)", re.I)
# The component, and the element whose event it is.
_OUTSIDE = 2


def unheard_handlers(app: App) -> Iterator[Unchecked]:
    """Each request that a handler waits for, where neither the handler nor what it calls catches anything."""
    if app.view(told_by_client):
        return
    alone = app.view(_alone)
    for spot in spots(app, form.Await):
        node = spot.node
        assert isinstance(node, form.Await)
        told = alone.get((spot.path, node.value.span.start))
        calls = list(chain(node))
        if told is not None and not (calls and answers_errors(dotted(calls[-1].callee))):
            yield Unchecked(owner_of(app, spot), "promise", at(spot.path, node), False, refusals=told)


def _failing_actions(app: App) -> frozenset[str]:
    """The server actions that ask the database without catching what goes wrong: their promise is refused. A client that puts its
    errors aside (supabase-js) throws nothing."""
    return frozenset(
        endpoint.path
        for endpoint in app.endpoints
        if endpoint.kind == "action"
        and any(query.checked is None and not query.caught for query in endpoint.queries)
    )


def _alone(app: App) -> dict[tuple[str, int], bool]:
    """Where handlers of events wait for such requests: what is waited for first, and whether people are told what the server
    refuses."""
    told, failing = app.view(told_refusals), app.view(_failing_actions)
    begins, waited = app.view(_elements), app.view(_awaited)
    found: dict[tuple[str, int], bool] = {}
    for work in app.works:
        for request in asked_by(app, work) if work.side == "client" else ():
            ways = (*_within_handler(request, begins), request.location)
            direct = len(request.calls) >= _OUTSIDE and request.trigger in EVENTS
            asks = not request.hook or (request.hook == "action" and request.path in failing)
            quiet = not request.caught and asks and not _PARTING.search(request.path)
            # `onClick={() => remove(id)}` hands the promise on to the browser; `remove` is where it is waited for.
            place = next((one for way in ways if (one := (way.path, way.start)) in waited), None)
            if (
                direct
                and quiet
                and place is not None
                and passes_on(app, ways)
                and not told_on_the_way(app, ways)
            ):
                says = (request.location.path, request.location.start) in told
                found[place] = says and found.get(place, True)
    return found


def _within_handler(request: Asked, begins: frozenset[tuple[str, int]]) -> tuple[Location, ...]:
    """The calls behind the element whose event it is; between the component and that there may be the list it stands in."""
    begun = next((n for n, one in enumerate(request.calls) if (one.path, one.start) in begins), None)
    return request.calls[begun + 1 if begun is not None else _OUTSIDE :]


def _elements(app: App) -> frozenset[tuple[str, int]]:
    return frozenset((spot.path, spot.node.span.start) for spot in spots(app, form.Element))


def _awaited(app: App) -> frozenset[tuple[str, int]]:
    return frozenset(
        (spot.path, spot.node.value.span.start)
        for spot in spots(app, form.Await)
        if isinstance(spot.node, form.Await)
    )
