"""Tells sign-ups, of which a second one finds the address taken."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint, Query
from roadworthy.regex import regex
from roadworthy.views.data.absences import absence_check, needs_absence
from roadworthy.views.people.people import users_table

_ADDRESS = regex(r"^(e?_?mail(_?address)?|user_?name|phone(_?number)?)$", re.I)


def is_signing_up(app: App, endpoint: Endpoint, query: Query) -> bool:
    """Whether a person is put into the table of people only where nobody has their address yet: a repeat finds it, and what two at
    once make is judged as a race."""
    people, check = users_table(app), absence_check(endpoint, query)
    return (
        people is not None
        and query.table == people.name
        and check is not None
        and any(item.operator == "=" and _ADDRESS.match(item.column) for item in check.filters)
        and needs_absence(query, check)
    )
