"""Components that ask for something of their own for each row of a list they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.component import Component
from roadworthy.app.flow import Repeated
from roadworthy.app.model import App
from roadworthy.app.origin import Origin
from roadworthy.app.query import Query
from roadworthy.app.service import ServiceCall
from roadworthy.app.work import Work
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.each import Each
from roadworthy.views.code.sequences import Operation, operations_of, reads
from roadworthy.views.code.spots import spots

_AT_ONCE = {"", "render", "effect", "query"}


def repeated_requests(app: App, work: Work) -> Iterator[Each]:
    """What a component asks as soon as it is shown, where another shows it once per element of a list."""
    place = app.view(_repeats).get(work.location.path + ":" + _name(app, work))
    if place is None or work.kind == "endpoint" or _opened(app, place) or _one_at_a_time(app, place):
        return
    for operation in operations_of(work):
        if not operation.flow.turns and getattr(operation, "trigger", "") in _AT_ONCE and _own(operation):
            yield Each(operation, place.location)


# What is shown only once somebody opens it, by its name.
OPENED = regex(r"Dialog|Modal|Sheet|Popover|Drawer|Tooltip|Collapsible|Accordion|Tab|Menu|HoverCard", re.I)


def _opened(app: App, place: Repeated) -> bool:
    """Whether it is shown only once somebody opens what it stands in."""
    start, end = place.location.start, place.location.end
    return any(
        spot.path == place.location.path
        and spot.node.span.start < start
        and end <= spot.node.span.end
        and OPENED.search(spot.node.tag)
        for spot in spots(app, form.Element)
        if isinstance(spot.node, form.Element)
    )


def _one_at_a_time(app: App, place: Repeated) -> bool:
    """`openId === item.id && <Details />`: of all elements only the one that was picked is shown."""
    start, end = place.location.start, place.location.end
    module = app.modules.get(place.location.path)
    for node in form.walk(module.body, form.Operation, form.Conditional) if module is not None else ():
        test = _test_of(node) if node.span.start < start and end <= node.span.end else None
        if test is not None and any(map(_picks, form.walk((test,), form.Operation))):
            return True
    return False


def _test_of(node: form.Node) -> form.Expr | None:
    if isinstance(node, form.Conditional):
        return node.test
    return node.operands[0] if isinstance(node, form.Operation) and node.operator == "and" else None


def _picks(node: form.Node) -> bool:
    """Whether two values are compared, neither of which is written out."""
    return (
        isinstance(node, form.Operation)
        and node.operator == "=="
        and not any(isinstance(side, form.Literal) for side in node.operands)
    )


def _name(app: App, work: Work) -> str:
    return next((c.name for c in app.components if c.location == work.location), work.subject)


def _repeats(app: App) -> dict[str, Repeated]:
    """By file and name of the component that is repeated over a list from outside."""
    by_name: dict[str, list[Component]] = {}
    for component in app.components:
        by_name.setdefault(component.name, []).append(component)
    found: dict[str, Repeated] = {}
    for parent in app.components:
        for repeat in parent.repeats:
            shown = by_name.get(repeat.component, [])
            near = [c for c in shown if c.location.path == parent.location.path] or shown
            if len(near) == 1 and (repeat.rows or repeat.props):
                found.setdefault(near[0].location.path + ":" + near[0].name, repeat)
    return found


def _own(operation: Operation) -> bool:
    """Whether it asks for something that depends on the element it was shown for."""
    if not reads(operation) and not isinstance(operation, ServiceCall):
        return False
    if isinstance(operation, Query):
        return any(_handed(one.value) for one in operation.filters)
    if isinstance(operation, ServiceCall):
        return any(_handed(one) for one in operation.arguments)
    return ":" in operation.path


def _handed(origin: Origin) -> bool:
    return any(leaf.kind == "props" for leaf in origin.leaves())
