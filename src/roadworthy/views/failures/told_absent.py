"""Failures that a function turns into `false` or nothing, and that whoever asked hears of as 'not found'."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.awaiting import awaiting
from roadworthy.views.code.dotted import last_name, without_functions
from roadworthy.views.code.spots import spots
from roadworthy.views.failures.catches import Catch

_ANSWERING = ("status", "sendStatus", "HTTPException", "abort")


def told_absent(app: App, caught: Catch) -> bool:
    """Whether a handler of requests answers 404 where the function around a catch gave no result."""
    function = app.view(awaiting).function_at(caught.location)
    return (
        caught.outcome in ("no", "absent")
        and function is not None
        and bool(function.name)
        and function.name in app.view(_missed)
    )


def _missed(app: App) -> frozenset[str]:
    """The functions whose result is looked for, and answered with 404 where there is none."""
    return frozenset(
        name
        for spot in spots(app, form.Function)
        if isinstance(spot.node, form.Function)
        for name in _asked(spot.node)
    )


def _asked(function: form.Function) -> Iterator[str]:
    nodes = tuple(without_functions(function.body))
    made = {
        node.target.name: node.value
        for node in nodes
        if isinstance(node, form.Define) and isinstance(node.target, form.Name)
    }
    for choice in nodes:
        if isinstance(choice, form.If):
            value = _looked_for(choice)
            value = made.get(value.name) if isinstance(value, form.Name) else value
            value = value.value if isinstance(value, form.Await) else value
            if isinstance(value, form.Call) and last_name(value.callee):
                yield last_name(value.callee)


def _looked_for(choice: form.If) -> form.Expr | None:
    """What is answered with 404 where there is none."""
    test, missing = choice.test, choice.otherwise
    if isinstance(test, form.Operation) and test.operator == "not":
        test, missing = test.operands[0], choice.then
    return test if any(_is_not_found(node) for node in without_functions(missing)) else None


def _is_not_found(node: form.Node) -> bool:
    if not isinstance(node, form.Call) or last_name(node.callee) not in _ANSWERING:
        return False
    values = [*node.arguments, *(entry.value for entry in node.keywords)]
    return any(isinstance(value, form.Literal) and value.value == 404 for value in values)
