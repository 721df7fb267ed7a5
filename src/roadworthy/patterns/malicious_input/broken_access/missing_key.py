"""Judges accounts that are found by a secret of the request which nobody looks at first: sent without it, the question finds another."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint, Origin, Query, Table
from roadworthy.app.origin import Fact, each_once
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.regex import regex
from roadworthy.views.people.access import SIGNED_IN, Access
from roadworthy.views.people.guard_facts import succeeds
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


# What lets somebody in once the code was found to be the right one.
_LETS_IN = regex(
    r"(^|\.)(sign|sign_?async|encode|create_?(access_?)?token\w*|generate_?(access_?)?token\w*|login_?user|login|for_user)$",
    re.I,
)
_UNTIL = regex(r"expir|valid_?until|ttl", re.I)


def judge_equal_nothing(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an open endpoint that compares a code of the request with the account's own, and asks of neither whether there is one:
    an account that was never sent a code has none, and neither has the request; None elsewhere."""
    if endpoint.kind not in ("http", "action") or endpoint.checks or SIGNED_IN in Access(endpoint).anywhere():
        return None
    lets_in = any(_LETS_IN.search(name) for name in endpoint.calls)
    changes = any(query.operation == "update" for query in endpoint.queries)
    for answer in endpoint.answers if lets_in or changes else ():
        facts = list(each_once(answer.facts))
        if succeeds(answer) and not any(_UNTIL.search(str(fact)) for fact in facts):
            found = next(
                (one for fact in facts if (one := _equal(app, endpoint, fact, facts)) is not None), None
            )
            if found is not None:
                return _told_equal(endpoint, *found)
    return None


def _equal(app: App, endpoint: Endpoint, fact: Fact, facts: list[Fact]) -> tuple[Query, str, Origin] | None:
    """The query that found the row, the column and what was sent, where they are compared as they are."""
    if fact.operator != "==" or not fact.holds or fact.right is None:
        return None
    for held, sent in ((fact.left, fact.right), (fact.right, fact.left)):
        if held.kind != "row" or len(held.path) != 1 or sent.kind not in ("body", "query") or not sent.path:
            continue
        query = next((one for one in endpoint.queries if one.number == held.query), None)
        table = app.table(held.table)
        column = table.column(held.path[0]) if table is not None else None
        empty = column is not None and column.nullable and not column.default and _SECRET.search(column.name)
        if (
            query is not None
            and empty
            and not any(_asks_whether(one, held, sent) for one in facts if one is not fact)
        ):
            return query, held.path[0], sent
    return None


def _asks_whether(fact: Fact, held: Origin, sent: Origin) -> bool:
    """Whether a fact is about one of the two."""
    sides = [side for side in (fact.left, fact.right) if side is not None]
    return any(
        leaf.path == one.path and leaf.kind == one.kind
        for side in sides
        for leaf in side.leaves()
        for one in (held, sent)
    )


def _told_equal(endpoint: Endpoint, query: Query, column: str, sent: Origin) -> Verdict:
    return gap(
        endpoint.subject,
        f"Whoever sends no {sent.path[-1]} is let in to each account that has no {column}",
        impact="Strangers come in as anybody whose address they know, and who was not just sent a code",
        locations=(query.location, endpoint.location),
        evidence=(
            f"{query.table}.{column} is empty until a code is sent, and it is compared with {sent} as it is",
            "nothing asks before whether there is a code at all: nothing equals nothing",
        ),
        severity=Severity.CRITICAL,
        details=OpenGap(endpoint, "missing-key", query=query, column=column),
        cwe="CWE-287",
    )


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
