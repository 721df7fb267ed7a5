"""Rows that those who run an app put up for everybody: news, notices, the ways to pay."""

from __future__ import annotations

import re

from roadworthy.app import App, Query
from roadworthy.views.people.access import ROLE, Access
from roadworthy.views.people.people import Owner

# Who wrote a row down, which is not whom it is about; and what says that it is up.
_WRITER = re.compile(r"^(created|posted|published|added|uploaded|updated)_?by(_?id)?$|^author(_?id)?$", re.I)
_UP = re.compile(r"^(is_?)?(active|enabled|live)$", re.I)


def put_on_show(app: App, query: Query, owner: Owner | None) -> bool:
    """Whether only rows are read that are up, of a table that only a role fills."""
    if owner is None or owner.through or not _WRITER.match(owner.column):
        return False
    up = any(
        item.operator == "=" and not item.optional and item.value.value is True and _UP.match(item.column)
        for item in query.filters
    )
    return up and query.table in app.view(_filled_by_a_role)


def _filled_by_a_role(app: App) -> frozenset[str]:
    """The tables that are added to, and by nobody without a role."""
    by_role: set[str] = set()
    by_others: set[str] = set()
    for endpoint in app.endpoints:
        access = Access(endpoint)
        for query in endpoint.queries:
            if query.operation in ("insert", "upsert"):
                (by_role if ROLE in access.at_query(query) else by_others).add(query.table)
    return frozenset(by_role - by_others)
