"""Looks for numbers that each request adds to or takes from: sent twice, the same goods are booked twice."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint, Query, Write
from roadworthy.app.origin import each_once
from roadworthy.app.other_tongues import spelled
from roadworthy.app.table import Table
from roadworthy.regex import regex
from roadworthy.views.data.embedded import added_records
from roadworthy.views.data.inserts import is_limiter, refused_by_state, taken_by_update

_VALUE = regex(
    r"(^|_)(stock\w*|quantity|qty|balance|points|coins|credits|wallet\w*|on_hand|inventory|amount(_?paid)?|paid(_?amount)?|remain(s|ing)|due)$",
    re.I,
)
# What only one person sees, and sees at once.
_OWN = regex(r"cart|basket|draft|wish", re.I)


def counted_again(app: App, endpoint: Endpoint) -> Query | None:
    """The update of an endpoint that adds to what there is, or takes from it, once more for each request; None when there is
    none, or the second request is refused."""
    if endpoint.kind != "http" or any(query.operation == "delete" for query in endpoint.queries):
        return None
    for query in endpoint.queries:
        if query.operation != "update" or is_limiter(query.table) or _OWN.search(spelled(query.table)):
            continue
        if counted(query) is None or refused_by_state(endpoint, query) or taken_by_update(endpoint, query):
            continue
        asked = {item.column for item in query.filters}
        stated = {write.column for write in query.writes if write.value.kind == "constant"}
        if not asked & stated:
            return query
    return None


_WORTH = regex(r"(^|_|\.)(\w*(amount|price|cost|total|fee)|quantity|qty|sum)$", re.I)


def added_again(app: App, endpoint: Endpoint) -> Query | None:
    """The update of an endpoint that adds a record about money or goods to a list of the row (a payment to an order), once more
    for each request; None when there is none, or the list was looked through for it before."""
    if endpoint.kind != "http" or endpoint.method != "POST":
        return None
    return next((query for query in endpoint.queries if _adds_worth(app, endpoint, query)), None)


def _adds_worth(app: App, endpoint: Endpoint, query: Query) -> bool:
    table = app.table(query.table)
    if table is None or query.operation != "update" or _OWN.search(spelled(query.table)):
        return False
    return not refused_by_state(endpoint, query) and any(
        record.from_request and _is_worth(table, write.column) and not _looked_through(query, write.column)
        for write, record in added_records(query)
    )


def _is_worth(table: Table, column: str) -> bool:
    return any(
        c.numeric and c.name.startswith(f"{column}.") and _WORTH.search(c.name) for c in table.elements
    )


def _looked_through(query: Query, column: str) -> bool:
    """Whether it is added only where the list holds none yet."""
    return any(
        leaf.kind == "row" and leaf.table == query.table and leaf.path[:1] == (column,)
        for one in each_once(query.facts)
        for side in (one.left, one.right)
        if side is not None
        for leaf in side.leaves()
    )


def counted(query: Query) -> Write | None:
    """The write of an update that reckons with the number that is there and with one that the request says."""
    return next(
        (write for write in query.writes if _VALUE.search(write.column) and _adds(query, write)), None
    )


def _adds(query: Query, write: Write) -> bool:
    value = write.value
    sent = any(leaf.from_request for leaf in value.leaves())
    own = write.arithmetic or any(
        leaf.kind == "row" and leaf.table == query.table and leaf.path[-1:] == (write.column,)
        for leaf in value.leaves()
    )
    # `$inc: { balance: amount }` tells only by how much.
    reckoned = write.arithmetic or (value.kind == "computed" and value.operation in ("+", "-"))
    return bool(own) and sent and reckoned
