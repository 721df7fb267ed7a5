"""Whether a chain of SQL migrations can be replayed on an empty database, told from the tables it speaks of."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.regex import regex

_NAME = r'(?:"?public"?\s*\.\s*)?"?([A-Za-z_]\w*)(?!\w)"?(?!\s*\.)'
_MADE = regex(rf"^\s*CREATE\s+(?:UNLOGGED\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?{_NAME}", re.I)
_VIEW = regex(
    rf"^\s*CREATE\s+(?:OR\s+REPLACE\s+)?(?:MATERIALIZED\s+)?VIEW\s+(?:IF\s+NOT\s+EXISTS\s+)?{_NAME}", re.I
)
_NEEDS = (
    regex(rf"^\s*ALTER\s+TABLE\s+(?:ONLY\s+)?{_NAME}", re.I),
    regex(
        rf"^\s*CREATE\s+(?:UNIQUE\s+)?INDEX\s+(?:CONCURRENTLY\s+)?(?:IF\s+NOT\s+EXISTS\s+)?[\w\"]*\s*ON\s+(?:ONLY\s+)?{_NAME}",
        re.I,
    ),
    regex(rf"^\s*CREATE\s+POLICY\s+(?:\"[^\"]*\"|\w+)\s+ON\s+{_NAME}", re.I),
)
_IMPOSSIBLE = regex(r"^\s*CREATE\s+POLICY\s+IF\s+NOT\s+EXISTS", re.I)
_VERSION = regex(r"^\d{4,}")


class Break(Struct, frozen=True):
    """Where a replay stops, and why."""

    location: Location
    why: str


def broken_replay(app: App) -> tuple[Break, ...]:
    """Each place where replaying the migrations of Supabase in the order of their names would stop."""
    return app.view(_broken)


def _broken(app: App) -> tuple[Break, ...]:
    paths = sorted(
        (f.path for f in app.repository.files if re.search(r"(^|/)supabase/migrations/[^/]+\.sql$", f.path)),
        key=posixpath.basename,
    )
    found = [
        Break(Location(p, 1, 1), "its name has no version, so the tool passes it over")
        for p in paths
        if not _VERSION.match(posixpath.basename(p))
    ]
    known: set[str] = set()
    for path in paths:
        if _VERSION.match(posixpath.basename(path)):
            found += _breaks(path, app.text(path), known)
    return tuple(found)


def _breaks(path: str, text: str, known: set[str]) -> Iterable[Break]:
    for line, statement in statements(text):
        made = _MADE.match(statement) or _VIEW.match(statement)
        if made:
            known.add(made.group(1).lower())
        if _IMPOSSIBLE.match(statement):
            yield Break(Location(path, line, line), "PostgreSQL knows no CREATE POLICY IF NOT EXISTS")
        for pattern in _NEEDS:
            match = pattern.match(statement)
            softly = match and re.match(r"\s*ALTER\s+TABLE\s+IF\s+EXISTS", statement, re.I)
            if (
                match
                and not softly
                and match.group(1).lower() not in known
                and match.group(1).lower() != "if"
            ):
                yield Break(
                    Location(path, line, line), f"no migration before it makes the table {match.group(1)}"
                )


def statements(text: str) -> Iterator[tuple[int, str]]:
    """The statements of a script with the line each begins on; what stands between dollars or quotes is passed over."""
    position, start = 0, 0
    skip = re.compile(r"\$(\w*)\$.*?\$\1\$|'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", re.S)
    kept: list[str] = []
    for match in skip.finditer(text):
        kept += [
            text[position : match.start()],
            "\n" * match.group(0).count("\n")
            if match.group(0)[0] in "-/"
            else "''" + "\n" * match.group(0).count("\n"),
        ]
        position = match.end()
    clean = "".join([*kept, text[position:]])
    for part in clean.split(";"):
        leading = len(part) - len(part.lstrip())
        yield clean.count("\n", 0, start + leading) + 1, part.strip()
        start += len(part) + 1
