"""Whether somebody asked, on the way to a row, if the person belongs to those whose row it is."""

from __future__ import annotations

import re

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.app.origin import Origin
from roadworthy.app.query import Query
from roadworthy.regex import regex
from roadworthy.views.people.access import Access

# What a table is called whose rows say that a person belongs to something.
_BELONGING = r"member|collaborator|participant|(team|org|organi[sz]ation|workspace|project|group)s?_?users?$"
MEMBERSHIP = regex(_BELONGING, re.I)
_JOINING = regex(rf"{_BELONGING}|permission|grant|access", re.I)
_ROLE = regex(r"^(roles?|permissions?|access_?level|is_?(admin|owner))$", re.I)
_REFUSED = (401, 403, 404)
# A document hangs on a folder, the folder on a team, the team on an organization.
_DEEPEST = 6


def asked_of_members(app: App, endpoint: Endpoint, access: Access, query: Query) -> bool:
    """Whether a membership is looked up by who asks and by whose the row is (its organization, found by the same key), and
    somebody is refused after it. What exactly is refused may be worked out in ways that nothing here follows: ranks that are
    compared, rights that a table lists."""
    keys = _reached(endpoint, access, query)
    refused = [answer.after for answer in endpoint.answers if answer.status in _REFUSED]
    for other in endpoint.queries:
        in_time = query.operation == "select" or other.number < query.number
        if not in_time or other.number not in access.own_rows or not _joins(app, other):
            continue
        if keys & _reached(endpoint, access, other) and any(after >= other.number for after in refused):
            return True
    return False


def _joins(app: App, query: Query) -> bool:
    if query.operation != "select":
        return False
    table = app.table(query.table)
    ranked = table is not None and table.name in app.view(_ranked)
    return ranked or _JOINING.search(query.table) is not None


def _ranked(app: App) -> frozenset[str]:
    """The tables that say what somebody may."""
    return frozenset(
        table.name for table in app.tables if any(_ROLE.match(one.name) for one in table.columns)
    )


def _reached(endpoint: Endpoint, access: Access, query: Query) -> set[str]:
    """What the request says that picks a row, directly or by way of the rows whose keys are used."""
    by_number = {one.number: one for one in endpoint.queries}
    found: set[str] = set()
    waiting, seen = [(query, 0)], {query.number}
    while waiting:
        one, depth = waiting.pop()
        for value in _keys(one):
            if access.is_own(value):
                continue
            found |= _said(value)
            for leaf in value.leaves():
                before = by_number.get(leaf.query) if leaf.kind == "row" else None
                if before is not None and before.number not in seen and depth < _DEEPEST:
                    seen.add(before.number)
                    waiting.append((before, depth + 1))
    return found


def _keys(query: Query) -> list[Origin]:
    """What picks a query's rows; of a new row, what is written into it: its organization is among that."""
    if query.operation == "insert":
        return [write.value for write in query.writes]
    return [item.value for item in query.filters if item.operator in ("=", "in")]


def _said(value: Origin) -> set[str]:
    """The ways of a value that are the request's, or of something that nothing here follows."""
    ways = value.inputs if value.kind == "computed" and value.operation == "choice" else (value,)
    return {
        str(way) for way in ways if any(leaf.from_request or leaf.kind == "computed" for leaf in way.leaves())
    }
