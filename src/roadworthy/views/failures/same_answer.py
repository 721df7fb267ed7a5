"""Failures that are answered as what worked is."""

from __future__ import annotations

from roadworthy.languages import form
from roadworthy.views.code.dotted import is_log, without_functions
from roadworthy.views.code.syntax import Spot


def answers_alike(spot: Spot, handler: form.Node, body: tuple[form.Statement, ...]) -> bool:
    """Whether a handler does nothing but log and answer, and the function goes on to the very same answer where nothing failed:
    `try: send(mail) except Exception: return thanks()` before `return thanks()`."""
    if not spot.functions or not body or not isinstance(body[-1], form.Return):
        return False
    told = body[-1].value
    if not isinstance(told, form.Call) or not all(map(_is_said_aside, body[:-1])):
        return False
    return any(
        isinstance(node, form.Return)
        and isinstance(node.value, form.Call)
        and node.span.start > handler.span.end
        and _same(node.value, told)
        for node in without_functions(spot.functions[0].body)
    )


def _is_said_aside(statement: form.Statement) -> bool:
    return (
        isinstance(statement, form.Evaluate)
        and isinstance(statement.value, form.Call)
        and is_log(statement.value)
    )


def _same(one: object, other: object) -> bool:
    """Whether two pieces of code are written alike."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    if not hasattr(one, "__struct_fields__"):
        return one == other
    return type(one) is type(other) and all(
        _same(getattr(one, name), getattr(other, name))
        for name in one.__struct_fields__
        if name not in ("span", "node")
    )
