"""What the database counts or sums by: a state of which there are five, or a thing of which there are more every day."""

from __future__ import annotations

from collections.abc import Callable

from roadworthy.app.query import Query
from roadworthy.app.table import Column, Table
from roadworthy.regex import regex

_FEW = regex(
    r"status|state|type|kind|role|gender|priority|level|tier|plan|categor|currency|country|region|language|method|source|channel|day|month"
    r"|year|week|hour|rating|size|colou?r|unit|brand|depart|grade|mode|stage|platform|device|browser|city|location|severity|position",
    # One organisation has a few dozen of each.
)


def grows_with_groups(
    query: Query, tiny: Callable[[str], bool], table_of: Callable[[str], Table | None]
) -> bool:
    """Whether a query of the whole table gives one row for each thing of which there is no end: sums by customer, by product, by
    what people typed in. What is narrowed to one owner or to rows of one kind has as many groups as that has of them."""
    table = table_of(query.table)
    if not query.grouped or table is None or query.filters:
        return False
    keys = [known for name in query.columns if (known := table.column(name)) is not None]
    return any(_is_endless(key, tiny) for key in keys) and not any(map(_bounds, keys))


def _is_endless(column: Column, tiny: Callable[[str], bool]) -> bool:
    if column.references is not None:
        return not tiny(column.references.table)
    worded = column.type.startswith(("text", "varchar", "character varying", "string"))
    return worded and not column.values and not _FEW.search(column.name)


def _bounds(column: Column) -> bool:
    """Whether a key is the row's own: a table of sums has a row for each anyway."""
    return column.primary
