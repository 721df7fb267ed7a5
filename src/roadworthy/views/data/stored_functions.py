"""Functions that live in the database, as the migrations leave them at last."""

from __future__ import annotations

import posixpath
import re

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.regex import regex

_MADE = regex(
    r"CREATE\s+(?:OR\s+REPLACE\s+)?(?:FUNCTION|PROCEDURE)\s+(?:\"?public\"?\.)?\"?(\w+)\"?\s*\((.*?)\bAS\s+(\$\w*\$)(.*?)\3",
    re.I | re.S,
)
_DROPPED = regex(r"DROP\s+(?:FUNCTION|PROCEDURE)\s+(?:IF\s+EXISTS\s+)?(?:\"?public\"?\.)?\"?(\w+)\"?", re.I)

DELETES = regex(r"\bDELETE\s+FROM\s+(?:public\.)?\"?(\w+)\"?(?:\s+(?:AS\s+)?\w+)?\s*(WHERE\b[^;]*)?", re.I)
"""A deletion in a body: its table and its condition."""


class StoredFunction(Struct, frozen=True):
    """`body` is what stands between its dollars; `trigger` when the database calls it by itself."""

    name: str
    body: str
    location: Location
    trigger: bool = False


def stored_functions(app: App) -> tuple[StoredFunction, ...]:
    """Each function with its last body."""
    return app.view(_stored)


def deleted_by(function: StoredFunction) -> list[str]:
    """The tables whose rows a function deletes."""
    return [match.group(1) for match in DELETES.finditer(function.body)]


def _stored(app: App) -> tuple[StoredFunction, ...]:
    found: dict[str, StoredFunction] = {}
    paths = [
        file.path
        for file in app.repository.files
        if file.language == "sql" and "CREATE" in app.text(file.path).upper()
    ]
    for path in sorted(paths, key=posixpath.basename):
        text = app.text(path)
        events = [*_MADE.finditer(text), *_DROPPED.finditer(text)]
        for match in sorted(events, key=lambda one: one.start()):
            if match.re.pattern == _DROPPED.pattern:
                found.pop(match.group(1), None)
                continue
            line = text.count("\n", 0, match.start()) + 1
            place = Location(path, line, line + match.group(0).count("\n"))
            trigger = bool(re.search(r"RETURNS\s+trigger", match.group(2), re.I))
            found[match.group(1)] = StoredFunction(match.group(1), match.group(4), place, trigger)
    return tuple(found.values())
