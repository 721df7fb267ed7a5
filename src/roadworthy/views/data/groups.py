"""Rows that the database counts or sums for each of something (`GROUP BY book_id`): as many as there are of it."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.model import App
from roadworthy.app.query import Query
from roadworthy.views.data.time_spans import is_window


def grouped_tables(app: App, query: Query) -> Iterator[str]:
    """The tables whose rows a query is grouped by, told by a key of theirs or a column that refers to one; none where it asks for
    the rows of one parent or of a span of time."""
    certain = [one for one in query.filters if not one.optional]
    narrowed = any(
        one.operator in ("=", "in") and _is_key(app, one.table or query.table, one.column) for one in certain
    )
    if narrowed or is_window(certain):
        return
    for name, column in query.groups:
        table = app.table(name)
        if table is None:
            continue
        if table.leads_to(column):
            yield table.leads_to(column)
        elif (held := table.column(column)) is not None and table.is_unique({held.name}):
            yield table.name


def _is_key(app: App, name: str, column: str) -> bool:
    table = app.table(name)
    held = table.column(column) if table is not None else None
    return column.endswith(("_id", "Id")) or (
        table is not None
        and held is not None
        and (bool(table.leads_to(column)) or table.is_unique({held.name}))
    )
