"""Fields of a body that say what the row holds which the address names: `where: { id: params.id, groupId: body.groupId }`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from roadworthy.app import App, Endpoint, Query


def said_of_row(app: App, endpoint: Endpoint, table_name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with the row's own keys of the rows above it, which are no secrets."""
    table, found = app.table(table_name), dict[str, Any]()
    for query in endpoint.queries:
        if table is None or query.table != table.name or not _names_row(query):
            continue
        for name, field in _compared(query):
            column = table.column(name)
            if column is not None and column.references is not None and row.get(column.name) is not None:
                found[field] = row[column.name]
    return found


def rows_said(endpoint: Endpoint) -> list[Query]:
    """The look-ups by the address that a field of the body has to agree with."""
    return [
        query for query in endpoint.queries if query.table and _names_row(query) and any(_compared(query))
    ]


def _names_row(query: Query) -> bool:
    return any(leaf.kind == "params" for item in query.filters for leaf in item.value.sources())


def _compared(query: Query) -> Iterator[tuple[str, str]]:
    for item in query.filters:
        for leaf in item.value.sources() if item.operator == "=" else ():
            if leaf.kind == "body" and len(leaf.path) == 1:
                yield item.column, leaf.path[0]
