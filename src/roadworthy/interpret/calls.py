"""Evaluates calls and their arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.interpret.containers import Closure, ListValue, ObjectValue
from roadworthy.interpret.context import Args
from roadworthy.interpret.indexing import at_key
from roadworthy.interpret.scope import Scope
from roadworthy.interpret.values import Constant, External, Model, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.run import Run


def arguments(run: Run, node: form.Call, scope: Scope) -> Args:
    """The evaluated arguments of a call."""
    args = Args()
    for argument in node.arguments:
        if isinstance(argument, form.Spread):
            _spread_argument(run, run.evaluate(argument.value, scope), args)
        else:
            args.positional.append(run.evaluate(argument, scope))
            if isinstance(argument, form.Literal):
                args.literal += (args.positional[-1],)
    for keyword in node.keywords:
        value = run.evaluate(keyword.value, scope)
        if isinstance(keyword.value, form.Literal):
            args.literal += (value,)
        if isinstance(keyword.key, form.Literal):
            args.keywords[str(keyword.key.value)] = value
        elif isinstance(value, ObjectValue):
            args.keywords.update(value.fields)
            args.keywords.update({f"**{i}": spread for i, spread in enumerate(value.spreads)})
            args.spread = args.spread or bool(value.spreads)
        else:
            args.keywords["**"] = value
            args.spread = True
    return args


def _spread_argument(run: Run, value: Value, args: Args) -> None:
    if isinstance(value, ListValue):
        args.positional.extend(value.inputs())
        args.spread = args.spread or value.rest is not None
    else:
        args.spread = True
        args.positional.append(value.element(run))


def call_of(run: Run, node: form.Call, scope: Scope) -> Value:
    """What a call gives."""
    callee = node.callee
    if isinstance(callee, form.Member):
        return _method_call(run, node, callee, scope)
    if isinstance(callee, form.Name) and callee.name in ("require", "import") and node.arguments:
        loaded = run.program.load(run, node.arguments[0])
        if loaded is not None:
            return loaded
    if isinstance(callee, form.Index) and not node.new:
        return _computed_call(run, node, callee, scope)
    value = run.evaluate(callee, scope)
    args = arguments(run, node, scope)
    return (
        run.made_by(value, args, node)
        if node.new and isinstance(value, Closure)
        else run.call(value, args, node)
    )


def _computed_call(run: Run, node: form.Call, callee: form.Index, scope: Scope) -> Value:
    """`router[route.method](route.path, route.handler)`: a method whose name is known by then is called as if it were written."""
    target, key = run.evaluate(callee.object, scope), run.evaluate(callee.key, scope)
    if isinstance(target, Model) and isinstance(key, Constant) and isinstance(key.value, str):
        return run.call_member(target, key.value, arguments(run, node, scope), node)
    value = at_key(run, callee, target, key)
    return run.call(value, arguments(run, node, scope), node)


# Functions that run what they are given at once.
_PARALLEL = {"all", "allSettled", "race", "any", "gather"}


def _method_call(run: Run, node: form.Call, callee: form.Member, scope: Scope) -> Value:
    if callee.name == "catch" or (callee.name == "then" and len(node.arguments) > 1):
        with run.within(caught=True):
            target = run.evaluate(callee.object, scope)
    else:
        target = run.evaluate(callee.object, scope)
    if callee.name in _PARALLEL and isinstance(target, External):
        with run.within(parallel=True):
            args = arguments(run, node, scope)
    else:
        args = arguments(run, node, scope)
    if node.new:
        made = target.member(run, callee.name, node)
        if isinstance(made, Closure):
            return run.made_by(made, args, node)
    return run.call_member(target, callee.name, args, node)
