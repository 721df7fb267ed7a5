"""What rows of a list hold so that the list shows them: the words that are looked for in them, and a time that is not over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from roadworthy.app import Filter, Query, Table
from roadworthy.proof.column_values import is_text
from roadworthy.regex import regex

_HOLDS = ("like", "ilike")
# When a row's time is over: what is due, what runs out.
_OVER = regex(r"(^|_)(due|deadline)(_|$)|expir|valid_?(until|to|till)", re.I)
_A_WHILE = timedelta(days=30)


def searched_columns(query: Query, table: Table) -> Iterator[tuple[str, Filter]]:
    """The columns of text that a query looks for something in, of several that it may stand in the first."""
    ways: set[int] = set()
    for item in query.filters:
        column = table.column(item.column) if item.table in ("", table.name) else None
        if column is None or item.operator not in _HOLDS or item.optional or item.either in ways:
            continue
        if is_text(column.type) and not (column.unique or column.primary or column.values):
            ways |= {item.either} if item.either else set()
            yield column.name, item


def not_over(query: Query, table: Table) -> dict[str, Any]:
    """A time to come for the columns that say when a row is over and that the query itself does not go by: what is over may be put
    away before the list is read."""
    asked = {item.column for item in query.filters}
    later = (datetime.now(UTC) + _A_WHILE).replace(microsecond=0)
    return {
        column.name: later.date() if column.type == "date" else later
        for column in table.columns
        if column.type.startswith(("date", "timestamp"))
        and column.name not in asked
        and _OVER.search(column.name)
    }


def shared_parents(query: Query, table: Table, fixed: dict[str, Any]) -> bool:
    """Whether as many rows of the tables above are needed as of the table: its rows are counted by them, or they are what tells its rows
    apart (`unique (user_id, book_id)`)."""
    leading = {column.name for column in table.columns if column.references is not None} - set(fixed)
    counted = {name for owner, name in query.groups if owner in ("", table.name)}
    apart = (
        set(index.columns)
        for index in table.indexes
        if index.unique and index.whole and set(index.columns) <= leading | set(fixed)
    )
    return bool(leading & counted) or any(leading & names for names in apart)
