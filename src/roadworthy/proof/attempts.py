"""One request meant several times over: another attempt carries another key where the app keeps attempts apart by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from roadworthy.app import App, Column, Endpoint, Table

_LONGEST = 36


def another_attempt(app: App, endpoint: Endpoint, body: Any, number: int) -> Any:
    """The body with other values in the texts that end up in a unique key: of another attempt, not the same one again."""
    if not isinstance(body, Mapping):
        return body
    apart = _keys_apart(app, endpoint)
    return {
        name: f"attempt-{number:08d}-{'x' * 20}"[:_LONGEST]
        if name in apart and isinstance(value, str)
        else value
        for name, value in body.items()
    }


def _keys_apart(app: App, endpoint: Endpoint) -> frozenset[str]:
    """The fields that are written into a text column under a unique key, alone or together with others; not the key of a row
    of another table, which has to exist."""
    found: set[str] = set()
    for query in endpoint.queries:
        table = app.table(query.table) if query.operation in ("insert", "upsert") else None
        for write in query.writes if table is not None else ():
            column = table.column(write.column) if table is not None else None
            if table is not None and column is not None and _is_unique_text(table, column):
                found |= {leaf.path[0] for leaf in write.value.sources() if leaf.path and leaf.from_request}
    return frozenset(found)


def _is_unique_text(table: Table, column: Column) -> bool:
    text = column.type.split("(")[0] in ("text", "varchar", "char", "string", "uuid")
    together = any(index.unique and column.name in index.columns for index in table.indexes)
    # A word of a few (a blood group) stands for a row that all attempts are about.
    own = column.references is None and not column.values and "email" not in column.name
    return text and (column.unique or together) and own
