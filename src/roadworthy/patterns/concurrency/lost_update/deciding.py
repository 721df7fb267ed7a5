"""A decision on a row that two people can take at once: its state is set by the key alone, and what follows from it is put in twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Origin, Query
from roadworthy.app.table import Table
from roadworthy.patterns.concurrency.lost_update.claiming import STATE, is_refused
from roadworthy.patterns.concurrency.lost_update.finding import DECIDED, Race
from roadworthy.regex import regex

_DECIDED = regex(
    r"approved?|accepted?|confirmed|completed?|paid|released|fulfilled|converted|verified|settled", re.I
)
# What is written down or told twice harms nobody.
_TOLD = regex(r"(^|_)(logs?|audits?|notifications?|messages?|activit(y|ies)|history|events?|emails?)$")


def decided(app: App, endpoint: Endpoint, query: Query) -> Iterator[Race]:
    """`update({ status: 'approved' }).eq('id', id)`, and then `insert` of what was approved: nothing asks whether it still waits."""
    table = app.table(query.table)
    if endpoint.kind != "component" or query.operation != "update" or table is None:
        return
    asked = {item.column for item in query.filters}
    state = next((w.column for w in query.writes if STATE.search(w.column) and _is_decision(w.value)), "")
    if not state or state in asked or not table.is_unique(asked) or is_refused(app, query.table, (state,)):
        return
    if any(_follows(app, query, other) for other in endpoint.queries):
        yield Race(DECIDED, query, None, state)


def _is_decision(value: Origin) -> bool:
    return value.kind == "constant" and isinstance(value.value, str) and bool(_DECIDED.fullmatch(value.value))


def _follows(app: App, query: Query, other: Query) -> bool:
    """Whether the same press of a button puts a row into another table, which no key keeps from being there twice."""
    if (
        other.operation != "insert"
        or other.number < query.number
        or other.table == query.table
        or _TOLD.search(other.table)
    ):
        return False
    table = app.table(other.table)
    same = (
        other.trigger == query.trigger
        and other.calls[:2] == query.calls[:2]
        and other.function == query.function
    )
    return same and table is not None and other.loops == query.loops and not _is_kept_once(table, other)


def _is_kept_once(table: Table, insert: Query) -> bool:
    written = {write.column for write in insert.writes}
    keys = (set(index.columns) for index in table.indexes if index.unique)
    single = any(column.unique and column.name in written for column in table.columns)
    return bool(insert.spreads) or single or any(key and key <= written for key in keys)
