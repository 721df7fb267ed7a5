"""The rows of a running app's database as SQL statements that put them into another one of the same schema."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from roadworthy.app import App
from roadworthy.trial import Database

# What a migration tool keeps for itself, and sessions, which a sign-in makes anew.
_OWN = ("alembic_version", "django_migrations", "_prisma_migrations", "knex_migrations", "SequelizeMeta")
_SESSIONS = ("session", "sessions", "django_session", "user_sessions")


def fixture_of(app: App, database: Database, most: int) -> tuple[str, ...] | None:
    """Statements that may be run again: a row that is there already gets these values. None when there are more than
    `most` rows, or a test cannot put them there."""
    if not database.tests_can_be_written:
        return None
    tables = [
        table
        for table in _in_order(app, database.tables())
        if table.split(".")[-1] not in (*_OWN, *_SESSIONS)
    ]
    if sum(database.count(table) for table in tables) > most:
        return None
    statements: list[str] = []
    for table in tables:
        statements += _rows(app, database, table)
    return (*statements, *_counters(database, tables))


def _in_order(app: App, names: Sequence[str]) -> list[str]:
    """Tables after those that they refer to; where they refer to each other, as listed."""
    before = {name: _referred(app, name) & set(names) - {name} for name in names}
    ordered: list[str] = []
    while left := [name for name in names if name not in ordered]:
        ready = [name for name in left if before[name] <= set(ordered)]
        ordered += ready or left[:1]
    return ordered


def _referred(app: App, name: str) -> set[str]:
    table = app.table(name)
    columns = table.columns if table is not None else ()
    return {column.references.table for column in columns if column.references is not None}


def _rows(app: App, database: Database, table: str) -> list[str]:
    columns = [column.name for column in database.columns(table) if not column.generated]
    known = app.table(table)
    key = [name for name in (known.primary_key if known is not None else ()) if name in columns]
    quoted, names = database.quoted(table), ", ".join(f'"{name}"' for name in columns)
    rows = _values(database, quoted, columns)
    return [f"INSERT INTO {quoted} ({names}) {rows} {_again(key, columns)}"] if rows else []


def _again(key: Sequence[str], columns: Sequence[str]) -> str:
    if not key:
        return "ON CONFLICT DO NOTHING"
    named = ", ".join(f'"{name}"' for name in key)
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in columns if name not in key)
    return f"ON CONFLICT ({named}) DO " + (f"UPDATE SET {changes}" if changes else "NOTHING")


def _values(database: Database, quoted: str, columns: Sequence[str]) -> str:
    """The rows as the part of an INSERT after its columns, '' for none. Postgres itself writes and reads its types as JSON."""
    names = ", ".join(f'"{name}"' for name in columns)
    if database.kind != "postgres":
        parts = " || ', ' || ".join(f'quote("{name}")' for name in columns)
        lines = [row["line"] for row in database.query(f"SELECT {parts} AS line FROM {quoted}")]
        return f"VALUES ({'), ('.join(lines)})" if lines else ""
    rows = database.query(f"SELECT row_to_json(kept)::text AS line FROM {quoted} AS kept")
    listed = _text(f"[{', '.join(row['line'] for row in rows)}]")
    record = f"json_populate_recordset(null::{quoted}, {listed})"
    return f"OVERRIDING SYSTEM VALUE SELECT {names} FROM {record}" if rows else ""


def _counters(database: Database, tables: Sequence[str]) -> list[str]:
    """Rows with keys of their own leave a serial column's counter behind: it goes on after the largest."""
    if database.kind != "postgres":
        return []
    found = []
    for table in tables:
        quoted = database.quoted(table)
        for column in database.columns(table) if database.count(table) else ():
            if "nextval" in (column.default or ""):
                counter = f"pg_get_serial_sequence({_text(quoted)}, {_text(column.name)})"
                found.append(f'SELECT setval({counter}, max("{column.name}")) FROM {quoted}')
    return found


def _text(value: Any) -> str:
    shown = value if isinstance(value, str) else json.dumps(value)
    return "'" + shown.replace("'", "''") + "'"
