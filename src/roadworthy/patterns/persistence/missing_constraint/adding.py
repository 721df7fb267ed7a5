"""What adds rows to a table, and which keys somebody thought of."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Query, Table
from roadworthy.regex import regex
from roadworthy.views.pages.served import asking

_NAMES = regex(r"\w+")


def rows_added(app: App, table: Table) -> Iterator[tuple[Endpoint, Query]]:
    """What adds rows to a table: endpoints, and pages that ask the database themselves."""
    for endpoint in asking(app):
        for query in endpoint.queries:
            if query.operation == "insert" and query.table == table.name:
                yield endpoint, query


def is_added_to(app: App, table: Table) -> bool:
    """Whether an endpoint adds rows, or a page by the database's own interface."""
    return any(q.operation == "insert" and q.table == table.name for work in app.works for q in work.queries)


def is_kept(table: Table, column: str) -> bool:
    """Whether a unique key holds for it, be it only for rows of a certain kind or for how it is spelled (`lower(email)`): somebody
    thought of what it stands for."""
    return table.is_unique({column}) or any(
        index.unique and (index.columns == (column,) or column in _NAMES.findall(index.expression))
        for index in table.indexes
    )
