"""Failures that a function turns into `false` or nothing, and that whoever asked hears of as 'not found' or 'not you'."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.awaiting import awaiting
from roadworthy.views.code.dotted import last_name, without_functions
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot
from roadworthy.views.failures.catches import Catch
from roadworthy.views.failures.not_there import ABSENT, STRANGER, told_status

__all__ = ("ABSENT", "STRANGER", "told_absent")


def told_absent(app: App, caught: Catch) -> int:
    """What a handler of requests answers where the function around a catch gave no result: 404, or 401 as if the one who asks
    were not known; 0 when neither."""
    function = app.view(awaiting).function_at(caught.location)
    if caught.outcome not in ("no", "absent") or function is None:
        return 0
    return app.view(_missed).get(function.name or caught.owner.subject, 0)


def _missed(app: App) -> dict[str, int]:
    """The functions whose result is looked for, and what is answered where there is none."""
    return {name: status for spot in spots(app, form.If) for name, status in _asked(spot)}


def _asked(spot: Spot) -> Iterator[tuple[str, int]]:
    value, status = _looked_for(spot.node) if isinstance(spot.node, form.If) else (None, 0)
    if value is None or not spot.functions:
        return
    if isinstance(value, form.Name):
        nodes = without_functions(spot.functions[0].body)
        made = {name: one for node in nodes if isinstance(node, form.Define) for name, one in _made(node)}
        value = made.get(value.name)
    value = value.value if isinstance(value, form.Await) else value
    if isinstance(value, form.Call) and last_name(value.callee):
        yield last_name(value.callee), status


def _made(node: form.Define) -> Iterator[tuple[str, form.Expr | None]]:
    """The names of a definition with their values, `const [a, b] = await Promise.all([one(), two()])` too."""
    if isinstance(node.target, form.Name):
        yield node.target.name, node.value
    call = node.value.value if isinstance(node.value, form.Await) else node.value
    if not isinstance(node.target, form.SequenceTarget) or not isinstance(call, form.Call):
        return
    listed = call.arguments[0] if call.arguments and last_name(call.callee) == "all" else None
    if isinstance(listed, form.Sequence):
        for name, value in zip(node.target.items, listed.items, strict=False):
            if isinstance(name, form.Name):
                yield name.name, value


def _looked_for(choice: form.If) -> tuple[form.Expr | None, int]:
    """What is answered with 404 or 401 where there is none."""
    test, missing = choice.test, choice.otherwise
    if isinstance(test, form.Operation) and test.operator == "not":
        test, missing = test.operands[0], choice.then
    status = next((told for node in without_functions(missing) if (told := told_status(node))), 0)
    return (test, status) if status else (None, 0)
