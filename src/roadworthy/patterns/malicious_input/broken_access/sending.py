"""Judges endpoints that send what the request says to whom the request says, for anyone: the app's address becomes everybody's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Origin, ServiceCall
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.views.people.access import SIGNED_IN, Access
from roadworthy.views.requests.purpose import is_message
from roadworthy.views.requests.signed import is_signed, knows_secret

_RECIPIENT = re.compile(r"^(to|recipients?|to_?emails?|phone|to_?number)$", re.I)
_CONTENT = re.compile(r"^(html|text|content|subject|body|message|template_?data|react)$", re.I)
# Forms that answer whoever fills them in.
_FORM = re.compile(
    r"contact|newsletter|subscri|waitlist|feedback|inquir|reset|forgot|verif|magic|invite-?accept|sign-?up|regist"
    r"|orders?(/|$)|checkout|book(ing)?s?(/|$)|reserv|appointment",
    re.I,
)


def judge_sending(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an open endpoint whose caller chooses both to whom a message goes and what it says; None elsewhere."""
    if (
        endpoint.method == "GET"
        or _FORM.search(endpoint.path)
        or is_signed(endpoint)
        or knows_secret(endpoint)
    ):
        return None
    if SIGNED_IN in Access(endpoint).anywhere() or _refuses(endpoint):
        return None
    for call in endpoint.services:
        sent_to = _chosen(call, _RECIPIENT)
        # That a letter names the address that it goes to is no say over the letter.
        by_name = sent_to and _chosen(call, _CONTENT) - sent_to
        if is_message(call) and (by_name or _by_place(call)):
            return _told(endpoint, call)
    return None


def _refuses(endpoint: Endpoint) -> bool:
    """Whether somebody is turned away by a guard that was not understood."""
    return any(answer.status in (401, 403) for answer in endpoint.answers)


# In which words and colours something is said, and not what.
_MANNER = re.compile(r"(^|[-_])(locale|lang(uage)?|time_?zone|theme|currency)$", re.I)


def _chosen(call: ServiceCall, names: re.Pattern[str]) -> set[tuple[str, ...]]:
    """The parts of the request that are in arguments of these names. A template that is given the request as a whole shows what
    it names of it."""
    return {
        leaf.path or (leaf.kind,)
        for argument in call.arguments
        for value in _named(argument, names)
        for leaf in value.sources()
        if leaf.from_request
        and (leaf.path or leaf.kind != "headers")
        and not any(map(_MANNER.search, leaf.path[-1:]))
    }


def _by_place(call: ServiceCall) -> bool:
    """`client.sendMessage(to, text)`: messengers take both one after the other."""
    return (
        call.operation.endswith("sendMessage")
        and len(call.arguments) > 1
        and all(any(leaf.from_request for leaf in one.leaves()) for one in call.arguments[:2])
    )


def _named(value: Origin, names: re.Pattern[str], depth: int = 0) -> Iterator[Origin]:
    for name, inner in value.fields:
        if names.match(name):
            yield inner
    for inner in (*value.inputs, *(one for _, one in value.fields)) if depth < 6 else ():
        yield from _named(inner, names, depth + 1)


def _told(endpoint: Endpoint, call: ServiceCall) -> Verdict:
    return gap(
        endpoint.subject,
        "Anyone without an account can send any message to anyone from the app's own address",
        impact="Phishing in the app's name, and an address that mail servers stop trusting",
        locations=(endpoint.location, call.location),
        evidence=(
            f"the recipient and the text of the message at {call.location} come from the request, and nothing asks who sends it",
        ),
        severity=Severity.HIGH,
        details=OpenGap(endpoint),
        cwe="CWE-306",
    )
