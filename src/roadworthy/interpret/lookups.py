"""Records that are written out and asked by a name that is not known: `LEVELS[user.role]`."""

from __future__ import annotations

from roadworthy.interpret.containers import ListValue, ObjectValue
from roadworthy.interpret.values import Choice, Constant, LookedUp, Value


def by_whatever_name(target: Value, key: Value, found: Value) -> Value:
    """What was found, which remembers the key where the record holds nothing but constants and lists of them."""
    if not isinstance(found, Choice) or not isinstance(target, ObjectValue) or target.spreads:
        return found
    held = [one for value in target.fields.values() for one in _members(value)]
    if isinstance(key, Constant) or not all(isinstance(one, Constant) for one in held):
        return found
    return LookedUp(found.alternatives, key)


def _members(value: Value) -> list[Value]:
    return list(value.inputs()) if isinstance(value, ListValue) else [value]
