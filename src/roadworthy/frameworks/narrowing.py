"""What a value is once the code has made sure that it is there: `if (!id) return` leaves the id without its null."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roadworthy.interpret import Choice, Condition, Derived, ObjectValue, Value
from roadworthy.interpret.operations import Logical
from roadworthy.interpret.values import is_nothing

_DEEP = 4


def narrowed(value: Value | None, conditions: Sequence[Condition]) -> Value | None:
    """An object of conditions or rows, its values without the null that was ruled out before."""
    if not isinstance(value, ObjectValue):
        return value
    there = {id(one) for condition in conditions for one in _there(condition.value, condition.truth)}
    return _without(value, there, _DEEP) if there else value


def _without(value: ObjectValue, there: set[int], depth: int) -> ObjectValue:
    fields: dict[str, Value] = {}
    for name, inner in value.fields.items():
        if isinstance(inner, ObjectValue) and depth:
            fields[name] = _without(inner, there, depth - 1)
        else:
            fields[name] = _given(inner) if id(inner) in there else inner
    if all(fields[name] is value.fields[name] for name in fields):
        return value
    made = ObjectValue(fields, value.spreads, value.node, value.path)
    made.depth, made.maybe = value.depth, value.maybe
    return made


def _given(value: Value) -> Value:
    if isinstance(value, Choice):
        left = tuple((one, ways) for one, ways in value.alternatives if not is_nothing(one))
        if left and len(left) < len(value.alternatives):
            return left[0][0] if len(left) == 1 else Choice(left)
    if isinstance(value, Logical) and value.operation in ("or", "??"):
        # `phone || null`: where it is there, it is the phone.
        operands = [one for one in value.operands if not is_nothing(one)]
        if len(operands) == 1:
            return operands[0]
    return value


def _there(value: Value, truth: bool) -> Iterator[Value]:
    """The values that are not null where a test came out so."""
    if isinstance(value, Derived) and value.operation == "not" and value.operands:
        yield from _there(value.operands[0], not truth)
    elif isinstance(value, Logical):
        if (value.operation == "and") == truth and value.operation != "??":
            for operand in value.operands:
                yield from _there(operand, truth)
    elif isinstance(value, Derived) and value.operation in ("==", "!=") and len(value.operands) == 2:
        if is_nothing(value.operands[1]) and truth == (value.operation == "!="):
            yield value.operands[0]
    elif truth:
        yield value
