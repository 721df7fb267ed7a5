"""Filters that are left out where nothing is sent: TypeORM and Prisma take `{ email: undefined }` for no condition at all, and find the
first row there is (TypeORM's documentation, "Find Options"; Prisma's, "Null and undefined")."""

from __future__ import annotations

from roadworthy.app import App, Endpoint, Fact, Origin, Query
from roadworthy.app.origin import each_once
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.unvalidated_input.finding import MissingGap
from roadworthy.regex import regex

# What takes any filter; findUnique asks for a value.
_PRISMA = regex(rb"\.(findFirst|findFirstOrThrow|updateMany|deleteMany)\(")
_TYPEORM = regex(rb"\.(findOne|findOneBy|findOneOrFail|findOneByOrFail)\(")


def judge_dropped(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an endpoint that takes the first row where it is told none; None for others."""
    # What calls a server action is the app's own page, which hands it what it has.
    for query in endpoint.queries if endpoint.kind == "http" else ():
        part = _only_by_what_is_sent(app, endpoint, query)
        if part is not None:
            return _gap(endpoint, query, part)
    return None


def _only_by_what_is_sent(app: App, endpoint: Endpoint, query: Query) -> Origin | None:
    """The part of the body by which alone a row is found, where nobody asks whether it is there."""
    asks = {"prisma": _PRISMA, "typeorm": _TYPEORM}.get(query.library)
    if asks is None or not query.filters or not asks.search(app.source(query.location)):
        return None
    parts = [item.value for item in query.filters]
    sent = all(part.kind == "body" and part.path for part in parts)
    plain = all(item.operator == "=" and not item.optional for item in query.filters)
    facts = (*endpoint.facts, *query.facts)
    if not (sent and plain) or any(_is_spoken_of(facts, part) for part in parts):
        return None
    return parts[0]


def _is_spoken_of(facts: tuple[Fact, ...], part: Origin) -> bool:
    """Whether anything was asked of a part before, if only whether it is there."""
    sides = (side for fact in each_once(facts) for side in (fact.left, fact.right) if side is not None)
    return any(
        leaf.kind == part.kind and leaf.path[: len(part.path)] == part.path
        for side in sides
        for leaf in side.sources()
    )


def _gap(endpoint: Endpoint, query: Query, part: Origin) -> Verdict:
    name = part.path[-1]
    return gap(
        endpoint.subject,
        f"A request without {name} finds the first row of {query.table}",
        impact="Somebody else's row is taken for the one that was meant, or the request ends in a 500",
        locations=(query.location, endpoint.location),
        evidence=(
            f"`{name}` is all that the row is found by at {query.location}; undefined is no condition there, and nobody asks whether it was sent",
        ),
        severity=Severity.MEDIUM,
        details=MissingGap(endpoint, part, query.location),
        cwe="CWE-20",
    )
