"""Changes of an experiment that are taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from roadworthy.trial import Database


@contextmanager
def undone(database: Database) -> Iterator[None]:
    """What is changed inside never happened; nothing may be changed where each statement has a session of its own (SQLite)."""
    if not database.keeps_session:
        yield
        return
    database.query("BEGIN")
    try:
        yield
    finally:
        database.query("ROLLBACK")
