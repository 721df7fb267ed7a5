"""A text that a pattern accepts, for fields that are checked by one."""

from __future__ import annotations

import re

# The parser that Python's own `re` compiles with; it has no public name since 3.11.
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_CLASSES = {"CATEGORY_DIGIT": "1", "CATEGORY_WORD": "a", "CATEGORY_SPACE": " ",
            "CATEGORY_NOT_DIGIT": "a", "CATEGORY_NOT_WORD": "-", "CATEGORY_NOT_SPACE": "a"}  # fmt: skip
_PLAIN = "a1A- b2"


def text_for(pattern: str) -> str | None:
    """The simplest text that matches; None when the pattern asks for more than is understood here."""
    try:
        text = _made(parser.parse(pattern))
        return text if re.search(pattern, text) else None
    except (re.error, KeyError, TypeError, ValueError):
        return None


def _made(parts: Any) -> str:
    return "".join(_part(str(name), value) for name, value in parts)


def _part(name: str, value: Any) -> str:
    if name == "LITERAL":
        return chr(value)
    if name == "NOT_LITERAL":
        return next(c for c in _PLAIN if ord(c) != value)
    if name == "ANY":
        return "a"
    if name in ("AT", "ASSERT", "ASSERT_NOT"):
        return ""
    if name == "IN":
        return _one_of(value)
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        low, high, inner = value
        return _made(inner) * max(int(low), min(1, int(high)))
    if name == "SUBPATTERN":
        return _made(value[-1])
    if name == "BRANCH":
        return _made(value[1][0])
    raise ValueError(name)


def _one_of(choices: Any) -> str:
    named = [(str(name), value) for name, value in choices]
    if named[0][0] == "NEGATE":
        return next(c for c in _PLAIN if not any(_holds(name, value, c) for name, value in named[1:]))
    name, value = named[0]
    if name == "RANGE":
        return chr(value[0])
    return _CLASSES[str(value)] if name == "CATEGORY" else chr(value)


def _holds(name: str, value: Any, character: str) -> bool:
    if name == "LITERAL":
        return ord(character) == int(value)
    if name == "RANGE":
        return bool(value[0] <= ord(character) <= value[1])
    classes = {"CATEGORY_DIGIT": r"\d", "CATEGORY_WORD": r"\w", "CATEGORY_SPACE": r"\s"}
    return bool(re.match(classes[str(value)], character))
