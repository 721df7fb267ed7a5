"""Apps that make their tables themselves while they start, and answer before they are done (`sequelize.sync()`, `synchronize: true`)."""

from __future__ import annotations

import time

from roadworthy.trial.database import Database

# Making some dozens of tables takes a second or two, on a busy machine several.
_MADE_SECONDS = 15.0
_LOOKS_SECONDS = 0.3


def await_tables(database: Database, wanted: str | None) -> None:
    """Waits for the table `wanted`, if it is not there yet, and then until no further ones come. A database that makes a collection only
    with its first row is not waited for."""
    if wanted is None or database.kind not in ("postgres", "mysql") or wanted in database.tables():
        return
    ends = time.monotonic() + _MADE_SECONDS
    before: set[str] = set()
    while time.monotonic() < ends:
        there = set(database.tables())
        if wanted in there and there == before:
            return
        before = there
        time.sleep(_LOOKS_SECONDS)
