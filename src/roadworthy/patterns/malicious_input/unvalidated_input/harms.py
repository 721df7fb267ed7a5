"""Values that do harm before anything is written: they end in an error, become operators, or are paid for by their length."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint, Location, Origin
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.unvalidated_input.crashing import judge_crashing
from roadworthy.patterns.malicious_input.unvalidated_input.finding import HarmGap
from roadworthy.patterns.malicious_input.unvalidated_input.listed import judge_listed
from roadworthy.patterns.malicious_input.unvalidated_input.passwords import judge_passwords
from roadworthy.views.people.people import privileged, users_table
from roadworthy.views.requests import purposes as kinds
from roadworthy.views.requests.operator_values import operator_values
from roadworthy.views.requests.purposes import purposes_of
from roadworthy.views.requests.taint import client_parts, is_tested

_LENGTH = re.compile(r"\bmax|length|le\b|lt\b|enum|literal|Literal|uuid|UUID|email|date|regex|pattern")


def judge_harms(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an endpoint that uses a value as it comes in one of these ways; None for others."""
    return (
        _rights(app, endpoint)
        or _operators(app, endpoint)
        or _conversions(endpoint)
        or judge_listed(app, endpoint)
        or judge_crashing(app, endpoint)
        or judge_passwords(app, endpoint)
        or _paid_text(app, endpoint)
    )


def _rights(app: App, endpoint: Endpoint) -> Verdict | None:
    """`if 'admin' in body: user = User(..., admin=True)`: the sender decides by naming it."""
    people = users_table(app)
    for query in endpoint.queries:
        if (
            people is None
            or query.table != people.name
            or query.operation not in ("insert", "update", "upsert")
        ):
            continue
        for write in query.writes:
            given = any(leaf.kind == "constant" and leaf.value is True for leaf in write.value.leaves())
            read = any(
                item.part == "body" and item.name.split(".")[-1] == write.column for item in endpoint.inputs
            )
            either = {leaf.value for leaf in write.value.leaves() if leaf.kind == "constant"} == {True, False}
            if (
                given
                and privileged(write.column)
                and (_asked_for(query.facts, write.column) or (read and either))
            ):
                return _told(
                    endpoint,
                    Origin("body", (write.column,)),
                    query.location,
                    f"The sender decides {write.column} of their own account",
                    f"Anyone can give themselves rights by sending {write.column}",
                    f"`{write.column}` becomes true where the request names it, and no role is asked for",
                    Severity.CRITICAL,
                    "CWE-915",
                )
    return None


def _asked_for(facts: tuple, column: str) -> bool:  # type: ignore[type-arg]
    for fact in facts:
        sides = [side for side in (fact.left, fact.right) if side is not None]
        named = any(
            leaf.kind == "constant" and leaf.value == column for side in sides for leaf in side.leaves()
        )
        sent = [leaf for side in sides for leaf in side.sources() if leaf.kind in ("body", "parsed")]
        if fact.holds and sent and (named or any(leaf.path[-1:] == (column,) for leaf in sent)):
            return True
    return False


def _operators(app: App, endpoint: Endpoint) -> Verdict | None:
    for query, part in operator_values(app, endpoint):
        if any(item.operator == "where" for item in query.filters):
            continue  # code in place of a word is told as an injection
        name = ".".join(part.path) or part.kind
        return _told(
            endpoint,
            part,
            query.location,
            f"{name} may be a record or a list where a word is meant",
            f"Rows of {query.table} are matched without knowing the word, or the request ends in a 500",
            f"`{name}` reaches the filter at {query.location} and nothing makes sure that it is text",
            Severity.MEDIUM,
        )
    return None


def _conversions(endpoint: Endpoint) -> Verdict | None:
    for use in endpoint.uses:
        if use.kind != "convert" or use.caught or not use.arguments:
            continue
        for part in client_parts(use.arguments[0], ("body", "query", "parsed")):
            if not is_tested((*endpoint.facts, *use.facts), part) or "RegExp" in use.api:
                name = ".".join(part.path) or part.kind
                return _told(
                    endpoint,
                    part,
                    use.location,
                    f"A {name} of another form than expected ends in a 500",
                    "People see an error page for a typing mistake, and a script fills the log",
                    f"`{use.api}` at {use.location} is given `{name}` as it comes, and its failure is caught nowhere",
                    Severity.LOW if "RegExp" not in use.api else Severity.MEDIUM,
                )
    return None


def _paid_text(app: App, endpoint: Endpoint) -> Verdict | None:
    """Text of any length that a paid model is asked with."""
    spending = [purpose for purpose in purposes_of(app, endpoint) if purpose.kind == kinds.AI]
    for check in endpoint.checks if spending else ():
        for field, rules in check.fields:
            if (
                rules.split(" ", 1)[0] in ("str", "string")
                and not _LENGTH.search(rules)
                and not field.endswith("id")
            ):
                return _told(
                    endpoint,
                    Origin("body", tuple(field.split("."))),
                    spending[0].place,
                    f"Text of any length is sent to a paid model as {field}",
                    "Running cost: one request with a megabyte of text costs what a thousand should",
                    f"the schema says only `{rules}` of `{field}`",
                    Severity.MEDIUM,
                    "CWE-770",
                )
    return _raw_text(endpoint) if spending and not endpoint.checks else None


def _raw_text(endpoint: Endpoint) -> Verdict | None:
    """What a request says of any type and length, put to a paid model as it comes."""
    for call in endpoint.services:
        if not kinds.is_model(call):
            continue
        for argument in call.arguments:
            said = (
                argument.inputs[0]
                if argument.operation.endswith("stringify") and argument.inputs
                else argument
            )
            for part in client_parts(said, ("body", "query")):
                if part.path and not is_tested((*endpoint.facts, *call.facts), part):
                    name = ".".join(part.path)
                    return _told(
                        endpoint,
                        part,
                        call.location,
                        f"Anything of any length is sent to a paid model as {name}",
                        "Running cost: one request with a megabyte of text costs what a thousand should",
                        f"`{name}` reaches {call.service} at {call.location}, and nothing looks at its type or length",
                        Severity.MEDIUM,
                        "CWE-770",
                    )
    return None


def _told(
    endpoint: Endpoint,
    part: Origin,
    place: Location,
    message: str,
    impact: str,
    evidence: str,
    severity: Severity,
    cwe: str = "CWE-20",
) -> Verdict:
    return gap(
        endpoint.subject,
        message,
        impact=impact,
        locations=tuple(dict.fromkeys((place, endpoint.location))),
        evidence=(evidence,),
        severity=severity,
        details=HarmGap(endpoint, part, place),
        cwe=cwe,
    )
