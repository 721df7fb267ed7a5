"""Bodies that are written into a table as they come: `User.create({...req.body, password})`."""

from __future__ import annotations

from roadworthy.app import Column, Query, Table


def writes_body(query: Query) -> bool:
    """Whether the whole body becomes a row."""
    return any(leaf.kind == "body" and not leaf.path for one in query.spreads for leaf in one.sources())


def needed_columns(query: Query, table: Table) -> list[Column]:
    """What a new row cannot do without and the endpoint does not write by itself."""
    named = {write.column for write in query.writes}
    return [
        column
        for column in table.columns
        if not (column.nullable or column.default or (column.primary and column.numeric))
        and column.name not in named
    ]
