"""Tables that are held while requests come, so that the questions about them queue up and can be counted."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from roadworthy.proof.plans import undone
from roadworthy.trial import Database

# Until the first question arrives, and how long others are then waited for, in seconds.
ARRIVES, OTHERS = 5.0, 1.5
# By the bare name: `regclass` writes quotes around one with capitals, and the schema before one outside of the search path.
WAITING = """select count(distinct l.pid) as n from pg_locks l join pg_class c on c.oid = l.relation
where not l.granted and c.relname = any(%s)"""


def told_by(database: Database) -> str:
    """How the questions that wait are counted, as people would do it."""
    return " ".join(WAITING.split()) if database.kind == "postgres" else ""


def held(database: Database, tables: Sequence[str]) -> AbstractContextManager[Callable[[], int]]:
    """Inside the block questions about these tables wait, and what it hands out counts them. Raises TrialUnavailable where this
    database does not say who waits."""
    return _locked(database, tables) if database.kind == "postgres" else database.held(tables)


def holding(database: Database, tables: Sequence[str]) -> str:
    """How they are held, in the database's own words where it has any."""
    return f"BEGIN; {_lock(database, tables)};" if database.kind == "postgres" else ""


def most_waiting(database: Database, tables: Sequence[str], send: Callable[[], object]) -> int:
    """The most questions that wait for these tables at one moment while they are held and `send` runs; two are enough. `send`
    has ended when this returns. Raises TrialUnavailable where this database does not say who waits."""
    sender = threading.Thread(target=send)
    most = 0
    with held(database, tables) as waiting:
        sender.start()
        ends = time.monotonic() + ARRIVES
        while time.monotonic() < ends and most < 2:
            now = waiting()
            if now and not most:
                ends = time.monotonic() + OTHERS
            most = max(most, now)
            time.sleep(0.02)
    sender.join()
    return most


def _lock(database: Database, tables: Sequence[str]) -> str:
    listed = ", ".join(database.quoted(table) for table in tables)
    return f"LOCK TABLE {listed} IN ACCESS EXCLUSIVE MODE"


@contextmanager
def _locked(database: Database, tables: Sequence[str]) -> Iterator[Callable[[], int]]:
    bare = [table.rpartition(".")[2] for table in tables]
    with undone(database):
        database.query(_lock(database, tables))
        yield lambda: int(database.query(WAITING, (bare,))[0]["n"])
