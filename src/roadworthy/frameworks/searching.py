"""Whether a filter over a list is a search: text that somebody types, looked for within the rows."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.interpret import Choice, Closure, Datum, Derived, External, ListValue, ObjectValue, Value
from roadworthy.interpret.trace import Called

_LOOKED_FOR = {"includes", "indexOf", "match", "search", "test", "in", "contains"}
_FOLDED = {"toLowerCase", "toLocaleLowerCase", "toUpperCase", "lower", "casefold", "upper"}
_TYPED = {"input", "query", "body", "props"}
_DEPTH = 14


def is_search(event: Called) -> bool:
    """Whether the condition of a `filter` looks for text within text, without regard to case."""
    return any(_looks(value) for value in _within(event.result))


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
