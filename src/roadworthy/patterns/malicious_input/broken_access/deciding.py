"""Whether the request says what is written, or the app's own arithmetic does."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint, Origin, Query
from roadworthy.app.query import Write
from roadworthy.patterns.malicious_input.broken_access.tidying import tidies_up
from roadworthy.regex import regex
from roadworthy.views.people.audit_trail import audit_tables


def decides(query: Query) -> bool:
    """Whether the request says what is written. Taking one's own order from the stock (`stock = stock - n`) is the
    app's arithmetic, not a say over the product."""
    if query.operation != "update":
        return True
    computed = [
        write.arithmetic
        or any(
            leaf.kind == "row" and (leaf.table == query.table or not write.value.from_request)
            for way in _new_ways(query, write)
            for leaf in way.leaves()
        )
        for write in query.writes
    ]
    return bool(query.spreads) or not all(computed)


def _new_ways(query: Query, write: Write) -> list[Origin]:
    """What a column is written to where it does not stay as it was: a form keeps the fields that were not sent."""
    value = write.value
    ways = value.inputs if value.kind == "computed" and value.operation == "choice" else (value,)
    return [
        way
        for way in ways
        if not (way.kind == "row" and way.table == query.table and way.path[-1:] == (write.column,))
    ] or [value]


_MONEY = regex(r"(^|_)(balance|wallet\w*|amount|remain\w*|paid\w*|due\w*|owed|credits?)$", re.I)


def states_an_amount(endpoint: Endpoint, query: Query) -> bool:
    """Whether the request says by how much money of a row is more or less, and nothing else follows from it that this would
    be the reckoning of: an order, a gift, a payment that a service took."""
    alone = all(other is query or other.operation == "select" for other in endpoint.queries)
    return (
        alone
        and not endpoint.services
        and any(
            write.arithmetic and _MONEY.search(write.column) and write.value.from_request
            for write in query.writes
        )
    )


# How often a thing was looked at, and when last. What people say of it (likes, votes) is theirs.
_LOOKED_AT = regex(
    r"^(total_?|num_?)?(page_?)?(view|visit|click|hit|download|impression|play|read|open|access)(s|(s|ed)?_?(count(er)?|total|number)s?)$"
    r"|^(last_?)?(viewed|visited|clicked|downloaded|seen|accessed|opened|played)_?(at|on|date|time)$"
    r"|^last_?(view|visit|click|download|access|seen|viewed|visited|accessed)$",
    re.I,
)


def is_aside(app: App, endpoint: Endpoint, query: Query) -> bool:
    """Whether a query is none that somebody asks for: it tidies up, counts who looked, or writes down what happened."""
    return tidies_up(query) or counts_looks(query) or writes_down(app, endpoint, query)


def counts_looks(query: Query) -> bool:
    """Whether all that is changed is how often and when a thing was looked at, by the app's own reckoning: looking sets it, whoever
    looks."""
    return (
        query.operation == "update"
        and bool(query.writes)
        and not query.spreads
        and all(_LOOKED_AT.search(w.column) and not w.value.from_request for w in query.writes)
    )


def writes_down(app: App, endpoint: Endpoint, query: Query) -> bool:
    """Whether a row is the record of what else the endpoint does: it is there because that was done, whoever did it. An endpoint
    that does nothing else lets people forge records."""
    return (
        query.operation == "insert"
        and any(table.name == query.table for table in audit_tables(app))
        and any(other.table != query.table for other in endpoint.queries)
    )


def taken_from_services(endpoint: Endpoint, query: Query) -> bool:
    """Whether a row is only brought in line with what another service says of it (what Stripe holds of a subscription, what GitHub
    tells of an account): whoever asks for it sets off what the app would do by itself, and says nothing of what is written."""
    clients = frozenset(call.client.rsplit(".", 1)[-1] for call in endpoint.services)
    written = [_is_answer(write.value, clients) for write in query.writes if write.value.kind != "clock"]
    return query.operation == "update" and not query.spreads and bool(written) and all(written)


def _is_answer(value: Origin, clients: frozenset[str]) -> bool:
    """Whether a value is of an answer of one of these, or reckoned from one and from what stands in the code."""
    if value.kind != "computed":
        return False
    if value.operation.split("(")[0].split(".")[0] in clients and "()" in value.operation:
        return True
    said = [one for one in value.inputs if one.kind not in ("constant", "clock")]
    return bool(said) and all(_is_answer(one, clients) for one in said)
