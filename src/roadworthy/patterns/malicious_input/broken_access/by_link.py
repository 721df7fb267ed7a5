"""Judges changes that a mere link makes: browsers follow links that other sites, mails and previews hold, with the reader's session."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Query
from roadworthy.app.other_tongues import spelled
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.regex import regex
from roadworthy.views.data.deletions import is_light
from roadworthy.views.people.access import SIGNED_IN, Access
from roadworthy.views.requests.facts import all_facts

# Links are how these are done: what came by mail, what another service sends people back to, the way out.
_MEANT = regex(
    r"verif|confirm|activat|unsubscri|callback|token|log_?-?out|sign_?-?out|accept|invit|magic|return|success|cancel_?url|webhook|cron",
    re.I,
)
_BOOKED = regex(r"(^|_)(orders?|bookings?|reservations?|appointments?|tickets?|loans?|payments?)$")
_STATE = regex(
    r"(^|_)(status|state|approved|cancelled|is_?active|active|blocked|banned|role|is_?admin|paid)$", re.I
)

# A row that is found by a row that the address names.
_STEPS = 3


def judge_link(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of a GET request of somebody signed in that deletes, books or decides; None elsewhere."""
    if endpoint.method != "GET" or endpoint.kind != "http" or _MEANT.search(endpoint.path):
        return None
    if SIGNED_IN not in Access(endpoint).anywhere() or not _by_session(endpoint):
        return None
    query = next(_changes(app, endpoint), None)
    if query is None:
        return None
    does = {"delete": "deletes rows of", "insert": "adds rows to"}.get(query.operation, "changes rows of")
    return gap(
        endpoint.subject,
        f"Following a link {does} {query.table}",
        impact="Another site, a mail's picture, a preview or a prefetch does it with the reader's session; nobody clicked",
        locations=(endpoint.location, query.location),
        evidence=(
            f"it is a GET request, which browsers send for links and pictures, and {query.location} {does} {query.table}",
        ),
        severity=Severity.MEDIUM,
        details=OpenGap(endpoint, "link"),
        cwe="CWE-352",
    )


def _by_session(endpoint: Endpoint) -> bool:
    """Whether a cookie says who is there: a link carries it, and no header that a script must set."""
    sides = [side for fact in all_facts(endpoint) for side in (fact.left, fact.right) if side is not None]
    leaves = [leaf for side in sides for leaf in side.leaves()]
    headers = any(leaf.kind == "headers" for leaf in leaves)
    return not headers and any(leaf.kind in ("session", "cookies") for leaf in leaves)


def _changes(app: App, endpoint: Endpoint) -> Iterator[Query]:
    for query in endpoint.queries:
        if is_light(query.table, app.table(query.table)):
            continue
        named = _named_by_path(endpoint, query)
        decided = query.operation == "update" and any(
            _STATE.search(write.column) and write.value.kind == "constant" for write in query.writes
        )
        booked = query.operation == "insert" and _BOOKED.search(spelled(query.table)) is not None
        if named and (query.operation == "delete" or decided or booked):
            yield query


def _named_by_path(endpoint: Endpoint, query: Query) -> bool:
    """Whether the address says what is changed, by itself or through the row that it finds."""
    values = [f.value for f in query.filters] + [write.value for write in query.writes]
    for _ in range(_STEPS):
        leaves = [leaf for value in values for leaf in value.sources()]
        if any(leaf.kind in ("params", "query") for leaf in leaves):
            return True
        found = {leaf.query for leaf in leaves if leaf.kind == "row"}
        values = [f.value for q in endpoint.queries if q.number in found for f in q.filters]
    return False
