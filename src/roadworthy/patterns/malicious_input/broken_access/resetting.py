"""Judges endpoints that give an account another password for whoever names it."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint, Filter, Origin, Query
from roadworthy.app.other_tongues import spelled
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.finding import AccessGap
from roadworthy.regex import regex
from roadworthy.views.people.access import SIGNED_IN, Access
from roadworthy.views.people.entry import body_fields
from roadworthy.views.people.people import users_table
from roadworthy.views.secrets.exposure import holds_password

# What shows that the person themselves asks: what was sent to them, what only they know.
_PROOF = regex(r"token|code|otp|pin|nonce|hash|key|secret|answer|current|old|existing", re.I)
# A row that was made for one person, and the part of it that only the mail to them tells.
_SENT_TO_THEM = regex(
    r"(^|_)(invit(e|ation)s?|resets?|verifications?|confirmations?|activations?)(_|$)", re.I
)
_UNGUESSED = regex(r"^(uuid|guid|slug|id)$|uuid", re.I)
_CHECKS = regex(r"compare|verify|checkpw|check_password|jwt|validate", re.I)


def judge_resetting(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an open endpoint that changes the password of the account it is named; None elsewhere."""
    people = users_table(app)
    changes = endpoint.method in ("POST", "PUT", "PATCH", "ACTION") and people is not None
    if not changes or SIGNED_IN in Access(endpoint).anywhere() or _asks_proof(endpoint):
        return None
    for query in endpoint.queries:
        if query.operation == "update" and people is not None and query.table == people.name:
            chosen, named = _chosen(query), _named(endpoint, query)
            if chosen is not None and named is not None:
                return _told(endpoint, query, chosen, named)
    return None


def _asks_proof(endpoint: Endpoint) -> bool:
    names = [
        *body_fields(endpoint),
        *(i.name for i in endpoint.inputs if i.part in ("params", "query", "headers")),
    ]
    sent_to_them = any(
        _SENT_TO_THEM.search(spelled(query.table))
        and any(
            f.operator == "=" and f.value.from_request and _UNGUESSED.search(f.column) for f in query.filters
        )
        for query in endpoint.queries
        if query.operation == "select"
    )
    proven = sent_to_them or any(_PROOF.search(name) for name in names)
    return proven or any(_CHECKS.search(name) for name in endpoint.calls)


def _chosen(query: Query) -> bool | None:
    """Whether the sender says what the new password is; None where none is written."""
    write = next((write for write in query.writes if holds_password(write.column)), None)
    if write is None or write.value.kind == "constant":
        return None
    return any(leaf.kind in ("body", "parsed", "query") for leaf in write.value.leaves())


def _named(endpoint: Endpoint, query: Query) -> tuple[Filter, Origin] | None:
    """What the account is found by that the request names, by itself or through a row that it found; None for what it does not name."""
    read = {
        leaf.query
        for item in query.filters
        for leaf in item.value.leaves()
        if leaf.kind == "row" and leaf.query >= 0
    }
    keys = [*query.filters, *(f for other in endpoint.queries if other.number in read for f in other.filters)]
    given = ((item, leaf) for item in keys if item.operator == "=" for leaf in item.value.leaves())
    return next(((item, leaf) for item, leaf in given if leaf.kind in ("body", "parsed", "query")), None)


def _part(endpoint: Endpoint, leaf: Origin) -> tuple[str, str]:
    """Where in the request it stands; ('', '') where that is not one place."""
    name = leaf.path[-1] if len(leaf.path) == 1 else ""
    in_path = any(item.part == "params" and item.name == name for item in endpoint.inputs)
    part = "params" if in_path else "query" if leaf.kind == "query" else "body"
    return (part, name) if name else ("", "")


def _told(endpoint: Endpoint, query: Query, chosen: bool, named: tuple[Filter, Origin]) -> Verdict:
    item, leaf = named
    key = _part(endpoint, leaf) if item.table in ("", query.table) else ("", "")
    what = "take over any account" if chosen else "lock anyone out of their account"
    return gap(
        endpoint.subject,
        f"Anyone without an account can {what}: the password is changed at once, for whoever is named",
        impact="People lose their accounts to whoever knows their address"
        if chosen
        else "Whoever knows an address makes its password useless, again and again",
        locations=(query.location, endpoint.location),
        evidence=(
            f"{query.location} writes a new password for the account that the request names",
            "no token that was sent to the person and no earlier password is asked for",
        ),
        severity=Severity.CRITICAL if chosen else Severity.MEDIUM,
        details=AccessGap(endpoint, query, "sign-in", key, item.column if key[0] else ""),
        cwe="CWE-640",
    )
