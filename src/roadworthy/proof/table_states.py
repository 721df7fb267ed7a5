"""What tables hold, told in one value each, to see which of them a request changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from roadworthy.app import Endpoint
from roadworthy.proof.experiment import database_of
from roadworthy.trial import Trial

CHANGES = ("insert", "update", "upsert", "delete")


def written_tables(trial: Trial, endpoint: Endpoint) -> list[str]:
    """The tables of the running database that an endpoint writes."""
    known = database_of(trial).tables()
    written = dict.fromkeys(query.table for query in endpoint.queries if query.operation in CHANGES)
    return [table for table in written if table in known]


def states(trial: Trial, tables: Iterable[str]) -> dict[str, Any]:
    """Each table's state."""
    database = database_of(trial)
    return {table: database.state(table) for table in tables}


def moved(trial: Trial, before: dict[str, Any]) -> list[str]:
    """Those whose state is another now."""
    after = states(trial, before)
    return [table for table in before if after[table] != before[table]]
