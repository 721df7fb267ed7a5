"""Rows inserted after a look that may be out of date."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Query
from roadworthy.patterns.concurrency.lost_update.finding import ABSENT, COUNTED, Race
from roadworthy.patterns.concurrency.lost_update.overwriting import has_key, query_numbered
from roadworthy.views.data.absences import absence_check
from roadworthy.views.data.inserts import is_record, is_used_again
from roadworthy.views.data.numbered import counted_before
from roadworthy.views.data.slots import slot_look, slot_time


def on_insert(app: App, endpoint: Endpoint, query: Query) -> Iterator[Race]:
    """Where the look found nothing, or counted, or told which times of a day are taken."""
    check = absence_check(endpoint, query)
    if _adds_a_record(app, query) and not (check is not None and _used_again(app, query)):
        return
    if check is not None and not query.conflict and not has_key(app, query, check):
        columns = [f.column for f in check.filters if f.operator == "="]
        yield Race(ABSENT, query, check, columns[-1] if columns else "")
    elif check is None and not query.conflict:
        table = app.table(query.table)
        slot = slot_look(endpoint, query, table)
        if slot is not None:
            yield Race(ABSENT, query, slot, slot_time(query, table))
    for write in query.writes:
        leaf = counted_before(write.value, query)
        if leaf is not None and not query.transaction:
            yield Race(COUNTED, query, query_numbered(endpoint, leaf.query), write.column, write.value)


def _adds_a_record(app: App, query: Query) -> bool:
    return is_record(query.table, app.table(query.table)) and "stat" not in query.table


def _used_again(app: App, query: Query) -> bool:
    table = app.table(query.table)
    return table is not None and is_used_again(table)
