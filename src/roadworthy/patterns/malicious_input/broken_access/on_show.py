"""Rows that those who run an app put up for everybody: news, notices, the ways to pay."""

from __future__ import annotations

import re

from roadworthy.app import App, Query
from roadworthy.regex import regex
from roadworthy.views.people.people import Owner
from roadworthy.views.people.staff_tables import filled_by_a_role, names_writer

_UP = regex(r"^(is_?)?(active|enabled|live)$", re.I)


def put_on_show(app: App, query: Query, owner: Owner | None) -> bool:
    """Whether only rows are read that are up, of a table that only a role fills."""
    if owner is None or owner.through or not names_writer(owner.column):
        return False
    up = any(
        item.operator == "=" and not item.optional and item.value.value is True and _UP.match(item.column)
        for item in query.filters
    )
    return up and query.table in app.view(filled_by_a_role)
