"""A body that is one value by itself and no record: what `await request.json()` gives is written into a column as it is."""

from __future__ import annotations

from typing import Any

from roadworthy.app import App, Endpoint
from roadworthy.proof.column_values import is_text
from roadworthy.proof.samples import sample


def bare_body(app: App, endpoint: Endpoint) -> Any:
    """The value that such a body is; None where a body has fields, or goes into a column that takes records."""
    if any(item.part == "body" and item.name for item in endpoint.inputs):
        return None
    for query in endpoint.queries:
        table = app.table(query.table)
        for write in query.writes:
            column = table.column(write.column) if table is not None else None
            whole = write.value.kind == "body" and not write.value.path
            if column is not None and whole and (is_text(column.type) or column.numeric):
                return column.values[0] if column.values else sample(column.name, column.type)
    return None
