"""Indexes for text within text: trigrams of Postgres, in the schema and as a migration of the app's own tool."""

from __future__ import annotations

import msgspec

from roadworthy.app import App, Table
from roadworthy.edits import schema_sql
from roadworthy.edits.edit import Change, Migration
from roadworthy.edits.schema_sql import constraint_name, identifier
from roadworthy.edits.table_edits import add_index
from roadworthy.errors import RepairRefused


def add_text_index(app: App, table: Table, column: str) -> tuple[list[Change], Migration]:
    """A GIN index with `gin_trgm_ops`, which answers `LIKE '%q%'` and `ILIKE '%q%'` as they are.

    Raises RepairRefused for other databases, for an app that has no migrations (nothing else makes the extension), and
    where the declaration cannot be added to.
    """
    if schema_sql.dialect(app) != schema_sql.POSTGRES:
        raise RepairRefused("the database is not Postgres", where=table.name)
    if table.library == "django":
        # `icontains` compares UPPER(column), and an index on the column itself would never be asked.
        raise RepairRefused("Django searches the column folded to one case", where=table.name)
    if not app.deployment.migrations:
        raise RepairRefused("the schema is pushed, and that makes no extension", where=table.name)
    held = table.column(column)
    if held is None:
        raise RepairRefused(f"table {table.name} has no column {column}", where=str(table.location))
    name = constraint_name(
        "ix" if table.library == "sqlalchemy" else table.name, *_named(table, column), "trgm"
    )
    changes, plain = add_index(app, table, [column], name)
    return [_of_text(change, name, column, held.field) for change in changes], _migration(
        table, column, name, plain
    )


def _named(table: Table, column: str) -> list[str]:
    return [table.name, column] if table.library == "sqlalchemy" else [column]


def _of_text(change: Change, name: str, column: str, field: str) -> Change:
    """The ordinary index as it is written, made one for text."""
    text = change.text
    for quote in ('"', "'"):
        plain = f"Index({quote}{name}{quote}, {quote}{column}{quote})"
        ways = f"{quote}{name}{quote}, {quote}{column}{quote}, postgresql_using={quote}gin{quote}"
        text = text.replace(
            plain, f"Index({ways}, postgresql_ops={{{quote}{column}{quote}: {quote}gin_trgm_ops{quote}}})"
        )
        opening = f"index({quote}{name}{quote}).on("
        start = text.find(opening)
        if start >= 0:
            end = text.index(")", start + len(opening))
            named = text[start + len(opening) : end]
            way = f"index({quote}{name}{quote}).using({quote}gin{quote}, {named}.op({quote}gin_trgm_ops{quote}))"
            text = text[:start] + way + text[end + 1 :]
    return msgspec.structs.replace(change, text=text)


def _migration(table: Table, column: str, name: str, plain: Migration) -> Migration:
    way = " CONCURRENTLY" if "CONCURRENTLY" in plain.up else ""
    index = f"CREATE INDEX{way} {identifier(name)} ON {identifier(table.name)}"
    up = f"CREATE EXTENSION IF NOT EXISTS pg_trgm;\n{index} USING gin ({identifier(column)} gin_trgm_ops)"
    return Migration(plain.name, up, plain.down)
