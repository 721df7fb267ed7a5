"""Judges what the administrators of a firm change for all firms, where anybody founds a firm of their own and is its administrator."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Query
from roadworthy.patterns.malicious_input.broken_access.deciding import decides
from roadworthy.patterns.malicious_input.broken_access.finding import SHARED, AccessGap
from roadworthy.patterns.malicious_input.broken_access.keys import chosen_key
from roadworthy.patterns.malicious_input.broken_access.tenants import roles_asked
from roadworthy.views.people.access import OWNER, ROLE, SIGNED_IN, Access
from roadworthy.views.people.people import owner_of, privileged, users_table
from roadworthy.views.people.tenants import tenancy


def of_all_firms(
    app: App, endpoint: Endpoint, access: Access, query: Query, guards: set[str]
) -> Iterator[AccessGap]:
    """A row that is no firm's, changed or taken out by the administrator of any."""
    known = tenancy(app)
    if known is None or ROLE not in guards or OWNER in guards or query.operation not in ("update", "delete"):
        return
    whole = {*known.columns, *known.parts, known.people[0] if known.people else ""}
    if query.table in whole or owner_of(app, query.table) is not None or app.table(query.table) is None:
        return
    words = roles_asked(access, query.facts)
    key = chosen_key(endpoint, access, query)
    if key is None or not decides(query) or not words or not words <= app.view(_of_founders):
        return
    if _is_theirs(access, query) or not _is_shared(app, query.table):
        return
    column, part = key
    yield AccessGap(endpoint, query, SHARED, (part.kind, part.path[-1] if part.path else ""), column)


def _is_theirs(access: Access, query: Query) -> bool:
    """Whether a query finds only what the person's own firm has."""
    return query.number in access.own_rows or any(access.is_own(item.value) for item in query.filters)


def _is_shared(app: App, name: str) -> bool:
    """Whether rows of what firms have refer to rows of a table: all of them use it."""
    known = tenancy(app)
    return known is not None and any(
        column.references is not None and column.references.table == name
        for table in app.tables
        if table.name in known.columns
        for column in table.columns
    )


def _of_founders(app: App) -> frozenset[str]:
    """The roles that whoever founds a firm is given in it, without an account."""
    people = users_table(app)
    found: set[str] = set()
    for endpoint in app.endpoints:
        access = Access(endpoint)
        for query in endpoint.queries:
            if people is None or query.table != people.name or query.operation != "insert":
                continue
            made = {one.number for one in endpoint.queries if one.operation == "insert" and one is not query}
            own = any(
                leaf.query in made for w in query.writes for leaf in w.value.leaves() if leaf.kind == "row"
            )
            if own and SIGNED_IN not in access.at_query(query):
                found |= {
                    str(w.value.value)
                    for w in query.writes
                    if privileged(w.column) and w.value.kind == "constant" and isinstance(w.value.value, str)
                }
    return frozenset(found)
