"""Migrations that add a column which every row must have and no row can: they stop where the table has rows.

The same is squawk's rule `adding-required-field`. MySQL, whose names stand in backticks, puts an empty value in and does not stop.
"""

from __future__ import annotations

import re

from roadworthy.regex import regex
from roadworthy.views.data.replay import statements

_TABLE = regex(
    r"^ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?(?:\"?\w+\"?\s*\.\s*)?\"?(\w+)\"?\s+(ADD\b.*)$",
    re.I | re.S,
)
_ADDED = regex(r"^ADD\s+(?:COLUMN\s+)?(?:IF\s+NOT\s+EXISTS\s+)?\"?(\w+)\"?\s+(.*)$", re.I | re.S)
_IN_BRACKETS = regex(r"\([^()]*\)")
_FILLED = regex(r"\b(DEFAULT|GENERATED|IDENTITY|(small|big)?serial)\b", re.I)
_NO_COLUMN = regex(r"CONSTRAINT|PRIMARY|UNIQUE|FOREIGN|CHECK|EXCLUDE|INDEX|KEY", re.I)


def required_column(text: str) -> tuple[int, str]:
    """Line and `table.column` of the first column that a migration adds so to a table it does not make or empty itself; (0, '') for none."""
    made: set[str] = set()
    for line, statement in statements(text):
        emptied = re.match(
            r"(?:CREATE\s+TABLE|TRUNCATE|DELETE\s+FROM)\b[^(]*?\"?(\w+)\"?\s*(\(|$)", statement, re.I
        )
        if emptied:
            made.add(emptied.group(1).lower())
        altered = _TABLE.match(statement)
        if altered and altered.group(1).lower() not in made:
            for part in _flat(altered.group(2)).split(","):
                added = _ADDED.match(part.strip())
                if added and not _NO_COLUMN.fullmatch(added.group(1)) and _is_required(added.group(2)):
                    return line, f"{altered.group(1)}.{added.group(1)}"
    return 0, ""


def _flat(text: str) -> str:
    """A list whose parts hold no commas of their own."""
    while (shorter := _IN_BRACKETS.sub(" ", text)) != text:
        text = shorter
    return text


def _is_required(definition: str) -> bool:
    return re.search(r"\bNOT\s+NULL\b", definition, re.I) is not None and not _FILLED.search(definition)
