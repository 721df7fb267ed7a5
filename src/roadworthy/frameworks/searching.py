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
    return any(_looks(value) for value in _within(event.result, 0, set()))


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
    for inner in _within(value, 0, set()):
        operation, _ = _operation(inner)
        if operation in _FOLDED or (
            isinstance(inner, External) and any(f".{name}()" in inner.path for name in _FOLDED)
        ):
            return True
    return False


def _is_typed(value: Value) -> bool:
    for inner in _within(value, 0, set()):
        if type(inner).__name__ == "State" or (isinstance(inner, Datum) and inner.kind in _TYPED):
            return True
    return False


def _within(value: Value | None, depth: int, seen: set[int]) -> Iterator[Value]:
    if value is None or depth > _DEPTH or id(value) in seen or isinstance(value, Closure):
        return
    seen.add(id(value))
    yield value
    for inner in value.values() if isinstance(value, Choice) else value.inputs():
        yield from _within(inner, depth + 1, seen)
    if isinstance(value, Choice):
        for _, conditions in value.alternatives:
            for condition in conditions:
                yield from _within(condition.value, depth + 1, seen)
