"""Which SQL files of a repository make its tables, and in which order, where no tool of the app says so."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable
from pathlib import Path

from roadworthy.regex import Regex, regex
from roadworthy.trial.working_copy import left_out

MOST_FILES = 500
_MIGRATIONS = (
    "supabase/migrations",
    "migrations",
    "drizzle",
    "db/migrations",
    "database/migrations",
)
_PLACES = (".", "db", "database", "sql", "server", "server/db", "src/db")
_NAMES = (
    "schema.sql",
    "init.sql",
    "database.sql",
    "db.sql",
    "migrations.sql",
    "migration.sql",
    "setup.sql",
    "tables.sql",
)
_DOWN = regex(r"down\.sql$")
# What takes a change back, looks at the schema or belongs to another kind of database.
_NOT_SCHEMA = regex(
    r"(^|[/._-])(down|rollback|revert|undo)([._-]|$)|(^|/)(clickhouse|bigquery|snowflake|node_modules|tests?|__tests__"
    r"|examples?|fixtures|backups?)/|(^|/)(test|verify|check|debug|diagnose)[_-][^/]*\.sql$|seed[^/]*\.sql$",
    re.I,
)
_WHOLE = regex(r"(schema|init|structure|database|tables?)\.sql", re.I)
_NAME = r"(?:\"?public\"?\.)?\"?(\w+)\"?"
_CREATED = regex(rf"\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?{_NAME}", re.I)
_NEEDED = regex(rf"\b(?:alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?|references\s+){_NAME}", re.I)


def schema_files(folder: Path, root: Path) -> tuple[str, ...]:
    """The files that make the schema of the app in `folder`, in order, relative to it: its migrations after what they
    build on, else the one file with a usual name, else, there or anywhere in the repository, the folder that makes the
    most tables."""
    for place in _MIGRATIONS:
        files = sorted(file for file in (folder / place).glob("*.sql") if not _DOWN.search(file.name))
        if files:
            own = tuple(file.relative_to(folder).as_posix() for file in files)
            return with_what_they_change(folder, own)
    named = [folder / place / name for place in _PLACES for name in _NAMES]
    found = next((file for file in named if file.is_file()), None)
    if found is not None:
        return (found.relative_to(folder).as_posix(),)
    chosen = _richest(folder) or (_richest(root) if root != folder else [])
    return tuple(Path(os.path.relpath(file, folder)).as_posix() for file in chosen)


def _richest(folder: Path) -> list[Path]:
    by_place: dict[Path, list[Path]] = {}
    for path in loose_files(folder):
        by_place.setdefault((folder / path).parent, []).append(folder / path)
    tables = {place: len(_named(_CREATED, files)) for place, files in by_place.items()}
    best = max(tables, key=lambda place: tables[place], default=None)
    return by_place[best] if best is not None and tables[best] else []


def loose_files(root: Path) -> tuple[str, ...]:
    """All SQL files that may belong to a schema, relative to `root`: a whole schema first, then by folder and number."""
    found = [one.relative_to(root).as_posix() for one in _sql_files(root)]
    return tuple(sorted((path for path in found if not _NOT_SCHEMA.search(path)), key=_order)[:MOST_FILES])


def with_what_they_change(root: Path, migrations: tuple[str, ...]) -> tuple[str, ...]:
    """Migrations, after the loose files of the folders that make tables which they change or refer to and do not make:
    those were run by hand before the project had migrations."""
    own = [root / path for path in migrations]
    wanted = _named(_NEEDED, own) - _named(_CREATED, own)
    if not wanted:
        return migrations
    others = [path for path in loose_files(root) if path not in migrations]
    makers = {posixpath.dirname(path) for path in others if wanted & _named(_CREATED, [root / path])}
    return (*(path for path in others if posixpath.dirname(path) in makers), *migrations)


def _named(pattern: Regex[str], files: Iterable[Path]) -> set[str]:
    texts = (file.read_text(encoding="utf-8-sig", errors="replace") for file in files)
    return {name.lower() for text in texts for name in pattern.findall(text)}


def _sql_files(folder: Path, depth: int = 4) -> list[Path]:
    found: list[Path] = []
    try:
        entries = sorted(folder.iterdir())
    except PermissionError:
        return found
    for entry in entries:
        if entry.is_symlink():
            continue
        if entry.is_dir() and depth and not (entry.name == "dist" or left_out(entry.name)):
            found += _sql_files(entry, depth - 1)
        elif entry.suffix == ".sql" and entry.is_file():
            found.append(entry)
    return found


def _order(path: str) -> tuple[int, str, int, str]:
    name = posixpath.basename(path)
    number = re.match(r"\d+", name)
    return (
        0 if _WHOLE.fullmatch(name) else 1,
        posixpath.dirname(path),
        int(number[0]) if number else 0,
        name,
    )
