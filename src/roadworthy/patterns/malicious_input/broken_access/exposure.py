"""Which tables the app shows to everyone, and which it lets only some people fill."""

from __future__ import annotations

from roadworthy.app import App, Endpoint, Query
from roadworthy.app.access import ROLE, SIGNED_IN, Access
from roadworthy.app.people import owner_of, users_table


def is_public(app: App, table: str) -> bool:
    """Whether a table is shown to visitors without an account by the app's own design."""
    return table in app.view(_public_tables)


def _public_tables(app: App) -> set[str]:
    """Tables that some endpoint lists to everyone: no sign-in, no key."""
    people = users_table(app)
    shown = set()
    for endpoint in app.endpoints:
        access = Access(endpoint)
        if endpoint.method != "GET" or SIGNED_IN in access.anywhere():
            continue
        for query in endpoint.queries:
            if query.operation == "select" and not query.one and is_told(endpoint, query):
                owner = owner_of(app, query.table)
                mine = owner is not None and any(f.column == owner.column for f in query.filters)
                if not mine and (people is None or query.table != people.name):
                    shown.add(query.table)
    return shown


def managed_tables(app: App) -> set[str]:
    """Tables without owner that most endpoints fill, with what the request says, only for a role."""
    balance: dict[str, int] = {}
    for endpoint in app.endpoints:
        access = Access(endpoint)
        for query in endpoint.queries:
            if query.operation == "insert" and query.table and owner_of(app, query.table) is None:
                guarded = ROLE in access.at_query(query)
                balance[query.table] = balance.get(query.table, 0) + (1 if guarded else -1)
    return {table for table, more in balance.items() if more > 0}


def is_told(endpoint: Endpoint, query: Query) -> bool:
    """Whether what a query read is part of a successful answer."""
    return any(
        leaf.kind == "row" and leaf.query == query.number
        for answer in endpoint.answers
        if answer.status < 400
        for leaf in answer.body.leaves()
    )
