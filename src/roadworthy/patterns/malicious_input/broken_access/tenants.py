"""Judges what reaches the rows of a firm that the person who asks is no member of."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Query
from roadworthy.patterns.malicious_input.broken_access.exposure import is_open, is_told
from roadworthy.patterns.malicious_input.broken_access.finding import TENANT, AccessGap
from roadworthy.patterns.malicious_input.broken_access.keys import (
    checked_before,
    chosen_by_request,
    names_a_row,
)
from roadworthy.views.people.access import OWNER, ROLE, SIGNED_IN, Access
from roadworthy.views.people.tenants import tenant_columns


def reaching_other_tenants(
    app: App, endpoint: Endpoint, access: Access, query: Query, guards: set[str]
) -> Iterator[AccessGap]:
    """Rows of the tenant that the request names, where elsewhere the app asks whether the person belongs to it."""
    column = tenant_columns(app).get(query.table)
    if column is None or guards & {OWNER, ROLE} or SIGNED_IN not in guards:
        return
    if query.operation not in ("select", "update", "delete") or query.table not in app.view(_asked_elsewhere):
        return
    chosen = chosen_by_request(query)
    named = chosen is not None and (
        chosen.column == column or names_a_row(app, query.table, chosen.column, None)
    )
    if chosen is None or not named or checked_before(endpoint, access, query):
        return
    if query.operation == "select" and (is_open(app, endpoint, query) or not is_told(endpoint, query)):
        return
    part = next(leaf for leaf in chosen.value.sources() if leaf.from_request)
    yield AccessGap(
        endpoint, query, TENANT, (part.kind, part.path[-1] if part.path else ""), column, owner_column=column
    )


def _asked_elsewhere(app: App) -> frozenset[str]:
    """Tables of tenants of which some endpoint makes sure that the person is a member, or takes the tenant from the session."""
    found = set()
    for endpoint in app.endpoints:
        access = Access(endpoint)
        for query in endpoint.queries:
            if query.table in tenant_columns(app) and OWNER in access.at_query(query):
                found.add(query.table)
    return frozenset(found)
