"""Binds what a call gives to the parameters of a function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.interpret import targets
from roadworthy.interpret.containers import Closure, ListValue, ObjectValue
from roadworthy.interpret.context import Args
from roadworthy.interpret.scope import Scope
from roadworthy.interpret.values import UNKNOWN, Certain, Constant, Passed, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.run import Run


def bind_parameters(run: Run, closure: Closure, args: Args, scope: Scope) -> None:
    """Binds a function's parameters to the arguments of a call."""
    parameters = closure.function.parameters
    positional = list(args.positional)
    if closure.this is not None:
        if run.frames[-1].language == "python":
            positional.insert(0, closure.this)
        else:
            scope.bind("this", closure.this)
    keywords = dict(args.keywords)
    for number, parameter in enumerate(parameters):
        value = _argument(run, parameter, number, positional, keywords, args.spread, scope)
        if type(value) is Constant and any(value is one for one in args.literal):
            value = Passed(value.value, value.node)
        targets.bind(run, parameter.target, value, scope)


def _argument(
    run: Run,
    parameter: form.Parameter,
    number: int,
    positional: list[Value],
    keywords: dict[str, Value],
    spread: bool,
    scope: Scope,
) -> Value:
    name = parameter.target.name if isinstance(parameter.target, form.Name) else ""
    if parameter.rest == "*":
        return ListValue(positional[number:], UNKNOWN if spread else None)
    if parameter.rest == "**":
        unnamed = [keywords.pop(key) for key in list(keywords) if key.startswith("**")]
        return ObjectValue(dict(keywords), unnamed)
    if name in keywords:
        return keywords.pop(name)
    if number < len(positional):
        given = positional[number]
        if parameter.default is not None and isinstance(given, Constant) and given.value is None:
            return targets.or_default(run, given, run.evaluate(parameter.default, scope))
        return given
    if "**" in keywords:
        return keywords["**"].member(run, name, parameter)
    if parameter.default is not None:
        return _left_out(run, run.evaluate(parameter.default, scope), spread)
    # What was left out is missing for certain: `id ? one(id) : all()` goes one way only.
    return UNKNOWN if spread else Certain(None)


def _left_out(run: Run, default: Value, spread: bool) -> Value:
    """`def to_dict(self, with_email=False)` that a function of the app calls without it: a switch that is off for certain. What a
    framework calls may be given more than is seen."""
    called_by_app = len(run.frames) > 1 and not spread
    if called_by_app and isinstance(default, Constant) and isinstance(default.value, bool):
        return Certain(default.value, default.node)
    return default
