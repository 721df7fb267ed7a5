"""Judges accounts that are found by a secret of the request which nobody looks at first: sent without it, the question finds another."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint, Origin, Query, Table
from roadworthy.app.origin import each_once
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.regex import regex
from roadworthy.views.people.people import users_table

_SECRET = regex(
    r"(^|_)(token|otp|pin|code|secret|hash|key)$|(Token|Otp|Code|Secret|Hash|Key)$|token|api_?key", re.I
)
_SENT = ("body", "query", "headers", "cookies")


def judge_missing_key(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an endpoint that takes whoever is found first for the sender when no key is sent; None elsewhere."""
    people = users_table(app)
    if people is None or endpoint.kind not in ("http", "action", "rpc") or endpoint.checks:
        return None
    for query in endpoint.queries:
        if query.table != people.name or query.operation != "select" or len(query.filters) != 1:
            continue
        item = query.filters[0]
        known = item.operator == "=" and not item.optional and _SECRET.search(item.column)
        if (
            known
            and _goes_on_without(app, query, people, item.column)
            and _may_be_missing(endpoint, query, item.value)
        ):
            return _told(endpoint, query, item.column, item.value)
    return None


# Prisma's findUnique refuses a missing value, the others leave the condition out (its reference, "Null and undefined"); TypeORM's
# find methods do (its guide, "Find options").
_LEAVES_OUT = {"prisma": regex(rb"\.findFirst(OrThrow)?\("), "typeorm": regex(rb"\.findOne(By)?(OrFail)?\(")}


def _goes_on_without(app: App, query: Query, people: Table, column: str) -> bool:
    """Whether a question without the value finds somebody: its condition is left out, or it is that of all who have none."""
    held = people.column(column)
    if query.library == "mongoose":
        return query.one and held is not None and held.nullable
    asks = _LEAVES_OUT.get(query.library)
    return asks is not None and asks.search(app.source(query.location)) is not None


def _may_be_missing(endpoint: Endpoint, query: Query, value: Origin) -> bool:
    """Whether a value is the request's as it is, and nothing was asked of it before."""
    if value.kind not in _SENT or not value.path:
        return False
    asked = each_once((*endpoint.facts, *query.facts))
    sides = [side for fact in asked for side in (fact.left, fact.right) if side is not None]
    return not any(
        leaf.kind == value.kind and leaf.path == value.path for side in sides for leaf in side.leaves()
    )


def _told(endpoint: Endpoint, query: Query, column: str, value: Origin) -> Verdict:
    return gap(
        endpoint.subject,
        f"Whoever sends no {value.path[-1]} is taken for the first account that is found",
        impact="Strangers act as somebody else, or give the account a password of their own, without knowing anything of it",
        locations=(query.location, endpoint.location),
        evidence=(
            f"{query.location} looks for {query.table}.{column}: {value}, and nothing asks before whether it was sent",
            f"{query.library} leaves a condition out whose value is undefined, so that any row meets what is left"
            if query.library != "mongoose"
            else "the driver takes undefined for null, which each account has that never was given one",
        ),
        severity=Severity.CRITICAL,
        details=OpenGap(endpoint, "missing-key", query=query, column=column),
        cwe="CWE-287",
    )
