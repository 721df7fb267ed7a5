"""Rows inserted after a look that may be out of date."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Origin, Query
from roadworthy.patterns.concurrency.lost_update.finding import ABSENT, COUNTED, Race
from roadworthy.patterns.concurrency.lost_update.overwriting import has_key, query_numbered
from roadworthy.views.data.inserts import absence_check, is_record


def on_insert(app: App, endpoint: Endpoint, query: Query) -> Iterator[Race]:
    """Where the look found nothing, or counted."""
    if is_record(query.table, app.table(query.table)) and "stat" not in query.table:
        return
    check = absence_check(endpoint, query)
    if check is not None and not query.conflict and not has_key(app, query, check):
        columns = [f.column for f in check.filters if f.operator == "="]
        yield Race(ABSENT, query, check, columns[-1] if columns else "")
    for write in query.writes:
        leaf = _counted(write.value, query)
        if leaf is not None and not query.transaction:
            yield Race(COUNTED, query, query_numbered(endpoint, leaf.query), write.column, write.value)


def _counted(value: Origin, query: Query) -> Origin | None:
    """A row of the same table among what a comparison, a count or a sum says."""
    if value.kind != "computed":
        return None
    if value.operation in ("==", "<", "<=", "count", ".length", "+"):
        text = any(leaf.kind == "constant" and isinstance(leaf.value, str) for leaf in value.leaves())
        for leaf in () if text else value.leaves():
            if leaf.kind == "row" and leaf.table == query.table and 0 <= leaf.query < query.number:
                return leaf
    return next((found for one in value.inputs if (found := _counted(one, query))), None)
