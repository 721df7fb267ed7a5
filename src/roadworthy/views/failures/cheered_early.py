"""Pages that say that all went well before they know: a change is asked for, nobody waits for it, and success is told at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.dotted import bound
from roadworthy.views.code.owner import owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot
from roadworthy.views.failures.celebrated import is_cheer
from roadworthy.views.failures.unchecked_answer import Unchecked
from roadworthy.views.pages.query_hooks import EVENTS


def cheered_early(app: App) -> Iterator[Unchecked]:
    """Each change that a page asks for without waiting, with a word of success as the next thing it does."""
    asking, handed = app.view(_asking_for_changes), app.view(_handed_down)
    for spot in spots(app, form.Function):
        assert isinstance(spot.node, form.Function)
        for call in _cheered_over(spot.node.body):
            given = isinstance(call.callee, form.Name) and call.callee.name in handed & _props(spot)
            if given or (spot.path, call.span.start) in asking:
                yield Unchecked(owner_of(app, spot), "early", at(spot.path, call), True, dropped=True)


def _props(spot: Spot) -> set[str]:
    """What the component that a function stands in is handed by name."""
    return {
        name
        for function in (spot.node, *spot.functions)
        if isinstance(function, form.Function)
        for one in function.parameters
        if isinstance(one.target, form.RecordTarget)
        for name in bound(one.target)
    }


def _cheered_over(body: tuple[form.Statement, ...]) -> Iterator[form.Call]:
    """Calls that stand as statements of their own, not waited for, right before a word of success."""
    for here, following in pairwise(body):
        if isinstance(here, form.Evaluate) and isinstance(here.value, form.Call) and _says_success(following):
            yield here.value
    for statement in body:
        for name in ("then", "otherwise", "body"):
            yield from _cheered_over(getattr(statement, name, ()))


def _says_success(statement: form.Statement) -> bool:
    value = statement.value if isinstance(statement, form.Evaluate) else None
    inner = value.value if isinstance(value, form.Await) else value
    return isinstance(inner, form.Call) and is_cheer(inner)


def _handed_down(app: App) -> frozenset[str]:
    """The handlers (`onDelete`) that some component is handed and that ask for a change."""
    return frozenset(
        request.trigger
        for work in app.works
        for request in (work.fetches if work.side == "client" else ())
        if request.method not in ("GET", "HEAD")
        and request.trigger.startswith("on")
        and request.trigger not in EVENTS
    )


def _asking_for_changes(app: App) -> frozenset[tuple[str, int]]:
    """Where pages ask for a change, or call what does."""
    places: list[Location] = []
    for work in app.works:
        for request in work.fetches if work.side == "client" else ():
            if request.method not in ("GET", "HEAD"):
                places += [request.location, *request.calls]
    return frozenset((place.path, place.start) for place in places)
