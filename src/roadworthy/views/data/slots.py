"""Times of a day that are taken once: a page asks which of a day's are taken, and puts in a row for one that is free."""

from __future__ import annotations

from collections.abc import Callable

from roadworthy.app import Column, Endpoint, Query, Table
from roadworthy.regex import regex

_DAY = regex(r"(^|_)(date|day)$")
_TIME = regex(r"(^|_)(time|slot|hour)(_slot)?$|^start_time$")
# What is asked of the rows when only whether one is there counts: they are not shown.
_TAKEN = regex(r"^(id|status|state|duration\w*|end_time|ends?_at)$")


def slot_look(endpoint: Endpoint, insert: Query, table: Table | None) -> Query | None:
    """The look for what is taken of a day, on which the row of an insert rests; None when there is none, or when a unique key holds
    the time of the day."""
    days, times = _written(insert, table, is_day), _written(insert, table, is_time)
    if table is None or not days or not times or _is_kept_once(table, days, times):
        return None
    looks = (one for one in endpoint.queries if one.operation == "select" and one.table == table.name)
    return next((one for one in looks if _asks_what_is_taken(one, days, times)), None)


def slot_time(insert: Query, table: Table | None) -> str:
    """The column of the time of the day; '' for none."""
    return next(iter(sorted(_written(insert, table, is_time))), "")


def _written(insert: Query, table: Table | None, asked: Callable[[Column], bool]) -> set[str]:
    columns = [table.column(write.column) for write in insert.writes] if table is not None else []
    return {column.name for column in columns if column is not None and asked(column)}


def is_day(column: Column) -> bool:
    """Whether a column holds a day, by its type or its name."""
    return column.type == "date" or (bool(_DAY.search(column.name)) and not column.type.startswith("time"))


def is_time(column: Column) -> bool:
    """Whether a column holds a time of the day."""
    by_type = column.type.split("(")[0].split(" ")[0] == "time"
    return by_type or (bool(_TIME.search(column.name)) and "timestamp" not in column.type)


def _is_kept_once(table: Table, days: set[str], times: set[str]) -> bool:
    keys = [set(index.columns) for index in table.indexes if index.unique]
    return any(key & days and key & times for key in keys)


def _asks_what_is_taken(look: Query, days: set[str], times: set[str]) -> bool:
    """Whether a query asks about one day, of everybody, and for no more than which times are taken."""
    equal = {item.column for item in look.filters if item.operator == "=" and not item.optional}
    own = any(item.value.from_session for item in look.filters)
    if own or not equal & days:
        return False
    named = set(look.columns)
    return bool(equal & times) or (
        bool(named & times) and all(name in times or _TAKEN.match(name) for name in named)
    )
