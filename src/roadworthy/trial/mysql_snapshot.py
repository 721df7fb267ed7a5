"""The rows of a MySQL database, remembered in another database of the server and put back while the app stays connected."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import msgspec
import pymysql
from pymysql.connections import Connection

from roadworthy.regex import regex

_OBJECTS = """
SELECT table_name AS name, table_type AS kind, auto_increment AS counter FROM information_schema.tables
WHERE table_schema = database() ORDER BY table_type, table_name"""
_TRIGGERS = "SELECT trigger_name AS name FROM information_schema.triggers WHERE trigger_schema = database() ORDER BY 1"
_PLAIN_COLUMNS = """
SELECT column_name AS name FROM information_schema.columns
WHERE table_schema = database() AND table_name = %s AND coalesce(generation_expression, '') = '' ORDER BY ordinal_position"""
# Transactions that hold locks the restore needs are left-overs of a request that never ended.
_BLOCKERS = """
SELECT p.id AS id FROM information_schema.processlist p
WHERE p.user <> substring_index(user(), '@', 1) AND p.db = database()"""
_WAITED = frozenset({1205, 1213, 1099, 1100})
_COUNTER = regex(r" AUTO_INCREMENT=\d+")


class KeptTable(msgspec.Struct, frozen=True):
    """A table's columns that are not computed, where its rows are kept, and the next key that it makes itself."""

    name: str
    columns: str
    place: str
    counter: int | None


class Snapshot(msgspec.Struct, frozen=True):
    """`objects`: (kind, name, the statement that makes it), tables first."""

    objects: tuple[tuple[str, str, str], ...]
    tables: tuple[KeptTable, ...]


def _rows(connection: Connection, sql: str, params: Sequence[Any] = ()) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return list(cursor.fetchall()) if cursor.description else []


def kept_beside(database: str) -> str:
    """The database in which the rows of another are remembered."""
    return f"{database}_roadworthy_kept"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def take_snapshot(connection: Connection, name: str) -> Snapshot:
    """Remember the rows of every table under a name; an older one of that name is forgotten."""
    kept = _quoted(kept_beside(_rows(connection, "SELECT database() AS name")[0]["name"]))
    _rows(connection, f"CREATE DATABASE IF NOT EXISTS {kept}")
    tables = []
    for number, row in enumerate(_own_tables(connection)):
        table = row["name"]
        listed = ", ".join(_quoted(one["name"]) for one in _rows(connection, _PLAIN_COLUMNS, (table,)))
        place = f"{kept}.{_quoted(f'{name} {number}')}"
        _rows(connection, f"DROP TABLE IF EXISTS {place}")
        _rows(connection, f"CREATE TABLE {place} ENGINE=InnoDB AS SELECT {listed} FROM {_quoted(table)}")
        tables.append(KeptTable(table, listed, place, row["counter"]))
    return Snapshot(_objects(connection), tuple(tables))


def _own_tables(connection: Connection) -> list[dict[str, Any]]:
    return [row for row in _rows(connection, _OBJECTS) if row["kind"] == "BASE TABLE"]


def _objects(connection: Connection) -> tuple[tuple[str, str, str], ...]:
    found = []
    for row in _rows(connection, _OBJECTS):
        kind = "TABLE" if row["kind"] == "BASE TABLE" else "VIEW"
        made = _rows(connection, f"SHOW CREATE {kind} {_quoted(row['name'])}")[0]
        statement = str(made.get("Create Table") or made.get("Create View"))
        found.append((kind, row["name"], _COUNTER.sub("", statement)))
    for row in _rows(connection, _TRIGGERS):
        made = _rows(connection, f"SHOW CREATE TRIGGER {_quoted(row['name'])}")[0]
        found.append(("TRIGGER", row["name"], str(made["SQL Original Statement"])))
    return tuple(found)


def same_schema(connection: Connection, snapshot: Snapshot) -> bool:
    return _objects(connection) == snapshot.objects


def make_anew(connection: Connection, snapshot: Snapshot) -> None:
    """Drop whatever is there and make the remembered tables, without rows."""
    _rows(connection, "SET foreign_key_checks = 0")
    try:
        for row in _rows(connection, _OBJECTS):
            kind = "TABLE" if row["kind"] == "BASE TABLE" else "VIEW"
            _rows(connection, f"DROP {kind} {_quoted(row['name'])}")
        for _kind, _name, statement in snapshot.objects:
            _rows(connection, statement)
    finally:
        _rows(connection, "SET foreign_key_checks = 1")


def restore_rows(connection: Connection, snapshot: Snapshot, patience: float = 10.0) -> None:
    """Replace all rows. Raises TimeoutError when the app keeps tables locked for `patience` seconds."""
    ends = time.monotonic() + patience
    _rows(connection, "SET foreign_key_checks = 0, lock_wait_timeout = 1, innodb_lock_wait_timeout = 1")
    try:
        while True:
            try:
                return _replace_rows(connection, snapshot)
            except pymysql.MySQLError as error:
                if not error.args or error.args[0] not in _WAITED:
                    raise
                connection.rollback()
                if time.monotonic() > ends:
                    raise TimeoutError from error
                _cut_blockers(connection)
    finally:
        _rows(
            connection,
            "SET foreign_key_checks = 1, lock_wait_timeout = DEFAULT, innodb_lock_wait_timeout = DEFAULT",
        )


def _replace_rows(connection: Connection, snapshot: Snapshot) -> None:
    triggers = [one for one in snapshot.objects if one[0] == "TRIGGER"]
    for _kind, name, _statement in triggers:
        # Rows that are put back must not make others.
        _rows(connection, f"DROP TRIGGER IF EXISTS {_quoted(name)}")
    try:
        connection.begin()
        for table in snapshot.tables:
            _rows(connection, f"DELETE FROM {_quoted(table.name)}")
            _rows(
                connection, f"INSERT INTO {_quoted(table.name)} ({table.columns}) SELECT * FROM {table.place}"
            )
        connection.commit()
        _put_back_counters(connection, snapshot)
    finally:
        for _kind, _name, statement in triggers:
            _rows(connection, statement)


def _put_back_counters(connection: Connection, snapshot: Snapshot) -> None:
    """Keys go on from where they were, so that the same request makes the same row."""
    now = {row["name"]: row["counter"] for row in _own_tables(connection)}
    for table in snapshot.tables:
        if table.counter is not None and now.get(table.name) != table.counter:
            _rows(connection, f"ALTER TABLE {_quoted(table.name)} AUTO_INCREMENT = {table.counter}")


def _cut_blockers(connection: Connection) -> None:
    for row in _rows(connection, _BLOCKERS):
        try:
            _rows(connection, f"KILL {int(row['id'])}")
        except pymysql.MySQLError:
            continue
