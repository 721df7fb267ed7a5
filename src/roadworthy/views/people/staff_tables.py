"""Tables that those who run an app fill: news, the ways to pay, what the menu offers."""

from __future__ import annotations

import re

from roadworthy.app.model import App
from roadworthy.app.table import Table
from roadworthy.regex import regex
from roadworthy.views.people.access import ROLE, Access

# The place of a row among the others, as somebody arranged it.
_PLACE = regex(r"^(sort|display)_?(order|index|position)$|^position$|^rank$", re.I)
_WORDS = regex(r"(var)?char|text|citext|string", re.I)
# Who wrote a row down, which is not whom it is about.
_WRITER = regex(r"^(created|posted|published|added|uploaded|updated)_?by(_?id)?$|^author(_?id)?$", re.I)


def filled_by_a_role(app: App) -> frozenset[str]:
    """The tables that are added to, and by nobody without a role. A view: `app.view(filled_by_a_role)`."""
    by_role: set[str] = set()
    by_others: set[str] = set()
    for endpoint in app.endpoints:
        access = Access(endpoint)
        for query in endpoint.queries:
            if query.operation in ("insert", "upsert"):
                (by_role if ROLE in access.at_query(query) else by_others).add(query.table)
    return frozenset(by_role - by_others)


def is_arranged(app: App, table: Table) -> bool:
    """Whether staff put its rows in order by hand, so that there are a few."""
    # The position of an employee is a word: what they are called.
    placed = any(_PLACE.match(column.name) and not _WORDS.match(column.type) for column in table.columns)
    return placed and table.name in app.view(filled_by_a_role)


def names_writer(column: str) -> bool:
    """Whether a column says who wrote a row down."""
    return _WRITER.match(column) is not None
