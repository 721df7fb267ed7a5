"""Tables that are held while requests come, so that the questions about them queue up and can be counted."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

from roadworthy.errors import TrialUnavailable
from roadworthy.proof.plans import undone
from roadworthy.trial import Database

# Until the first question arrives, and how long others are then waited for, in seconds.
ARRIVES, OTHERS = 5.0, 1.5
WAITING = (
    "select count(distinct pid) as n from pg_locks where not granted and relation::regclass::text = any(%s)"
)


def most_waiting(database: Database, tables: Sequence[str], send: Callable[[], object]) -> int:
    """The most questions that wait for these tables at one moment while they are held and `send` runs; two are enough. `send`
    has ended when this returns. Raises TrialUnavailable where this database does not say who waits."""
    if not database.keeps_session or database.kind != "postgres":
        raise TrialUnavailable(f"who waits for a table of {database.kind} is not seen here")
    listed = ", ".join(database.quoted(table) for table in tables)
    sender = threading.Thread(target=send)
    most = 0
    with undone(database):
        database.query(f"LOCK TABLE {listed} IN ACCESS EXCLUSIVE MODE")
        sender.start()
        ends = time.monotonic() + ARRIVES
        while time.monotonic() < ends and most < 2:
            now = int(database.query(WAITING, (list(tables),))[0]["n"])
            if now and not most:
                ends = time.monotonic() + OTHERS
            most = max(most, now)
            time.sleep(0.02)
    sender.join()
    return most
