"""Judges inserts that become changes of whatever row has the key that the request names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roadworthy.app import App, Endpoint, Query
from roadworthy.app.origin import REQUEST_KINDS, Fact
from roadworthy.patterns.malicious_input.broken_access.finding import AccessGap
from roadworthy.views.people.access import OWNER, ROLE, SIGNED_IN, Access
from roadworthy.views.people.people import owner_of


def overwriting(app: App, endpoint: Endpoint, access: Access, query: Query) -> Iterator[AccessGap]:
    """`insert ... on conflict (id) do update` with an id of the request: the row that has it may be anybody's, and nothing
    before has refused the request for that."""
    table, owner = app.table(query.table), owner_of(app, query.table)
    if query.operation != "upsert" or table is None or owner is None or owner.through:
        return
    guards = access.guards(query.facts)
    if SIGNED_IN not in access.at_query(query) or guards & {OWNER, ROLE} or _looked_at(access, query):
        return
    key = next((name for name in query.conflict.split(",") if name in table.primary_key), None)
    if key is None or len(table.primary_key) > 1 or owner.column in query.conflict.split(","):
        return
    written = query.written(key)
    part = next((leaf for leaf in written.leaves() if leaf.kind in REQUEST_KINDS), None) if written else None
    if part is None or (written is not None and access.is_own(written)):
        return
    if any(access.is_own(f.value) for f in query.filters):
        return
    yield AccessGap(
        endpoint,
        query,
        "ownership",
        (part.kind, part.path[-1] if part.path else ""),
        key,
        owner.column,
    )


def _looked_at(access: Access, query: Query) -> bool:
    """`if (row && row.userId !== me) throw`: there is no such row, or it is the person's own."""
    return any(
        fact.operator == "any"
        and any(OWNER in access.guards(way) for way in fact.any_of)
        and all(OWNER in access.guards(way) or _is_absent(way, query) for way in fact.any_of)
        for fact in query.facts
    )


def _is_absent(way: Sequence[Fact], query: Query) -> bool:
    return any(
        fact.operator == "truthy"
        and not fact.holds
        and any(leaf.kind == "row" and leaf.table == query.table for leaf in fact.left.leaves())
        for fact in way
    )
