"""Evaluates what is taken out of something by a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.interpret import lookups, stand_ins
from roadworthy.interpret.noted import picked, seen
from roadworthy.interpret.operations import Logical
from roadworthy.interpret.scope import Scope
from roadworthy.interpret.values import UNKNOWN, Choice, Constant, Datum, Derived, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.run import Run


def at_index(run: Run, node: form.Index, scope: Scope) -> Value:
    """`rows[0]`, `record[name]`."""
    target = run.evaluate(node.object, scope)
    if isinstance(node.key, form.Other) and node.key.kind == "slice" and not target.is_unasked():
        seen(run, "[].slice", [target], UNKNOWN, node)
    return at_key(run, node, target, run.evaluate(node.key, scope))


def at_key(run: Run, node: form.Index, target: Value, key: Value) -> Value:
    """What a value holds under a key that is evaluated."""
    if _is_cut_text(node.object, target, key):
        return Derived("cut", (target,), node)
    found = stand_ins.looked_up(target, key) or target.index(run, key, node)
    picked(run, target, found, node)
    return lookups.by_whatever_name(target, key, found)


# What makes a text of whatever it is given.
_TEXTS = frozenset({"str", "strip", "lower", "upper", "title", "replace", "format", "lstrip", "rstrip"})


def _is_cut_text(node: form.Expr, target: Value, key: Value) -> bool:
    """Whether so many characters of a text are left at most: `name.strip()[:80]`, `str(name)[:80]`, `(name or "")[:80]`."""
    if not isinstance(key, Derived) or key.operation != "slice" or len(key.operands) < 2:
        return False
    end = key.operands[1]
    counted = isinstance(end, Constant) and isinstance(end.value, int) and end.value > 0
    made = node.callee if isinstance(node, form.Call) else None
    named = isinstance(made, (form.Name, form.Member)) and made.name in _TEXTS
    return counted and (named or _is_text(target))


def _is_text(value: Value) -> bool:
    """Whether a value is a form's field, or has a text where nothing was sent."""
    options = [*value.operands] if isinstance(value, Logical) else [value]
    options = [
        one for option in options for one in (option.values() if isinstance(option, Choice) else [option])
    ]
    texts = any(isinstance(one, Constant) and isinstance(one.value, str) for one in options)
    return getattr(value, "in_form", False) or (texts and any(isinstance(one, Datum) for one in options))
