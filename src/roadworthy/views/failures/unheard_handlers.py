"""Requests of a click or a form's submit whose failure nobody hears: the browser runs the handler and drops its promise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.location import at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.owner import owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.failures.failure_text import told_by_client
from roadworthy.views.failures.left_alone import passes_on
from roadworthy.views.failures.told_refusals import told_refusals
from roadworthy.views.failures.unchecked_answer import Unchecked

# What browsers call by themselves; what a component of the app is handed may hear of a failure.
EVENTS = frozenset({"onClick", "onSubmit", "onChange", "onKeyDown", "onKeyPress", "onBlur", "onDrop"})
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
        if told is not None:
            yield Unchecked(owner_of(app, spot), "promise", at(spot.path, node), False, refusals=told)


def _alone(app: App) -> dict[tuple[str, int], bool]:
    """Where handlers of events wait for such requests: what is waited for in the handler itself, and whether people are told
    what the server refuses."""
    told = app.view(told_refusals)
    found: dict[tuple[str, int], bool] = {}
    for work in app.works:
        for request in work.fetches if work.side == "client" else ():
            ways = (*request.calls[_OUTSIDE:], request.location)
            direct = len(request.calls) >= _OUTSIDE and request.trigger in EVENTS
            quiet = not request.caught and not request.hook and not _PARTING.search(request.path)
            if direct and quiet and passes_on(app, ways):
                place = (ways[0].path, ways[0].start)
                says = (request.location.path, request.location.start) in told
                found[place] = says and found.get(place, True)
    return found
