"""Text of a request that is handed to a paid model or put into a message to a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from roadworthy.app import App, Endpoint, Origin, ServiceCall
from roadworthy.app.origin import Fact, each_once
from roadworthy.catalogue import Severity, Verdict
from roadworthy.patterns.malicious_input.unvalidated_input.harmed import told
from roadworthy.regex import regex
from roadworthy.views.people.access import ROLE, Access
from roadworthy.views.requests import purpose as kinds
from roadworthy.views.requests.purposes import purposes_of
from roadworthy.views.requests.signed import is_signed
from roadworthy.views.requests.taint import client_parts, is_tested

_LENGTH = regex(r"\bmax|length|le\b|lt\b|enum|literal|Literal|uuid|UUID|email|date|regex|pattern")


def judge_sent(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an endpoint that hands such text on as it comes; None for others."""
    return _paid_text(app, endpoint) or _mailed_text(endpoint)


def _is_sent(subject: Origin) -> bool:
    """Whether a schema looks at what the request says, and not at what somebody answered who was asked with it (`generateText().text`)."""
    if subject.kind == "computed" and "()." in subject.operation:
        return False
    within = (*subject.inputs, *(value for _, value in subject.fields))
    if subject.kind == "computed" and within:
        return any(map(_is_sent, within))
    return any(leaf.from_request for leaf in subject.leaves())


def _paid_text(app: App, endpoint: Endpoint) -> Verdict | None:
    """Text of any length that a paid model is asked with."""
    spending = [purpose for purpose in purposes_of(app, endpoint) if purpose.kind == kinds.AI]
    # What a model answered is put through a schema as well, and is no text of the request.
    asked = [one for one in endpoint.checks if _is_sent(one.subject)]
    for check in asked if spending else ():
        for field, rules in check.fields:
            if (
                rules.split(" ", 1)[0] in ("str", "string")
                and not _LENGTH.search(rules)
                and not field.endswith("id")
            ):
                return told(
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
    for call, part in _handed_on(endpoint, kinds.is_model):
        name = ".".join(part.path)
        return told(
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


def _mailed_text(endpoint: Endpoint) -> Verdict | None:
    """What a request says of any type and length, put into a message to a person as it comes."""
    if endpoint.checks or is_signed(endpoint) or ROLE in Access(endpoint).anywhere():
        return None
    for call, part in _handed_on(endpoint, kinds.is_message):
        name = ".".join(part.path)
        return told(
            endpoint,
            part,
            call.location,
            f"Anything of any length goes into a message as {name}",
            "Messages to addresses that are none, with markup and text that the sender of the request chose",
            f"`{name}` reaches {call.service} at {call.location}, and nothing looks at its type, form or length",
            Severity.MEDIUM,
        )
    return None


def _handed_on(
    endpoint: Endpoint, wanted: Callable[[ServiceCall], bool]
) -> Iterator[tuple[ServiceCall, Origin]]:
    """The calls of a kind of service that are given a part of the request as it comes, with the part."""
    for call in endpoint.services:
        part = _said(endpoint, call) if wanted(call) else None
        if part is not None:
            yield call, part


def _said(endpoint: Endpoint, call: ServiceCall) -> Origin | None:
    """A part of the request that a service is given as it comes, by name."""
    for argument in call.arguments:
        said = (
            argument.inputs[0] if argument.operation.endswith("stringify") and argument.inputs else argument
        )
        for part in client_parts(said, ("body", "query")):
            facts = (*endpoint.facts, *call.facts)
            if part.path and not is_tested(facts, part) and not _is_short(facts, part):
                return part
    return None


def _is_short(facts: tuple[Fact, ...], part: Origin) -> bool:
    """Whether what is longer than a number was refused before."""
    return any(
        one.operator in ("<", "<=")
        and one.holds
        and one.left is not None
        and one.left.kind == part.kind
        and one.left.path == (*part.path, "length")
        for one in each_once(facts)
    )
