"""What a call of an endpoint fills: tables that others read or people work through."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.app.other_tongues import spelled
from roadworthy.app.query import Query
from roadworthy.regex import regex
from roadworthy.views.data.absences import is_made_once
from roadworthy.views.data.inserts import is_record
from roadworthy.views.people.access import ROLE, SIGNED_IN, Access, refuses
from roadworthy.views.people.people import users_table
from roadworthy.views.requests.known_people import knows_people
from roadworthy.views.requests.purpose import HEAVY, MESSAGE, ORDER, PUBLIC_FORM, UPLOAD, Purpose

SENDS_PATH = regex(r"(^|[/_-])(send|launch|broadcast|invite|notify|blast)([/_-]|$)", re.I)
_UPLOAD_PATH = regex(r"(^|[/_-])(upload|import|ingest|bulk)([/_-]|$)", re.I)
_ORDER_TABLE = regex(r"^(\w+_)?(orders?|bookings?|reservations?|appointments?|tickets?)$", re.I)
_FORM_TABLE = regex(
    r"feedback|contact|review|comment|inquir|enquir|message|newsletter|subscriber|report|ticket|lead|survey|application"
    r"|waitlist|suggestion|complaint",
    re.I,
)


def filling(app: App, endpoint: Endpoint, guards: set[str], changes: bool) -> Iterator[Purpose]:
    """Rows that strangers, or anyone with an account, can add without end."""
    if not changes:
        return
    inserts = [
        q
        for q in endpoint.queries
        if q.operation in ("insert", "upsert")
        and q.table
        and not is_record(q.table, app.table(q.table))
        and not is_made_once(endpoint, q)
    ]
    if SIGNED_IN not in guards and refuses(endpoint):
        return
    if SIGNED_IN not in guards:
        yield from _open_filling(app, endpoint, inserts)
        return
    order = next(
        (q for q in inserts if _ORDER_TABLE.match(spelled(q.table)) and q.table in app.view(_worked_on)), None
    )
    if order is not None:
        yield Purpose(ORDER, f"rows of {order.table} are made that others have to work on", order.location)
    form = next(
        (
            q
            for q in inserts
            if endpoint.method in ("POST", "ACTION")
            and _FORM_TABLE.search(q.table)
            and _has_text(app, q)
            and is_for_others(app, q.table)
        ),
        None,
    )
    if form is not None:
        yield Purpose(PUBLIC_FORM, f"rows of {form.table} are made", form.location)


def _open_filling(app: App, endpoint: Endpoint, inserts: list[Query]) -> Iterator[Purpose]:
    people = users_table(app)
    foreign = [q for q in inserts if people is None or q.table != people.name or q.loops]
    bulk = next((q for q in foreign if q.loops or q.parallel), None)
    if bulk is not None or (_UPLOAD_PATH.search(endpoint.path) and foreign):
        query = bulk or foreign[0]
        what = f"anyone can load any number of rows into {query.table}"
        yield Purpose(UPLOAD, what, query.location, of_rows=True)
    elif knows_people(app) and (added := [q for q in foreign if q.table not in app.view(_unlocked)]):
        yield Purpose(PUBLIC_FORM, f"anyone can add rows to {added[0].table}", added[0].location)
    elif SENDS_PATH.search(endpoint.path) and (endpoint.services or endpoint.queries):
        yield Purpose(MESSAGE, "messages are sent out", endpoint.location)
    elif len({call.service for call in endpoint.services}) > 2:
        yield Purpose(HEAVY, "each call asks several other servers", endpoint.services[0].location)


def _unlocked(app: App) -> frozenset[str]:
    """Tables whose rows anybody changes or deletes as well: no form that is open to all, but a lock that is missing."""
    return frozenset(
        query.table
        for endpoint in app.endpoints
        if endpoint.method in ("PUT", "PATCH", "DELETE")
        and not Access(endpoint).anywhere()
        and not refuses(endpoint)
        for query in endpoint.queries
        if query.operation in ("update", "delete")
    )


def is_for_others(app: App, table: str) -> bool:
    """Whether rows of a table are read by others than those who make them: by staff, or by everyone."""
    return table in app.view(_read_by_others)


def _read_by_others(app: App) -> frozenset[str]:
    found = set()
    for endpoint in app.endpoints:
        guards = Access(endpoint).anywhere()
        if ROLE in guards or (SIGNED_IN not in guards and endpoint.method == "GET"):
            found |= {query.table for query in endpoint.queries if query.operation in ("select", "update")}
    return frozenset(found)


def _worked_on(app: App) -> frozenset[str]:
    """Tables whose rows staff change: somebody has to do something about each."""
    return frozenset(
        query.table
        for endpoint in app.endpoints
        if ROLE in Access(endpoint).anywhere()
        for query in endpoint.queries
        if query.operation == "update"
    )


def _has_text(app: App, query: Query) -> bool:
    table = app.table(query.table)
    return table is not None and any(
        column.type.partition("(")[0].strip() in ("text", "string", "varchar", "character varying")
        for column in table.columns
    )
