"""Whether a filter over a list is a search: text that somebody types, looked for within the rows."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.frameworks.rows import Row
from roadworthy.interpret import (
    Choice,
    Closure,
    Constant,
    Datum,
    Derived,
    External,
    ListValue,
    ObjectValue,
    Value,
)
from roadworthy.interpret.trace import Called

_LOOKED_FOR = {"includes", "indexOf", "match", "search", "test", "in", "contains"}
_FOLDED = {"toLowerCase", "toLocaleLowerCase", "toUpperCase", "lower", "casefold", "upper"}
_TYPED = {"input", "query", "body", "props"}
_ASKED = {"input", "query", "body"}
_EQUAL = {"==", "===", "eq"}
_DEPTH = 14


def is_search(event: Called) -> bool:
    """Whether the condition of a `filter` looks for text within text, without regard to case."""
    return any(_looks(value) for value in _within(event.result))


def chooses(event: Called) -> bool:
    """Whether a search keeps, besides, only rows of which a field equals what somebody chose: a query could be asked for those."""
    return any(_is_chosen(value) for value in _within(event.result))


def _is_chosen(value: Value) -> bool:
    if not isinstance(value, Derived) or value.operation not in _EQUAL or len(value.operands) != 2:
        return False
    chosen = [_is_picked(one) for one in value.operands]
    other = value.operands[0] if chosen[1] else value.operands[1]
    return any(chosen) and not all(chosen) and not isinstance(other, Constant) and _is_field(other)


def _is_picked(value: Value) -> bool:
    return type(value).__name__ == "State" or (isinstance(value, Datum) and value.kind in _ASKED)


def _is_field(value: Value) -> bool:
    """Whether it is what one row says, and nothing made of it."""
    if isinstance(value, Choice):
        return any(_is_field(one) for one in value.values())
    if isinstance(value, Derived):
        return value.operation.startswith(".") and bool(value.operands) and _is_element(value.operands[0])
    return isinstance(value, Row) or _is_element(value)


def _is_element(value: Value) -> bool:
    if isinstance(value, Choice):
        return any(_is_element(one) for one in value.values())
    if isinstance(value, External):
        return "[]" in value.path
    if isinstance(value, Datum):
        return "[]" in value.path
    return isinstance(value, Row) or (isinstance(value, Derived) and value.operation == "[]")


def _looks(value: Value) -> bool:
    operation, operands = _operation(value)
    if operation not in _LOOKED_FOR or len(operands) < 2:
        return False
    first, second = (operands[1], operands[0]) if operation in ("in", "test") else operands[:2]
    if isinstance(first, (ListValue, ObjectValue)):
        return False
    return _is_folded(first) and _is_typed(second)


def _operation(value: Value) -> tuple[str, tuple[Value, ...]]:
    if isinstance(value, Derived):
        return value.operation, value.operands
    if isinstance(value, External) and value.path.endswith("()"):
        return value.path[:-2].rsplit(".", 1)[-1], (value, *value.inputs()[-1:])
    return "", ()


def _is_folded(value: Value) -> bool:
    for inner in _within(value):
        operation, _ = _operation(inner)
        if operation in _FOLDED or (
            isinstance(inner, External) and any(f".{name}()" in inner.path for name in _FOLDED)
        ):
            return True
    return False


def _is_typed(value: Value) -> bool:
    for inner in _within(value):
        if type(inner).__name__ == "State" or (isinstance(inner, Datum) and inner.kind in _TYPED):
            return True
    return False


def _within(value: Value) -> Iterator[Value]:
    """A value and what it was made from, each once."""
    seen: set[int] = set()
    waiting: list[tuple[Value, int]] = [(value, 0)]
    while waiting:
        inner, depth = waiting.pop()
        if depth > _DEPTH or id(inner) in seen or isinstance(inner, Closure):
            continue
        seen.add(id(inner))
        yield inner
        if isinstance(inner, Choice):
            tested = [condition.value for _, conditions in inner.alternatives for condition in conditions]
            waiting.extend((one, depth + 1) for one in (*inner.values(), *tested) if one is not None)
        else:
            waiting.extend((one, depth + 1) for one in inner.inputs() if one is not None)
