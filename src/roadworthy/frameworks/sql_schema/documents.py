"""The tables that a document tells everybody to make: `CREATE TABLE` in a README or in a text file beside the app."""

from __future__ import annotations

import re

from roadworthy.regex import regex

_DOCUMENT = regex(
    r"(^|/)(readme|database|db|schema|setup|install\w*|tables?|models?)[\w.-]*\.(md|txt)$", re.I
)
_COPIED = regex(r"(^|/)(node_modules|vendor|\.git)/")
_CREATED = regex(r"^[ \t>]*CREATE\s+TABLE\b[^;`]*\)[^;`]*?(;|(?=\n\s*\n)|(?=```)|\Z)", re.I | re.M)


def is_document(path: str) -> bool:
    """Whether people look into a file to see how the database is set up."""
    return _DOCUMENT.search(path) is not None and _COPIED.search(path) is None


def tables_told(text: str) -> str:
    """The statements that make tables, each at its place; everything else is blank."""
    kept: list[str] = []
    end = 0
    for match in _CREATED.finditer(text):
        kept += [_blank(text[end : match.start()]), match.group().replace(">", " ")]
        kept += [] if match.group().rstrip().endswith(";") else [";"]
        end = match.end()
    return "".join(kept)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
