"""Fields that a record has only sometimes: `{ ...(name && { name }), ...(picture ? { picture } : {}) }`."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.interpret import Choice, Condition, ObjectValue, Value
from roadworthy.interpret.operations import Logical
from roadworthy.interpret.values import is_nothing
from roadworthy.languages import form

# Spreads within spreads, and no deeper.
_DEEPEST = 4


class _Way(Struct, frozen=True):
    """A record that is spread into another under some conditions."""

    record: ObjectValue
    conditions: tuple[Condition, ...] = ()


def with_optional(record: ObjectValue, depth: int = 0) -> ObjectValue:
    """The same record, the fields of those that are spread into it under a condition among its own."""
    if depth == _DEEPEST or not any(isinstance(one, (Choice, Logical)) for one in record.spreads):
        return record
    made = ObjectValue(dict(record.fields), [], record.node, record.path)
    made.depth, made.maybe = record.depth, dict(record.maybe)
    for spread in record.spreads:
        ways = _ways(spread, record)
        if ways is None:
            made.spreads.append(spread)
            continue
        for way in ways:
            _put(made, way, sure=len(ways) == 1 and not way.conditions, depth=depth)
    return made


def _put(made: ObjectValue, way: _Way, *, sure: bool, depth: int) -> None:
    inner = with_optional(way.record, depth + 1)
    for name, value in inner.fields.items():
        known = made.fields.get(name)
        if known is not None:
            made.fields[name] = Choice(((known, ()), (value, way.conditions)))
            continue
        made.fields[name] = value
        if not sure or name in inner.maybe:
            made.maybe[name] = (*way.conditions, *inner.maybe.get(name, ()))
    made.spreads += inner.spreads


def _ways(spread: Value, record: ObjectValue) -> list[_Way] | None:
    """The records that a spread may be; None where it may be one that the app did not write out."""
    if isinstance(spread, Logical) and spread.operation == "and":
        last = spread.operands[-1]
        if not isinstance(last, ObjectValue):
            return None
        return [_Way(last, tuple(_holds(test, record) for test in spread.operands[:-1]))]
    if not isinstance(spread, Choice):
        return None
    ways = [(value, conditions) for value, conditions in spread.alternatives if not is_nothing(value)]
    found = [_Way(value, tuple(conditions)) for value, conditions in ways if isinstance(value, ObjectValue)]
    return found if len(found) == len(ways) else None


def _holds(test: Value, record: ObjectValue) -> Condition:
    span = record.node.span if record.node is not None else form.Span(0, 0, 0, 0)
    return Condition(test, True, record.path, span)
