"""Small questions to values that settings and declarations hold."""

from __future__ import annotations

from roadworthy.interpret import Constant, External, Value


def truth_of(value: Value | None) -> bool:
    """Whether a constant is true."""
    return isinstance(value, Constant) and bool(value.value)


def constants(value: Value | None, depth: int = 0) -> list[str]:
    """Every text below a value: the items of a list, also of one put together from several."""
    if isinstance(value, Constant):
        return [str(value.value)] if value.value is not None else []
    if value is None or depth > 6 or isinstance(value, External):
        return []
    return [text for inner in value.inputs() for text in constants(inner, depth + 1)]
