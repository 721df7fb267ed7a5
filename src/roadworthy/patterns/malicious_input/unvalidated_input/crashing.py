"""Keys of a form that the database refuses, in handlers whose failure nobody catches: one address ends the process."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint, Origin, Query
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.unvalidated_input.finding import HarmGap
from roadworthy.regex import regex
from roadworthy.views.failures.lifecycle import escaping, throws_in_callback
from roadworthy.views.requests.taint import is_tested

# Columns of PostgreSQL and MongoDB that take a value of their form only.
_STRICT = regex(r"^(integer|int\d?|bigint|smallint|serial|uuid|objectid)\b", re.I)
_CONVERTED = regex(r"^(Number|parseInt|Number\.parseInt|parseFloat|unary \+|\+|String|trim)(\(\))?$")
_DRIVERS = (
    "pg",
    "postgres",
    "@neondatabase/serverless",
    "@vercel/postgres",
    "mongoose",
    "mongodb",
    "@prisma/client",
)


def judge_crashing(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an endpoint that a malformed key in its address brings down with the whole server; None for others."""
    unguarded = endpoint.subject in app.view(_unguarded)
    for query in endpoint.queries:
        if not unguarded and not (query.library == "pg" and throws_in_callback(app, query.location)):
            continue
        part = _refused(app, endpoint, query)
        if part is not None:
            return _gap(endpoint, query, part)
    return None


def _unguarded(app: App) -> frozenset[str]:
    """The endpoints of Express 4 from which a rejection escapes, where the database is one that refuses."""
    if not any(app.deployment.package(name) for name in _DRIVERS):
        return frozenset()
    return frozenset(endpoint.subject for endpoint in app.view(escaping))


def _refused(app: App, endpoint: Endpoint, query: Query) -> Origin | None:
    table = app.table(query.table)
    if query.caught or table is None:
        return None
    for item in query.filters:
        column = table.column(item.column)
        part = _as_it_came(item.value) if column is not None and _STRICT.match(column.type) else None
        if part is not None and not is_tested((*endpoint.facts, *query.facts), part):
            return part
    return None


def _as_it_came(origin: Origin) -> Origin | None:
    """The part of the address that a value is, converted at most."""
    if origin.kind == "params":
        return origin
    if origin.kind == "computed" and _CONVERTED.match(origin.operation) and origin.inputs:
        return _as_it_came(origin.inputs[0])
    return None


def _gap(endpoint: Endpoint, query: Query, part: Origin) -> Verdict:
    name = part.path[-1] if part.path else "id"
    return gap(
        endpoint.subject,
        f"A {name} of another form than expected ends the server's process",
        impact="Outage: one request to an address like /abc takes the app down for everybody",
        locations=(query.location, endpoint.location),
        evidence=(
            f"`{name}` of the address reaches the query of {query.table} at {query.location} as it comes, and the database refuses what is no key",
            "nothing catches the failure: neither the handler, nor Express, which is not asked any more when it comes",
        ),
        severity=Severity.HIGH if endpoint.method == "GET" else Severity.MEDIUM,
        details=HarmGap(endpoint, part, query.location),
        cwe="CWE-248",
    )
