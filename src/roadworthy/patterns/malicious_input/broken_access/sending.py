"""Judges endpoints that send what the request says to whom the request says, for anyone: the app's address becomes everybody's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Origin, Query, ServiceCall
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.exposure import is_public
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.regex import Regex, regex
from roadworthy.views.pages.hosted_reads import hosted_reads
from roadworthy.views.people.access import SIGNED_IN, Access, refuses
from roadworthy.views.people.registration import open_registration
from roadworthy.views.people.row_access import ALL, SOME, row_access
from roadworthy.views.people.row_access import SIGNED_IN as MEMBERS
from roadworthy.views.requests.purpose import is_message
from roadworthy.views.requests.signed import is_signed, knows_secret

_RECIPIENT = regex(r"^(to|recipients?|to_?emails?|phone|to_?number)$", re.I)
_CONTENT = regex(r"^(html|text|content|subject|body|message|template_?data|react)$", re.I)
# Forms that answer whoever fills them in.
_FORM = regex(
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
    if SIGNED_IN in Access(endpoint).anywhere() or refuses(endpoint):
        return None
    for call in filter(is_message, endpoint.services):
        sent_to = _chosen(call, _RECIPIENT)
        # That a letter names the address that it goes to is no say over the letter.
        words = _chosen(call, _CONTENT) - sent_to
        if (sent_to and words) or _by_place(call):
            return _told(endpoint, call)
        if words and _of_an_account(endpoint, call):
            return _told_by_row(endpoint, call)
    return None


# How somebody is reached, as a column or a part of the request calls it.
_REACHED = regex(r"e_?mail|phone|mobile|whatsapp", re.I)


def judge_writing_again(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an open endpoint that writes to the person of a row, which everybody is shown and the request names: whoever calls it
    writes to them as often as they like. None elsewhere."""
    adds = any(query.operation in ("insert", "upsert") for query in endpoint.queries)
    if adds or endpoint.method == "GET" or _FORM.search(endpoint.path) or is_signed(endpoint):
        return None
    if knows_secret(endpoint) or Access(endpoint).anywhere() or refuses(endpoint):
        return None
    for call in filter(is_message, endpoint.services):
        for row in _written_to(endpoint, call):
            if _is_shown_to_all(app, row) and not any(_REACHED.search(f.column) for f in row.filters):
                return _told_again(endpoint, call)
    return None


def _written_to(endpoint: Endpoint, call: ServiceCall) -> Iterator[Query]:
    """The rows by which a recipient is found that the request names."""
    asked = {query.number: query for query in endpoint.queries if query.operation == "select"}
    for argument in call.arguments:
        for value in _named(argument, _RECIPIENT):
            for leaf in value.leaves():
                query = asked.get(leaf.query) if leaf.kind == "row" else None
                if query is not None and _REACHED.search(".".join(leaf.path)) and _asked_for(endpoint, query):
                    yield query


def _is_shown_to_all(app: App, query: Query) -> bool:
    """Whether the rows of a table are listed for everybody, so that anybody knows their keys: by the app's server, or by its pages with
    the rights of whoever signs up."""
    access = row_access(app, query.table)
    listed = any(
        one.table == query.table and not one.one and not any(f.value.from_session for f in one.filters)
        for component in app.components
        for one in hosted_reads(component)
    )
    shown = listed if access is None else access.of("select", MEMBERS).rows in (ALL, SOME)
    return is_public(app, query.table) or (shown and app.view(open_registration))


def _of_an_account(endpoint: Endpoint, call: ServiceCall) -> bool:
    """Whether a message goes to the address of an account that is found by what the request names: a stranger never learns it
    otherwise."""
    accounts = {query.number: query for query in endpoint.queries if query.table == "auth.users"}
    found = (
        accounts[leaf.query]
        for argument in call.arguments
        for value in _named(argument, _RECIPIENT)
        for leaf in value.leaves()
        if leaf.kind == "row" and leaf.query in accounts
    )
    return any(_asked_for(endpoint, query) for query in found)


def _asked_for(endpoint: Endpoint, query: Query, depth: int = 0) -> bool:
    """Whether the request names a row, or the row that names it."""
    earlier = {one.number: one for one in endpoint.queries}
    return any(
        leaf.from_request
        or (
            leaf.kind == "row"
            and leaf.query in earlier
            and depth < 3
            and _asked_for(endpoint, earlier[leaf.query], depth + 1)
        )
        for item in query.filters
        for leaf in item.value.leaves()
    )


# In which words and colours something is said, and not what.
_MANNER = regex(r"(^|[-_])(locale|lang(uage)?|time_?zone|theme|currency)$", re.I)


def _chosen(call: ServiceCall, names: Regex[str]) -> set[tuple[str, ...]]:
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


def _named(value: Origin, names: Regex[str], depth: int = 0) -> Iterator[Origin]:
    for name, inner in value.fields:
        if names.match(name):
            yield inner
    for inner in (*value.inputs, *(one for _, one in value.fields)) if depth < 6 else ():
        yield from _named(inner, names, depth + 1)


def _told(endpoint: Endpoint, call: ServiceCall) -> Verdict:
    return _gap(
        endpoint,
        call,
        "Anyone without an account can send any message to anyone from the app's own address",
        "Phishing in the app's name, and an address that mail servers stop trusting",
        f"the recipient and the text of the message at {call.location} come from the request, and nothing asks who sends it",
    )


def _told_by_row(endpoint: Endpoint, call: ServiceCall) -> Verdict:
    return _gap(
        endpoint,
        call,
        "Anyone without an account can send any message to the people of the app, from its own address",
        "Phishing in the app's name, to people who trust it",
        f"the text of the message at {call.location} comes from the request, its recipient is the account of the row that the"
        " request names, and nothing asks who sends it",
    )


def _told_again(endpoint: Endpoint, call: ServiceCall) -> Verdict:
    return _gap(
        endpoint,
        call,
        "Anyone without an account can have the app write to people, as often as they like",
        "People are pestered in the app's name, the operator pays for each message, and mail servers stop trusting its address",
        f"the recipient of the message at {call.location} is the person of the row that the request names, everybody is shown such"
        " rows, and nothing asks who sends it",
        Severity.MEDIUM,
    )


def _gap(
    endpoint: Endpoint,
    call: ServiceCall,
    message: str,
    impact: str,
    evidence: str,
    severity: Severity = Severity.HIGH,
) -> Verdict:
    return gap(
        endpoint.subject,
        message,
        impact=impact,
        locations=(endpoint.location, call.location),
        evidence=(evidence,),
        severity=severity,
        details=OpenGap(endpoint),
        cwe="CWE-306",
    )
