"""SQLite is locked as a whole: a request that waits for its guard's read says nothing of its own work."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from roadworthy.app import Filter, Location, Origin, Query
from roadworthy.patterns.concurrency.blocking_work.faults import (
    _READ_LOCK,
    _WRITE_LOCK,
    LockedTable,
    _holding,
    waits_at_the_door,
)
from roadworthy.trial.sqlite_database import SqliteDatabase


@pytest.fixture
def database(tmp_path: Path) -> SqliteDatabase:
    file = tmp_path / "app.db"
    with sqlite3.connect(file) as connection:
        connection.execute("create table notes (id integer primary key)")
    return SqliteDatabase(file, tmp_path / "snapshots")


def _refused(file: Path, sql: str) -> bool:
    try:
        with sqlite3.connect(file, timeout=0) as connection:
            connection.execute(sql)
    except sqlite3.OperationalError:
        return True
    return False


def test_against_changes_others_read_on(database: SqliteDatabase) -> None:
    read, change = "select * from notes", "insert into notes default values"
    with _holding(database, "notes", _WRITE_LOCK):
        assert not _refused(database.file, read) and _refused(database.file, change)
    with _holding(database, "notes", _READ_LOCK):
        assert _refused(database.file, read)


def _endpoint(kind: str) -> Any:
    found = Filter("owner_id", "=", Origin(kind=kind, path=("id",)))
    place = Location("app.py", 1, 1)
    query = Query(number=1, table="notes", operation="select", location=place, filters=(found,))
    return SimpleNamespace(queries=(query,), facts=(), services=(), answers=(), calls=())


def test_who_is_asked_for_first_may_be_where_it_waited(database: SqliteDatabase) -> None:
    trial: Any = SimpleNamespace(database=database)
    own = _endpoint("session")
    assert waits_at_the_door(LockedTable("notes", _READ_LOCK), trial, own)
    assert not waits_at_the_door(LockedTable("notes", _WRITE_LOCK), trial, own)
    elsewhere: Any = SimpleNamespace(database=None)
    assert not waits_at_the_door(LockedTable("notes", _READ_LOCK), elsewhere, own)
