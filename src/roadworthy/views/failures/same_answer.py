"""Failures that are answered as what worked is."""

from __future__ import annotations

from roadworthy.languages import form
from roadworthy.views.code.dotted import only_logs
from roadworthy.views.code.syntax import Spot


def answers_alike(spot: Spot, body: tuple[form.Statement, ...]) -> bool:
    """Whether a handler does nothing but log and answer, and the very same answer is given where nothing failed:
    `try: send(mail) except Exception: return thanks()` before `return thanks()`, or `try: ...; return thanks()`."""
    if not spot.functions or not body or not isinstance(body[-1], form.Return):
        return False
    told = body[-1].value
    if not isinstance(told, form.Call) or not all(map(only_logs, body[:-1])):
        return False
    return any(
        isinstance(later, form.Return) and isinstance(later.value, form.Call) and _same(later.value, told)
        for later in (*_at_the_end(spot.node), *following(spot.functions[0].body, spot.node))
    )


def _at_the_end(node: form.Node) -> tuple[form.Statement, ...]:
    """What an attempt ends with when nothing failed in it."""
    return node.body[-1:] if isinstance(node, form.Try) else ()


def following(statements: tuple[form.Statement, ...], node: form.Node) -> tuple[form.Statement, ...]:
    """The statements that follow one in its own block."""
    for number, statement in enumerate(statements):
        if statement is node:
            return statements[number + 1 :]
        for name in ("body", "then", "otherwise"):
            inner = getattr(statement, name, ())
            found = following(inner, node) if isinstance(inner, tuple) else ()
            if found:
                return found
    return ()


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
