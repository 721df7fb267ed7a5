"""Directories of people: those of one calling (cooks, providers, doctors), among whom visitors choose."""

from __future__ import annotations

import re

from roadworthy.app.model import App
from roadworthy.app.other_tongues import in_english
from roadworthy.app.query import Filter, Query
from roadworthy.regex import regex
from roadworthy.views.people.people import users_table

_CALLING = regex(r"^(user_?|account_?|member_?)?(role|type|kind)s?$", re.I)
# Nobody chooses among administrators, and a list of customers or users is one of everybody.
_NO_CALLING = regex(
    r"admin|staff|super|root|moderator|manager|employee"
    r"|^(role_?)?(users?|customers?|clients?|members?|students?|patients?|buyers?|guests?|visitors?|subscribers?|personal|individual)$",
    re.I,
)


def is_directory(app: App, query: Query) -> bool:
    """Whether a query reads people of one calling alone, which is what the app shows its visitors; what it tells of them is another matter."""
    people = users_table(app)
    return (
        people is not None
        and query.operation == "select"
        and query.table == people.name
        and any(_names_calling(item) for item in query.filters)
    )


def _names_calling(item: Filter) -> bool:
    value = item.value
    if item.optional or item.operator != "=" or value.kind != "constant" or not isinstance(value.value, str):
        return False
    return bool(_CALLING.search(item.column)) and not _NO_CALLING.search(in_english(value.value))
