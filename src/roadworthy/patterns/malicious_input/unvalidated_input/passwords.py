"""New passwords that are taken whatever they are: empty ones, one letter, a megabyte that the hash works through."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Origin, Query
from roadworthy.app.origin import Fact
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.unvalidated_input.blank import is_cut_late
from roadworthy.patterns.malicious_input.unvalidated_input.finding import HarmGap
from roadworthy.regex import regex
from roadworthy.views.people.people import is_password, users_table
from roadworthy.views.requests.taint import rules_of

_LENGTH = regex(
    r"\b(min|length|regex|refine|pattern|ge|gt|strong|superRefine|transform|checked|validated)\b|Length"
)

# That it is, or is not, the earlier one says nothing of what it is.
_OF_ANOTHER = regex(r"compare|verify|check_?(pw|password)|await", re.I)

# Python's forms collect what is wrong in a list; what was asked of which field is not told apart then.
_COLLECTS = frozenset({"len", "re.search", "re.match", "re.fullmatch"})


def judge_passwords(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an endpoint that stores a password without a rule for it; None for others."""
    people = users_table(app)
    if _COLLECTS & set(endpoint.calls):
        return None
    for query in endpoint.queries:
        if (
            people is None
            or query.table != people.name
            or query.operation not in ("insert", "update", "upsert")
        ):
            continue
        for part in _typed(query):
            asked = _measured((*endpoint.facts, *query.facts), part)
            if not asked and is_cut_late(rules_of(part)):
                return _blank(endpoint, query, part)
            if not asked and not _ruled(part):
                return _gap(endpoint, query, part)
    return None


def _typed(query: Query) -> Iterator[Origin]:
    """The part of the request that a stored password, hashed or not, was made of."""
    for write in query.writes:
        if is_password(write.column):
            leaves = [leaf for leaf in write.value.sources() if leaf.path and is_password(leaf.path[-1])]
            parsed = [leaf.path for leaf in leaves if leaf.kind == "parsed"]
            for leaf in leaves:
                # What an action is handed first may be what the schema reads (`data.password`).
                read = any(leaf.path[-len(path) :] == path for path in parsed)
                if leaf.kind == "parsed" or (leaf.kind in ("body", "query") and not read):
                    yield leaf


def _ruled(part: Origin) -> bool:
    return part.kind == "parsed" and bool(_LENGTH.search(rules_of(part)))


def _measured(facts: tuple[Fact, ...], part: Origin) -> bool:
    """Whether its length, or a pattern, was asked for on the way."""
    for fact in facts:
        if any(_measured(way, part) for way in fact.any_of):
            return True
        for side in (fact.left, fact.right):
            about = side is not None and any(
                leaf.kind == part.kind and leaf.path in (part.path, (*part.path, "length"))
                for leaf in side.sources()
            )
            asked = side is not None and side.kind == "computed" and not _OF_ANOTHER.search(side.operation)
            if about and (fact.operator in ("<", "<=") or asked):
                return True
    return False


def _gap(endpoint: Endpoint, query: Query, part: Origin) -> Verdict:
    name = ".".join(part.path)
    return gap(
        endpoint.subject,
        f"Any text is taken as {name}, one letter or a megabyte",
        impact="Accounts that are guessed at once, whatever the form in the browser asks for",
        locations=(query.location, endpoint.location),
        evidence=(f"`{name}` is stored at {query.location}; nothing on the way asks how long it is",),
        severity=Severity.MEDIUM,
        details=HarmGap(endpoint, part, query.location),
        cwe="CWE-521",
    )


def _blank(endpoint: Endpoint, query: Query, part: Origin) -> Verdict:
    name = ".".join(part.path)
    return gap(
        endpoint.subject,
        f"Blanks are counted as letters of {name}, and cut off afterwards",
        impact="Accounts with an empty password, which the first guess opens",
        locations=(query.location, endpoint.location),
        evidence=(
            f"the schema of `{name}` says `{rules_of(part)}`: blanks alone pass, and nothing is left of them",
        ),
        severity=Severity.LOW,
        details=HarmGap(endpoint, part, query.location),
        cwe="CWE-521",
    )
