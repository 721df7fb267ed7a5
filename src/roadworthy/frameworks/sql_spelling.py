"""The text of a statement as far as the code writes it out, also where it puts it together piece by piece:
`sets.push(`name = $${values.length}`)`, `if (status) sql += " AND status = ?"`.

A place for a bound value that is counted out (`$${index}`) is written `:rw_next`; one that stands in a piece that is there only
sometimes, `:rw_maybe`.
"""

from __future__ import annotations

import re

from roadworthy.interpret import Choice, Constant, Derived, ListValue, Unknown, Value
from roadworthy.regex import regex

NEXT, MAYBE = ":rw_next", ":rw_maybe"
_STATEMENT = regex(r"\s*(select|insert|update|delete|with)\b", re.I)
_PLACES = regex(r"\?(?!\?)|:rw_next\b")


def spelled(value: Value | None) -> tuple[str, list[Value]]:
    """A text as far as it is written out, `rw_spliced` for the rest, and the values put into it."""
    if isinstance(value, Constant):
        return str(value.value or ""), []
    if isinstance(value, Derived) and value.operation in ("template", "+", "concat", "trim"):
        return _put_together(value.operands)
    if isinstance(value, Derived) and value.operation == "join":
        joined = _joined(value)
        if joined is not None:
            return joined, []
    if value is None:
        return "", []
    options = value.inputs() if type(value).__name__ in ("Choice", "Logical") else ()
    texts = [spelled(option) for option in options]
    if texts and not texts[0][1]:
        begun, written = texts[0][0], [text for text, held in texts[1:] if not held]
        if len(written) == len(texts) - 1 or _STATEMENT.match(begun):
            # One of several texts that are written out (a direction, a column of a list): nobody else decides them.
            return _with_more(begun, written), [one for _, held in texts for one in held]
    return " rw_spliced ", [value]


def _put_together(parts: tuple[Value, ...]) -> tuple[str, list[Value]]:
    text, held = "", list[Value]()
    for part in parts:
        if text.endswith("$") and _is_counted(part):
            text = text[:-1] + NEXT
            continue
        more, further = spelled(part)
        text, held = text + more, held + further
    return text, held


def _is_counted(value: Value, depth: int = 0) -> bool:
    """Whether a number is the code's own count: `index`, `values.length`, `i + 2`."""
    if isinstance(value, Constant):
        return isinstance(value.value, int) and not isinstance(value.value, bool)
    if isinstance(value, Derived) and value.operation == "count":
        return True
    if depth > 6 or not isinstance(value, (Derived, Choice)):
        return isinstance(value, Unknown)
    if isinstance(value, Derived) and value.operation == ".length":
        return True
    known = isinstance(value, Choice) or value.operation in ("+", "-")
    return known and all(_is_counted(one, depth + 1) for one in value.inputs())


def _with_more(begun: str, others: list[str]) -> str:
    """A statement with the pieces that are added to it sometimes, where they hold bound values."""
    text = begun
    for other in others:
        more = other[len(begun) :] if begun and other.startswith(begun) else ""
        if _STATEMENT.match(begun) and _PLACES.search(more):
            text += _PLACES.sub(MAYBE, more)
    return text


def _joined(value: Derived) -> str | None:
    """`conditions.join(" AND ")`, of which some may not be there; None where one is not written out."""
    listed = value.operands[0] if value.operands else None
    between = value.operands[1] if len(value.operands) > 1 else Constant(",")
    if not isinstance(listed, ListValue) or not isinstance(between, Constant):
        return None
    sometimes = (
        listed.rest.values() if isinstance(listed.rest, Choice) else [listed.rest] if listed.rest else []
    )
    certain, maybe = [spelled(one) for one in listed.items], [spelled(one) for one in sometimes]
    if any(held for _, held in (*certain, *maybe)):
        return None
    texts = [text for text, _ in certain] + [_PLACES.sub(MAYBE, text) for text, _ in maybe]
    return str(between.value).join(texts)
