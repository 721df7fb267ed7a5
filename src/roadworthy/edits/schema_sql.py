"""The SQL of schema changes, forward and back, by dialect."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

from roadworthy.app import App, Table
from roadworthy.edits.edit import Migration
from roadworthy.errors import RepairRefused

POSTGRES, MYSQL, SQLITE = "postgres", "mysql", "sqlite"
# Postgres cuts longer names silently, after which two of them can be the same.
_LONGEST = 63
_RESERVED = {"user", "order", "group", "table", "column", "check", "default", "select", "where", "limit", "offset",
             "end", "from", "to", "references", "grant", "primary", "desc", "asc", "all", "and", "or", "not", "in",
             "is", "null", "as", "on", "using", "when", "case", "key", "index", "values", "range", "rank"}  # fmt: skip
_POSTGRES_PACKAGES = {"pg", "postgres", "@neondatabase/serverless", "@vercel/postgres", "psycopg", "psycopg2",
                      "psycopg2-binary", "asyncpg", "pg8000"}  # fmt: skip
_MYSQL_PACKAGES = {"mysql2", "mysql", "pymysql", "mysqlclient", "aiomysql", "@planetscale/database"}


def dialect(app: App) -> str:
    """The database an app runs on, by the drivers it declares; Postgres when both it and SQLite are there."""
    packages = {re.split(r"[\[<>=~! ]", name)[0].lower() for name, _ in app.deployment.packages}
    if packages & _POSTGRES_PACKAGES:
        return POSTGRES
    return MYSQL if packages & _MYSQL_PACKAGES else SQLITE


def identifier(name: str) -> str:
    """A name as SQL writes it, quoted only where it must be."""
    plain = re.fullmatch(r"[a-z_][a-z0-9_]*", name) and name not in _RESERVED
    return name if plain else '"' + name.replace('"', '""') + '"'


def constraint_name(*parts: str) -> str:
    """`orders_user_id_idx`, at most as long as Postgres keeps."""
    name = re.sub(r"\W+", "_", "_".join(parts).lower())
    return name if len(name) <= _LONGEST else name[: _LONGEST - 9] + f"_{_sum(name):08x}"


def _sum(name: str) -> int:
    return zlib.crc32(name.encode())


def index_migration(
    table: Table, columns: Sequence[str], name: str, *, unique: bool = False, concurrently: bool = False
) -> Migration:
    """An index over columns. `concurrently` keeps writes going while Postgres builds it; it cannot be part of a
    transaction, which the migration tool must allow for."""
    listed = ", ".join(identifier(column) for column in columns)
    kind = "UNIQUE INDEX" if unique else "INDEX"
    way = " CONCURRENTLY" if concurrently else ""
    before = [remove_repeats(table, columns)] if unique else []
    up = [*before, f"CREATE {kind}{way} {identifier(name)} ON {identifier(table.name)} ({listed})"]
    return Migration(f"add_{name}", ";\n".join(up), f"DROP INDEX{way} {identifier(name)}")


def unique_migration(app: App, table: Table, columns: Sequence[str], name: str) -> Migration:
    """A unique constraint over columns; a unique index in SQLite, which adds no constraint to a table."""
    if dialect(app) == SQLITE:
        return index_migration(table, columns, name, unique=True)
    alter = f"ALTER TABLE {identifier(table.name)}"
    listed = ", ".join(identifier(column) for column in columns)
    up = [remove_repeats(table, columns), f"{alter} ADD CONSTRAINT {identifier(name)} UNIQUE ({listed})"]
    return Migration(f"add_{name}", ";\n".join(up), f"{alter} DROP CONSTRAINT {identifier(name)}")


def remove_repeats(table: Table, columns: Sequence[str]) -> str:
    """Deletes all but the first of the rows that agree in these columns, without which the key cannot be made."""
    key = table.primary_key[0] if len(table.primary_key) == 1 else ""
    same = " AND ".join(f"later.{identifier(c)} = kept.{identifier(c)}" for c in columns)
    order = f"later.{identifier(key)} > kept.{identifier(key)}" if key else "later.ctid > kept.ctid"
    named = identifier(table.name)
    return (
        f"DELETE FROM {named} AS later WHERE EXISTS (SELECT 1 FROM {named} AS kept WHERE {same} AND {order})"
    )


def check_migration(app: App, table: Table, expression: str, name: str) -> Migration:
    """A rule for every new row. Postgres holds rows that are there already to it only once they are validated,
    so that the migration neither fails on old rows nor blocks while it reads them. Raises RepairRefused for
    SQLite with migrations, which would have to copy the table."""
    database = dialect(app)
    if database == SQLITE and app.deployment.migrations:
        raise RepairRefused("SQLite takes a new check only with a copy of the table", where=table.name)
    alter = f"ALTER TABLE {identifier(table.name)}"
    later = " NOT VALID" if database == POSTGRES else ""
    return Migration(
        f"add_{name}",
        f"{alter} ADD CONSTRAINT {identifier(name)} CHECK ({expression}){later}",
        f"{alter} DROP CONSTRAINT {identifier(name)}",
    )


def foreign_key(name: str, column: str, target: str, key: str, on_delete: str) -> str:
    """The part of an ALTER TABLE that ties new rows to those of another table; `on_delete` is cascade, set null or ''."""
    action = f" ON DELETE {on_delete.upper()}" if on_delete else ""
    return (
        f"ADD CONSTRAINT {identifier(name)} FOREIGN KEY ({identifier(column)}) "
        f"REFERENCES {identifier(target)} ({identifier(key)}){action} NOT VALID"
    )


def type_migration(table: Table, column: str, before: str, after: str) -> Migration:
    """Another type for a column, its values converted."""
    alter, named = (
        f"ALTER TABLE {identifier(table.name)} ALTER COLUMN {identifier(column)}",
        identifier(column),
    )
    return Migration(
        f"change_{table.name}_{column}_to_{after.split('(')[0]}",
        f"{alter} TYPE {after} USING {named}::{after}",
        f"{alter} TYPE {before} USING {named}::{before}",
    )
