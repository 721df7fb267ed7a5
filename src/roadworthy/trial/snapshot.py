"""The rows of a PostgreSQL database, remembered and put back while the app stays connected."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import psycopg

from roadworthy.errors import AppError

Connection = psycopg.Connection[dict[str, Any]]
_OWN = "n.nspname NOT IN ('pg_catalog', 'information_schema', 'roadworthy') AND n.nspname NOT LIKE 'pg\\_%'"
_TABLES = f"""
SELECT format('%I.%I', n.nspname, c.relname) AS name,
       coalesce(string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum)
                FILTER (WHERE a.attgenerated = ''), '') AS columns
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind = 'r' AND {_OWN} GROUP BY 1 ORDER BY 1"""
_SEQUENCES = f"""
SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'S' AND {_OWN} ORDER BY 1"""
_FINGERPRINT = f"""
SELECT md5(string_agg(part, E'\\n' ORDER BY part)) AS mark FROM (
  SELECT format('%s %s %s %s %s', c.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                pg_get_expr(d.adbin, d.adrelid)) AS part
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE c.relkind IN ('r', 'v', 'm', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND {_OWN}
  UNION ALL SELECT format('%s %s %s', r.conrelid::regclass, r.conname, pg_get_constraintdef(r.oid))
  FROM pg_constraint r JOIN pg_namespace n ON n.oid = r.connamespace WHERE {_OWN}
  UNION ALL SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {_OWN}
  UNION ALL SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t WHERE NOT t.tgisinternal
  UNION ALL SELECT format('%s %s %s', p.polrelid::regclass, p.polname, pg_get_expr(p.polqual, p.polrelid))
  FROM pg_policy p
) parts"""
# Transactions that hold locks the restore needs are left-overs of a request that never ended.
_CUT_BLOCKERS = """
SELECT count(pg_terminate_backend(pid)) AS cut FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename <> current_user AND xact_start IS NOT NULL"""


class Snapshot(msgspec.Struct, frozen=True):
    """`tables`: name -> (its columns, file of its rows in COPY's binary form); `sequences`: name -> (value, called)."""

    fingerprint: str
    tables: dict[str, tuple[str, Path]]
    sequences: dict[str, tuple[int, bool]]
    schema: str


def take_snapshot(connection: Connection, folder: Path, dump_schema: Callable[[], str]) -> Snapshot:
    folder.mkdir(parents=True, exist_ok=True)
    tables: dict[str, tuple[str, Path]] = {}
    sequences: dict[str, tuple[int, bool]] = {}
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        mark = _fingerprint(connection)
        for number, row in enumerate(connection.execute(_TABLES).fetchall()):
            file = folder / f"{number}.rows"
            _copy_out(connection, f"COPY {row['name']} ({row['columns']}) TO STDOUT (FORMAT binary)", file)
            tables[row["name"]] = (row["columns"], file)
        for row in connection.execute(_SEQUENCES).fetchall():
            state = connection.execute(f"SELECT last_value, is_called FROM {row['name']}").fetchall()[0]
            sequences[row["name"]] = (state["last_value"], state["is_called"])
    return Snapshot(mark, tables, sequences, dump_schema())


def _copy_out(connection: Connection, statement: str, file: Path) -> None:
    with file.open("wb") as output, connection.cursor() as cursor, cursor.copy(statement) as rows:
        for data in rows:
            output.write(data)


def _fingerprint(connection: Connection) -> str:
    return str(connection.execute(_FINGERPRINT).fetchall()[0]["mark"])


def same_schema(connection: Connection, snapshot: Snapshot) -> bool:
    return _fingerprint(connection) == snapshot.fingerprint


def restore_rows(connection: Connection, snapshot: Snapshot, patience: float = 10.0) -> bool:
    """Replace all rows in one transaction; returns whether connections that held locks were cut for it. Raises AppError when the app
    keeps tables locked for `patience` seconds."""
    deadline, cut = time.monotonic() + patience, 0
    while True:
        try:
            _replace_rows(connection, snapshot)
        except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected) as error:
            if time.monotonic() > deadline:
                raise AppError("the app keeps tables locked", where="reset") from error
            cut += int(connection.execute(_CUT_BLOCKERS).fetchall()[0]["cut"])
        else:
            return cut > 0


def _replace_rows(connection: Connection, snapshot: Snapshot) -> None:
    with connection.transaction():
        # Triggers and foreign keys rest: the rows were consistent when they were taken.
        connection.execute("SET LOCAL session_replication_role = replica")
        connection.execute("SET LOCAL lock_timeout = '400ms'")
        if snapshot.tables:
            connection.execute(f"TRUNCATE {', '.join(snapshot.tables)}")
        for name, (columns, file) in snapshot.tables.items():
            _copy_in(connection, f"COPY {name} ({columns}) FROM STDIN (FORMAT binary)", file)
        for name, (value, called) in snapshot.sequences.items():
            connection.execute("SELECT setval(%s, %s, %s)", (name, value, called))


def _copy_in(connection: Connection, statement: str, file: Path) -> None:
    # An empty table's file is COPY's header (19 bytes) and trailer (2 bytes).
    if file.stat().st_size <= 21:
        return
    with contextlib.ExitStack() as stack:
        source = stack.enter_context(file.open("rb"))
        cursor = stack.enter_context(connection.cursor())
        rows = stack.enter_context(cursor.copy(statement))
        while data := source.read(1 << 20):
            rows.write(data)
