"""Looks for requests whose values are written without being checked."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import App, Endpoint, Origin, Query
from roadworthy.catalogue import Verdict, clear, not_applicable, unknown
from roadworthy.patterns.malicious_input.unvalidated_input.blank import judge_blank
from roadworthy.patterns.malicious_input.unvalidated_input.charged import judge_charged
from roadworthy.patterns.malicious_input.unvalidated_input.direct import detect_direct
from roadworthy.patterns.malicious_input.unvalidated_input.fields import flaws_of
from roadworthy.patterns.malicious_input.unvalidated_input.finding import InputGap
from roadworthy.patterns.malicious_input.unvalidated_input.harms import judge_harms
from roadworthy.patterns.malicious_input.unvalidated_input.loose import judge_limits
from roadworthy.patterns.malicious_input.unvalidated_input.records import (
    lets_more_through,
    omitted_fields,
    settable_columns,
)
from roadworthy.patterns.malicious_input.unvalidated_input.unseen_tables import detect_unseen
from roadworthy.patterns.malicious_input.unvalidated_input.words import as_gap, is_mere_length
from roadworthy.views.data.request_fields import RequestField, spread_fields, written_fields
from roadworthy.views.people.access import ROLE, Access
from roadworthy.views.people.offices import asks_for_office
from roadworthy.views.requests.signed import checks_signature
from roadworthy.views.requests.unread_schemas import unread_schema


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each endpoint, and for each table that pages write without one."""
    for endpoint in app.endpoints:
        yield _judge(app, endpoint)
    yield from detect_direct(app)
    yield from detect_unseen(app)


def _judge(app: App, endpoint: Endpoint) -> Verdict:
    charged = judge_charged(endpoint)
    if charged is not None:
        return charged
    changes = [q for q in endpoint.queries if q.operation in ("insert", "update", "upsert")]
    fields = written_fields(app, endpoint)
    spreads = [(query, spread) for query in changes for spread in spread_fields(endpoint, query)]
    limit = judge_limits(app, endpoint) or judge_harms(app, endpoint)
    if limit is not None and not fields and not spreads:
        return limit
    if not fields and not spreads:
        return not_applicable(endpoint.subject, "it writes nothing of what the request says")
    if checks_signature(endpoint):
        return clear(
            endpoint.subject, "a signature shows that it comes from the service that knows its values"
        )
    schema = unread_schema(endpoint)
    if schema and not endpoint.checks:
        return unknown(
            endpoint.subject, f"`{schema}` looks at the request before, and what it lets through is not read"
        )
    found = _finding(app, endpoint, fields, spreads)
    if found.spread is None and not found.flaws:
        return limit or judge_blank(endpoint, fields) or clear(endpoint.subject, _reason(endpoint, fields))
    if limit is not None and found.spread is None and all(map(is_mere_length, found.flaws)):
        return limit
    return as_gap(found)


def _reason(endpoint: Endpoint, fields: tuple[RequestField, ...]) -> str:
    if endpoint.checks:
        return "what it writes has passed a schema"
    if fields and all(field.compared for field in fields):
        return "the handler checks what it writes"
    return "what it writes are keys that the database itself checks"


def _finding(
    app: App, endpoint: Endpoint, fields: tuple[RequestField, ...], spreads: list[tuple[Query, Origin]]
) -> InputGap:
    access = Access(endpoint)
    guarded = all(ROLE in access.at_query(q) for q in endpoint.queries if q.operation != "select")
    trusted = guarded and asks_for_office(endpoint)
    flaws = [flaw for field in fields for flaw in flaws_of(app, access, field, guarded, trusted)]
    for query, spread in spreads:
        table = app.table(query.table)
        omitted = tuple(spread.operation.split()[1:]) if spread.operation.startswith("omit") else ()
        omitted = omitted or omitted_fields(query)
        more = lets_more_through(endpoint, spread)
        settable = (
            settable_columns(app, table, query, spread, omitted, guarded, more=more)
            if table is not None
            else ()
        )
        if settable:
            return InputGap(endpoint, tuple(flaws), query, settable, omitted, guarded)
    return InputGap(endpoint, tuple(flaws), guarded=guarded)
