"""Which SQL files say what the schema is, and in which order they were run."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable

from roadworthy.regex import regex

_SUPABASE = regex(r"(^|/)supabase/")
_MIGRATION = regex(r"(^|/)supabase/migrations/[^/]+\.sql$")
# What takes a change back, fills in rows, looks at the schema or belongs to another kind of database.
_NOT_SCHEMA = regex(
    r"(^|[/._-])(down|rollback|revert|undo)([._-]|$)|(^|/)(clickhouse|bigquery|snowflake|node_modules|tests?|__tests__|examples?"
    r"|fixtures|backups?)/|(^|/)(test|verify|check|debug|diagnose)[_-][^/]*\.sql$",
    re.I,
)
_NUMBER = regex(r"\d+")


def sql_files(paths: Iterable[str], *, supabase_only: bool = False) -> tuple[str, ...]:
    """The files in the order in which they were run: a schema's own dump, then Supabase's migrations in the order of their
    names, then everything else, numbered files by their numbers. With `supabase_only` those of a `supabase` folder."""
    chosen = [path for path in paths if path.endswith(".sql") and not _NOT_SCHEMA.search(path)]
    if supabase_only:
        chosen = [path for path in chosen if _SUPABASE.search(path)]
    return tuple(sorted(chosen, key=_order))


def is_supabase(path: str) -> bool:
    """Whether a file lies in a Supabase project's folder."""
    return bool(_SUPABASE.search(path))


def _order(path: str) -> tuple[int, str, int, str]:
    name = posixpath.basename(path)
    if _MIGRATION.search(path):
        return (1, posixpath.dirname(path), 0, name)
    number = _NUMBER.match(name)
    first = 0 if re.fullmatch(r"(schema|init|structure|database|tables?)\.sql", name, re.I) else 2
    return (first, posixpath.dirname(path), int(number.group()) if number else 0, name)
