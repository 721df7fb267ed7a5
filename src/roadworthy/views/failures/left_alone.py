"""Calls whose promise nobody keeps, of functions that ask the server and leave a failure to whoever called them."""

from __future__ import annotations

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.dotted import chain, last_name
from roadworthy.views.code.spots import spots
from roadworthy.views.failures.asked_alone import asked_unheard
from roadworthy.views.failures.failure_text import told_by_client
from roadworthy.views.failures.own_results import told_to_askers
from roadworthy.views.failures.told_and_thrown import told_on_the_way


def left_alone(app: App) -> frozenset[tuple[str, int]]:
    """Where pages call a function through which a request is only waited for, as (path, start). A view."""
    if app.view(told_by_client):
        return frozenset()
    return frozenset(
        (place.path, place.start)
        for request in asked_unheard(app)
        for number, place in enumerate(request.calls)
        if passes_on(app, ways := (*request.calls[number + 1 :], request.location))
        and not told_on_the_way(app, ways)
    )


def passes_on(app: App, ways: tuple[Location, ...]) -> bool:
    """Whether each step on the way to a request waits for the next or hands its promise on, so that its failure comes back."""
    known = app.view(_handed_on)
    return all((place.path, place.start) in known for place in ways)


def _handed_on(app: App) -> frozenset[tuple[str, int]]:
    """The calls that are waited for or returned, without a `catch` of their own."""
    found: set[tuple[str, int]] = set()
    for spot in (*spots(app, form.Await), *spots(app, form.Return)):
        value = spot.node.value if isinstance(spot.node, (form.Await, form.Return)) else None
        calls = list(chain(value))
        if not any(last_name(call.callee) == "catch" for call in calls):
            found.update((spot.path, call.span.start) for call in calls)
    return frozenset(found)


def actions_alone(app: App) -> frozenset[tuple[str, int]]:
    """Where pages call a server action and nothing hears of it when it fails, as (path, start): neither its own answer is read nor
    what it throws is caught. A view."""
    if app.view(told_by_client):
        return frozenset()
    asked = {(request.location.path, request.location.start) for request in asked_unheard(app, "action")}
    return frozenset(asked - app.view(told_to_askers))
