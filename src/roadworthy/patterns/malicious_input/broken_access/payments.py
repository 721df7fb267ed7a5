"""Judges what is believed of payments: a signature over one payment that settles another row, and a signature that is only asked
for where a secret happens to be set."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from roadworthy.app import Endpoint, Origin, Query
from roadworthy.app.origin import Fact
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.regex import regex

_SIGNING = regex(r"hmac", re.I)
_VERIFYING = regex(
    r"hmac|compare_digest|timingSafeEqual|construct_?event|verify\w*signature|verifyWebhook", re.I
)
_SETTLED = regex(r"(^|_)(paid|settled)$|payment_?status|^status$|^state$|is_?paid", re.I)
_DONE = regex(r"^(paid|confirmed|completed?|success(ful)?|succeeded|captured|settled)$", re.I)
_SECRET = regex(r"SECRET|KEY|TOKEN", re.I)


def judge_payment(endpoint: Endpoint) -> Verdict | None:
    """The gap of a confirmation of payments that believes too much; None for other endpoints."""
    return _judge_unbound(endpoint) or _judge_unset(endpoint)


# --- the signature says nothing of the row -----------------------------------------------------------


def _judge_unbound(endpoint: Endpoint) -> Verdict | None:
    for query in endpoint.queries:
        signed = _signed(query.facts) if _settles(query) else set()
        if not signed or _is_tied(endpoint, query, signed):
            continue
        names = " and ".join(f"`{path[-1]}`" for path in sorted(signed))
        return gap(
            endpoint.subject,
            f"Any payment that was ever made settles any row of {query.table}",
            impact="Fraud: the cheapest payment, made once, pays for everything",
            locations=(query.location, endpoint.location),
            evidence=(
                f"the signature is over {names} of the request, and none of them is compared with the row that {query.location} settles",
            ),
            severity=Severity.HIGH,
            details=OpenGap(endpoint, "payment"),
            cwe="CWE-345",
        )
    return None


def _settles(query: Query) -> bool:
    """Whether a row becomes a paid one."""
    return query.operation == "update" and any(
        _SETTLED.search(write.column) and (write.value.value is True or _DONE.match(str(write.value.value)))
        for write in query.writes
        if write.value.kind == "constant"
    )


def _signed(facts: tuple[Fact, ...]) -> set[tuple[str, ...]]:
    """The parts of the request that a signature was made over which held."""
    found: set[tuple[str, ...]] = set()
    for fact in facts:
        sides = [side for side in (fact.left, fact.right) if side is not None]
        if fact.holds and fact.operator in ("truthy", "=="):
            found |= {leaf.path for side in sides for made in _digests(side) for leaf in _parts(made)}
    return found


def _digests(origin: Origin) -> Iterator[Origin]:
    """What a keyed hash is made of in a comparison."""
    if origin.kind != "computed":
        return
    if _SIGNING.search(origin.operation):
        yield origin
        return
    for inner in origin.inputs:
        yield from _digests(inner)


def _parts(origin: Origin) -> Iterator[Origin]:
    """The named parts of the request in a value; a whole body that is hashed names all of itself."""
    return (leaf for leaf in origin.leaves() if leaf.kind in ("body", "parsed", "query") and leaf.path)


def _is_tied(endpoint: Endpoint, query: Query, signed: set[tuple[str, ...]]) -> bool:
    """Whether the row was found by what was signed, or compared with it, and so is the one that was paid for."""
    sources = {leaf.query for f in query.filters for leaf in f.value.leaves() if leaf.kind == "row"}
    asked = [q for q in endpoint.queries if q is query or q.number in sources]
    filters = [f.value for q in asked for f in q.filters]
    facts = [fact for fact in query.facts if fact.operator in ("==", "in") and fact.right is not None]
    compared = [
        side for fact in facts if _has_row(fact) for side in (fact.left, fact.right) if side is not None
    ]
    return any(leaf.path in signed for value in (*filters, *compared) for leaf in value.leaves())


def _has_row(fact: Fact) -> bool:
    return any(
        leaf.kind == "row" for side in (fact.left, fact.right) if side is not None for leaf in side.leaves()
    )


# --- no secret, no question --------------------------------------------------------------------------


def _judge_unset(endpoint: Endpoint) -> Verdict | None:
    """A callback whose check is passed over while the secret is empty, which it is until somebody sets it."""
    writes = [q for q in endpoint.queries if q.operation not in ("select", "raw")]
    for query in writes:
        signed = next(filter(None, map(_passed_over, query.facts)), "")
        shown = next(filter(None, (_passed_over(fact, _shows) for fact in query.facts)), "")
        if not signed and shown:
            return _untended(endpoint, query, shown)
        name = signed
        if not name or endpoint.method != "POST":
            continue
        return gap(
            endpoint.subject,
            f"While {name} is not set, anyone can send this in the other service's name and change {query.table or 'rows'}",
            impact="A variable that a deployment forgets opens the door, and nothing fails: orders are paid that nobody paid for",
            locations=(endpoint.location, query.location),
            evidence=(f"{query.location} is reached with a signature, or without one while {name} is empty",),
            severity=Severity.MEDIUM,
            details=OpenGap(endpoint, "unset"),
            cwe="CWE-636",
        )
    return None


def _untended(endpoint: Endpoint, query: Query, name: str) -> Verdict:
    """A task that a timer sets going with a secret, and everybody while there is none."""
    return gap(
        endpoint.subject,
        f"While {name} is not set, anyone on the internet can set this going and change {query.table or 'rows'}",
        impact="A variable that a deployment forgets opens the door, and nothing fails: strangers run what a timer should",
        locations=(endpoint.location, query.location),
        evidence=(f"{query.location} is reached with {name}, or without it while it is empty",),
        severity=Severity.MEDIUM,
        details=OpenGap(endpoint, "unset"),
        cwe="CWE-636",
    )


def _passed_over(fact: Fact, verifies: Callable[[Fact], bool] | None = None) -> str:
    """The secret without which a condition holds that otherwise asks for a signature; '' for other conditions."""
    if fact.operator != "any" or not fact.holds:
        return ""
    verified = any((verifies or _verifies)(inner) for way in fact.any_of for inner in way)
    names = [_missing(way[0]) for way in fact.any_of if len(way) == 1]
    return next(filter(None, names), "") if verified else ""


def _verifies(fact: Fact) -> bool:
    sides = [side for side in (fact.left, fact.right) if side is not None]
    return fact.holds and any(_VERIFYING.search(str(side)) for side in sides)


def _shows(fact: Fact) -> bool:
    """Whether what the request brings is the secret itself."""
    if fact.operator != "==" or not fact.holds or fact.right is None:
        return False
    return any(
        sent.from_request and any(leaf.kind == "environment" for leaf in known.leaves())
        for sent, known in ((fact.left, fact.right), (fact.right, fact.left))
    )


def _missing(fact: Fact) -> str:
    """The variable of the environment that a condition says is not set."""
    if fact.operator != "truthy" or fact.holds:
        return ""
    names = [leaf.path[-1] for leaf in fact.left.leaves() if leaf.kind == "environment" and leaf.path]
    return next((name for name in names if _SECRET.search(name)), "")
