"""Opening the database of runs, also when it is damaged."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from roadworthy.errors import UsageError
from roadworthy.store.schema import TABLES, VERSION

PATIENCE = 15.0
"""Seconds that a writer waits for another one; a run is written in well under one."""
_COMPANIONS = ("", "-wal", "-shm")


def connect(path: Path, warn: Callable[[str], None]) -> sqlite3.Connection:
    """A connection to the store at `path`, which is made when missing.

    A file that is no sound database is moved aside beside it, `warn` says so in one line, and a new one is begun.
    Raises UsageError for a link, a store of a newer version, or one that cannot be written.
    """
    if path.is_symlink():
        raise UsageError(
            "is a link; nothing is written through it", where=str(path), remedy="remove the link"
        )
    try:
        return _connect(path)
    except sqlite3.OperationalError as error:
        raise UsageError(f"cannot be opened: {error}", where=str(path), remedy="runs are not kept") from error
    except sqlite3.DatabaseError as error:
        aside = _set_aside(path)
        reason = " ".join(str(error).split())
        warn(f"{path}: is damaged ({reason}); moved to {aside.name}, a new one is begun")
        return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    # The file lies in the audited app and may have come with it: its schema is not to be trusted.
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA foreign_keys = ON")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise UsageError("was written by a newer Roadworthy", where=str(path), remedy="update Roadworthy")
    if version == VERSION:
        _check(connection)
        return
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    try:
        # executescript would end the transaction first, and another writer could come between.
        for statement in filter(str.strip, TABLES.split(";")):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _check(connection: sqlite3.Connection) -> None:
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(str(found))


def _set_aside(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    for ending in _COMPANIONS:
        companion = path.with_name(path.name + ending)
        if companion.exists():
            companion.rename(aside.with_name(aside.name + ending))
    return aside
