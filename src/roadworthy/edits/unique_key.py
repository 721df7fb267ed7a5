"""A unique key with everything that goes with it: schema, migration, and inserts that live with it."""

from __future__ import annotations

from roadworthy.app import App, Table
from roadworthy.edits import table_edits
from roadworthy.edits.edit import Change, Migration
from roadworthy.edits.repeated_insert import answer_repeats


def make_unique(app: App, table: Table, columns: tuple[str, ...]) -> tuple[list[Change], list[Migration]]:
    """Makes columns (database names) a unique key; every insert into the table answers a repeat with the row that is
    there or with 409. Raises RepairRefused where the declaration cannot be added to."""
    changes, migration = table_edits.add_unique(app, table, columns)
    inserts = {
        query.location: query
        for endpoint in app.endpoints
        for query in endpoint.queries
        if query.operation == "insert" and query.table == table.name
    }
    for query in inserts.values():
        changes += answer_repeats(app, table, query, columns)
    return list(dict.fromkeys(changes)), [migration]
