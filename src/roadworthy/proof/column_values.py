"""What can stand in a column, by its type."""

from __future__ import annotations

import re
from typing import Any

from roadworthy.regex import regex

# The beginning of a type's name, and the form of what it takes when that is written as text.
_FORMS = (
    (regex(r"date|timestamp"), regex(r"\d{4}-\d{2}-\d{2}|now|today")),
    (
        regex(r"(small|big)?(int|serial)|integer|numeric|decimal|real|double"),
        regex(r"[+-]?\d+(\.\d*)?$"),
    ),
    (regex(r"uuid"), regex(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.IGNORECASE)),
)

_TEXT = ("text", "varchar", "char", "string", "character varying")


def is_text(kind: str) -> bool:
    """Whether a column of a type holds text, however long it may be."""
    return kind.split("(")[0] in _TEXT


def takes(kind: str, value: Any) -> bool:
    """Whether a column of a type takes a value: a pattern for dates (`yyyy-MM-dd`) is a constant of the code and no date."""
    if not isinstance(value, str):
        return True
    form = next((form for name, form in _FORMS if name.match(kind.lower())), None)
    return form is None or form.match(value) is not None
