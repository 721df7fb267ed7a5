"""Changes of an experiment that are taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from roadworthy.trial import Database


@contextmanager
def undone(database: Database) -> Iterator[None]:
    """What is changed inside never happened."""
    database.query("BEGIN")
    try:
        yield
    finally:
        database.query("ROLLBACK")
