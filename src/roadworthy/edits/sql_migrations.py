"""Changes of tables that only SQL migrations declare: a further migration, as the Supabase CLI applies it."""

from __future__ import annotations

from collections.abc import Sequence

from roadworthy.app import Table
from roadworthy.edits import schema_sql
from roadworthy.edits.edit import Migration
from roadworthy.regex import regex

_MIGRATED = regex(r"(^|/)supabase/migrations/\d[^/]*\.sql$")


def is_migrated(table: Table) -> bool:
    """Whether a table is declared by the numbered migrations of a Supabase project, whose database is PostgreSQL."""
    return table.library == "sql" and not table.partial and bool(_MIGRATED.search(table.location.path))


def add_index(table: Table, columns: Sequence[str], name: str = "") -> Migration:
    """An index over columns. The CLI sends a migration's statements together, where Postgres builds none CONCURRENTLY."""
    name = name or schema_sql.constraint_name(table.name, *columns, "idx")
    return schema_sql.index_migration(table, columns, name)


def add_unique(table: Table, columns: Sequence[str], name: str = "") -> Migration:
    """A unique key over columns; rows that repeat an earlier one are deleted first."""
    name = name or schema_sql.constraint_name(table.name, *columns, "key")
    alter, listed = _alter(table), ", ".join(schema_sql.identifier(column) for column in columns)
    add = f"{alter} ADD CONSTRAINT {schema_sql.identifier(name)} UNIQUE ({listed})"
    return _constraint(table, name, f"{schema_sql.remove_repeats(table, columns)};\n{add}")


def add_check(table: Table, expression: str, name: str) -> Migration:
    """A rule for every new row; rows that are there already are held to it once it is validated."""
    add = f"ADD CONSTRAINT {schema_sql.identifier(name)} CHECK ({expression}) NOT VALID"
    return _constraint(table, name, f"{_alter(table)} {add}")


def add_reference(table: Table, column: str, target: str, key: str, on_delete: str = "") -> Migration:
    """A foreign key for every new row; `on_delete` is cascade, set null or ''."""
    name = schema_sql.constraint_name(table.name, column, "fkey")
    add = schema_sql.foreign_key(name, column, target, key, on_delete)
    return _constraint(table, name, f"{_alter(table)} {add}")


def _alter(table: Table) -> str:
    return f"ALTER TABLE {schema_sql.identifier(table.name)}"


def _constraint(table: Table, name: str, up: str) -> Migration:
    return Migration(f"add_{name}", up, f"{_alter(table)} DROP CONSTRAINT {schema_sql.identifier(name)}")
