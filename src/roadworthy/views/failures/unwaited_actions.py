"""Actions of an app's own that change rows, fail by a rejection, and that a page begins in passing: `addExpense(expense); close();`."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.component import Component
from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.app.query import Query
from roadworthy.languages import form
from roadworthy.views.code.dotted import is_log, last_name
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot, below
from roadworthy.views.failures.unchecked_answer import Unchecked
from roadworthy.views.failures.unread_zustand import read_outside
from roadworthy.views.failures.unwaited_changes import in_passing

_CHANGES = ("insert", "update", "delete", "upsert")
# What runs before anybody did anything, and is nobody's action.
_BY_ITSELF = ("", "render", "effect", "query", "later")


def unwaited_actions(app: App) -> Iterator[Unchecked]:
    """Each place where a page begins one, waits for nothing and goes on."""
    return in_passing(app, app.view(_begun), write=True)


def _begun(app: App) -> frozenset[tuple[str, int, int]]:
    """Where the calls stand that lead from a page to a change which rejects when it fails."""
    return frozenset(
        (place.path, place.start, place.end)
        for component in app.components
        if component.side == "client"
        for query in component.queries
        if (place := _call(component, query)) is not None and _rejects(app, query)
    )


def _call(component: Component, query: Query) -> Location | None:
    """The call in a component's own file by which what somebody did comes to a change in another file; None for other queries."""
    own = [place for place in query.calls if place.path == component.location.path]
    acts = query.operation in _CHANGES and query.trigger not in _BY_ITSELF
    return own[-1] if acts and own and query.location.path != component.location.path else None


def _rejects(app: App, query: Query) -> bool:
    """Whether a failure is thrown on and told by nobody: what a store keeps of it and no page reads is no word."""
    around = [spot for spot in spots(app, form.Try) if _is_around(spot, query.location)]
    handlers = [one for spot in around if isinstance(spot.node, form.Try) for one in spot.node.handlers]
    thrown = query.checked is None or _throws(around, query)
    return thrown and bool(around) and all(_passes_on(app, one) for one in handlers)


def _is_around(spot: Spot, place: Location) -> bool:
    return (
        spot.path == place.path
        and isinstance(spot.node, form.Try)
        and any(one.span.start <= place.start and place.end <= one.span.end for one in spot.node.body)
    )


def _throws(around: list[Spot], query: Query) -> bool:
    """`if (error) throw error`, after the query."""
    return bool(query.checked) and any(
        isinstance(node, form.Raise) and node.span.start > query.location.end
        for spot in around
        if isinstance(spot.node, form.Try)
        for node in below(spot.node.body)
    )


def _passes_on(app: App, handler: form.Handler) -> bool:
    thrown = any(isinstance(one, form.Raise) for one in handler.body)
    calls = [node for node in below(handler.body) if isinstance(node, form.Call)]
    kept = {
        str(entry.key.value)
        for call in calls
        if last_name(call.callee) == "set"
        for record in call.arguments
        if isinstance(record, form.Record)
        for entry in record.entries
        if isinstance(entry.key, form.Literal)
    }
    quiet = all(is_log(call) or last_name(call.callee) == "set" for call in calls)
    return thrown and quiet and not kept & app.view(read_outside)
