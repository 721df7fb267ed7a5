"""What the database counts or sums by: a state of which there are five, or a thing of which there are more every day."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from roadworthy.app.model import App
from roadworthy.app.query import Query
from roadworthy.app.table import Column, Table
from roadworthy.regex import regex
from roadworthy.views.data.time_spans import is_window

# One organisation has a few dozen of each.
_FEW = regex(
    r"status|state|type|kind|role|gender|priority|level|tier|plan|categor|currency|country|region|language|method|source|channel|day|month"
    r"|year|week|hour|rating|size|colou?r|unit|brand|depart|grade|mode|stage|platform|device|browser|city|location|severity|position"
)


def each_of(app: App, query: Query, tiny: Callable[[App, str], bool]) -> str:
    """The table, or the column that people fill in, of which a query that counts gives one row each and of which there are ever more; ''
    for none. What is asked of one parent, or of a span of time, has as many groups as that has rows."""
    if not query.grouped:
        return ""
    certain = [one for one in query.filters if not one.optional]
    narrowed = any(
        one.operator in ("=", "in") and _is_key(app, one.table or query.table, one.column) for one in certain
    )
    if narrowed or is_window(certain):
        return ""
    return next((each for each in _grouped_by(app, query) if not tiny(app, each)), "")


def _grouped_by(app: App, query: Query) -> Iterator[str]:
    # A query whose groups are not read shows what it groups by.
    groups = query.groups or tuple((query.table, name) for name in query.columns)
    known = [(table, column) for name, column in groups if (table := app.table(name)) is not None]
    for table, name in known:
        column = table.column(name)
        if table.leads_to(name):
            yield table.leads_to(name)
        elif column is not None and table.is_unique({column.name}) and query.groups:
            yield table.name
        elif column is not None and not query.filters and query.groups and column.name.endswith("_id"):
            yield f"{table.name}.{column.name}"  # a key that nobody declared
        elif column is not None and not query.filters and _is_free_text(table, column):
            yield f"{table.name}.{column.name}"


def _is_free_text(table: Table, column: Column) -> bool:
    worded = column.type.startswith(("text", "varchar", "character varying", "string"))
    return (
        worded and not column.values and not _FEW.search(column.name) and not table.is_unique({column.name})
    )


def _is_key(app: App, name: str, column: str) -> bool:
    table = app.table(name)
    held = table.column(column) if table is not None else None
    return column.endswith(("_id", "Id")) or (
        table is not None
        and held is not None
        and (bool(table.leads_to(column)) or table.is_unique({held.name}))
    )
