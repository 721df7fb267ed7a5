"""Requests that say themselves how much is read."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Origin, Query
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.unvalidated_input.finding import LimitGap, SignGap
from roadworthy.patterns.malicious_input.unvalidated_input.overlong import holds_to_its_word
from roadworthy.regex import regex
from roadworthy.views.people.access import ROLE, Access

# Python's `int()` refuses what is no number; how large it may be is then a matter of lists without end, judged there.
_CLAMPS = regex(r"(^|\.)(min|clamp)(\(\))?$|^slice$|^(int|float|Decimal|decimal\.Decimal)(\(\))?$")


def detect_limits(endpoint: Endpoint) -> Iterator[tuple[Query, Origin]]:
    """The queries whose number of rows a client decides: nothing on the way tests it or cuts it off."""
    for query in endpoint.queries:
        raw = _raw(query.limit) if query.operation == "select" and query.limit is not None else None
        if raw is not None and not _tested(query, raw):
            yield query, raw


def judge_limits(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an endpoint that lets the client say how much is read; None for others. What only staff can ask is theirs."""
    if ROLE in Access(endpoint).anywhere():
        return None
    found = next(iter(detect_limits(endpoint)), None)
    if found is None:
        return _negative(app, endpoint)
    query, raw = found
    name = raw.path[-1] if raw.path else "limit"
    return gap(
        endpoint.subject,
        f"Whoever sends the request says how many rows of {query.table} are read: {name} has no limit",
        impact=f"Outage: one request with a huge {name} reads all of {query.table}, and a word instead of a number ends in a 500",
        locations=(endpoint.location, query.location),
        evidence=(f"`{raw.kind}.{name}` reaches the limit of the query at {query.location} as it comes",),
        severity=Severity.MEDIUM,
        details=LimitGap(endpoint, query, name),
        cwe="CWE-770",
    )


_LEAST = regex(r"\b(ge|gt|min|positive|nonnegative|validated|checked|enum|literal|Literal|any)\b")


def _negative(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of a number of rows that a schema knows as a number of whatever sign: `limit: int = 100`. PostgreSQL and MySQL refuse
    a negative one (PostgreSQL's documentation, "LIMIT Clause": an error is raised)."""
    for query in endpoint.queries:
        part = _number(query.limit) if query.operation == "select" and query.limit is not None else None
        if part is None or query.caught or query.library != "sqlalchemy" or not holds_to_its_word(app):
            continue
        if part.kind == "query" and not _tested(query, part):
            name = part.path[-1]
            return gap(
                endpoint.subject,
                f"A negative {name} ends in a 500",
                impact="People see an error page for a changed address, and a script fills the log",
                locations=(endpoint.location, query.location),
                evidence=(
                    f"`{name}` is any whole number, and the database refuses a negative limit at {query.location}",
                ),
                severity=Severity.LOW,
                details=SignGap(endpoint, part, query.location),
                cwe="CWE-20",
            )
    return None


def _number(limit: Origin) -> Origin | None:
    """The part of the address that a limit is, where a schema, or `int()`, asks for a whole number and no more."""
    if limit.kind == "computed" and limit.operation in ("choice", "or", "int") and limit.inputs:
        sent = [one for one in limit.inputs if one.kind != "constant"]
        whole = limit.operation == "int" and sent and sent[0].kind == "query"
        return sent[0] if whole and sent[0].path else (_number(sent[0]) if len(sent) == 1 else None)
    rules = dict(limit.schema).get("", "")
    plain = limit.kind == "parsed" and rules.split(" ", 1)[0] == "int" and not _LEAST.search(rules)
    return limit.inputs[0] if plain and limit.inputs and limit.inputs[0].path else None


def _raw(origin: Origin) -> Origin | None:
    """The part of the request that is the limit as it came, or converted at most."""
    if origin.kind in ("body", "query"):
        return origin
    if origin.kind != "computed" or _CLAMPS.search(origin.operation):
        return None
    return next((raw for inner in origin.inputs if (raw := _raw(inner)) is not None), None)


def _tested(query: Query, raw: Origin) -> bool:
    """Whether a comparison on the way has to do with it."""
    for fact in query.facts:
        if fact.right is None and fact.left.kind == raw.kind:
            continue  # that it was sent says nothing of its size
        sides = [side for side in (fact.left, fact.right) if side is not None]
        for side in sides:
            if any(leaf.kind == raw.kind and leaf.path == raw.path for leaf in side.leaves()):
                return True
    return False
