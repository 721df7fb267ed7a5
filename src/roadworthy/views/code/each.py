"""Operations that one run makes once for each element of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from msgspec import Struct

from roadworthy.app.flow import Turn
from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.app.other_tongues import spelled
from roadworthy.app.query import Query
from roadworthy.app.work import Work
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.awaiting import Awaiting, awaiting
from roadworthy.views.code.sequences import Operation, in_transaction, operations_of
from roadworthy.views.data.growth import growth_of, is_lookup_table

# What a person collects over the years: more than a round trip each is worth.
_COLLECTED = regex(
    r"(^|_)(favou?rites?|bookmarks?|saved_\w+|likes?|follow(s|ers?|ings?)|wish_?list_?items?)$", re.I
)
_TEMPLATES = (".html", ".htm", ".jinja", ".jinja2", ".j2")


class Each(Struct, frozen=True):
    """An operation that is made once for each element of a list; `loop` is where the list is gone through."""

    operation: Operation
    loop: Location


def each_of(app: App, work: Work) -> Iterator[Each]:
    """The operations of a work that are made once per element of a list that grows."""
    by_order = {one.flow.order: one for one in operations_of(work)}
    known = app.view(awaiting)
    for operation in by_order.values():
        if operation.flow.later or _for_consistency(operation):
            continue
        if not isinstance(operation, Query) and not _in_turn(known, operation):
            continue
        for turn in reversed(operation.flow.turns):
            counted = known.loop(turn.location)
            if counted is not None and counted.kind == "counted":
                if _by_counter(counted, operation, turn.location):
                    yield Each(operation, turn.location)
                    break
            elif (
                (turn.each or _adds(operation, turn))
                and turn.of != "written"
                and not (counted is not None and _ends_it(counted, operation, turn.location))
                and not any(_few(app, by_order.get(row)) for row in turn.rows)
            ):
                if counted is None or not _paced(counted):
                    yield Each(operation, turn.location)
                break


def _adds(operation: Operation, turn: Turn) -> bool:
    """Whether a row is added for each thing that a request brings, whatever is written into it."""
    return isinstance(operation, Query) and operation.operation == "insert" and turn.of == "request"


def _for_consistency(operation: Operation) -> bool:
    """What is changed step by step in a transaction. A template that asks for a row of each row asks in vain there too."""
    return in_transaction(operation) and not operation.location.path.endswith(_TEMPLATES)


def _in_turn(known: Awaiting, operation: Operation) -> bool:
    """Whether the next one waits for it; requests that run at once are bounded by the client."""
    places = (*operation.calls, operation.location)
    return all(known.together(place) is None and not known.detached(place) for place in places)


def _few(app: App, operation: Operation | None) -> bool:
    """Whether the list that is gone through has ten rows at most, by its limit or by its nature."""
    if isinstance(operation, Query) and (
        is_lookup_table(app, operation.table)
        or (
            growth_of(app, msgspec.structs.replace(operation, limit=None)).few
            and not _COLLECTED.search(spelled(operation.table))
        )
    ):
        return True
    limit = operation.limit if isinstance(operation, Query) else None
    return (
        limit is not None and limit.kind == "constant" and isinstance(limit.value, int) and limit.value <= 10
    )


def _by_counter(loop: form.Loop, operation: Operation, place: Location) -> bool:
    """Whether what is asked in `for (let i = 0; ...)` differs from turn to turn."""
    changed = {
        node.target.name
        for node in form.walk(loop.body)
        if isinstance(node, form.Assignment) and isinstance(node.target, form.Name)
    }
    tested = {node.name for node in form.walk((loop.subject,)) if isinstance(node, form.Name)} & changed
    for node in form.walk(loop.body):
        if isinstance(node, form.Define) and node.value is not None and _names(node.value) & tested:
            tested |= _names(node.target)
    step = _step(operation, place)
    if step is None:
        return False
    return any(
        _names(node) & tested
        for node in form.walk(loop.body)
        if node.span.start == step.start and node.span.end == step.end
    )


def _ends_it(loop: form.Loop, operation: Operation, place: Location) -> bool:
    """Whether the loop is left after it, so that it is made for the one element that was looked for."""
    step = _step(operation, place)
    return step is not None and _leaves(loop.body, step)


def _step(operation: Operation, place: Location) -> Location | None:
    """The call in a loop that leads to an operation."""
    ways = (*operation.calls, operation.location)
    return next(
        (p for p in ways if p.path == place.path and place.start < p.start and p.end <= place.end), None
    )


def _leaves(body: tuple[form.Statement, ...], step: Location) -> bool:
    around = next((one for one in body if one.span.start <= step.start and step.end <= one.span.end), None)
    if around is None:
        return False
    after = [one for one in body if one.span.start >= around.span.end]
    if any(isinstance(one, form.Return | form.Raise) or _is_break(one) for one in after):
        return True
    if isinstance(around, form.If):
        return _leaves(around.then, step) or _leaves(around.otherwise, step)
    if isinstance(around, form.Try):
        return _leaves(around.body, step)
    return isinstance(around, form.Return) or (isinstance(around, form.Block) and _leaves(around.body, step))


def _is_break(statement: form.Statement) -> bool:
    return isinstance(statement, form.Jump) and statement.kind == "break"


def _names(node: object) -> set[str]:
    return {inner.name for inner in form.walk((node,)) if isinstance(inner, form.Name)}


def _paced(loop: form.Loop) -> bool:
    """Whether a pause in the loop keeps to somebody's limit on purpose."""
    return any(
        isinstance(node, form.Call)
        and getattr(node.callee, "name", "") in ("sleep", "setTimeout", "delay", "wait", "pause")
        for node in form.walk(loop.body)
    )
