"""Judges endpoints that have another company pay money out or back as the request says, for whoever asks."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint, Fact, ServiceCall
from roadworthy.app.origin import each_once
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.regex import regex
from roadworthy.views.people.access import SIGNED_IN, Access
from roadworthy.views.people.people import users_table
from roadworthy.views.requests.known_people import knows_people
from roadworthy.views.requests.signed import checks_signature, is_signed, knows_secret

# How payment services call what sends money away (M-Pesa's B2C, Paystack's transfer, Adyen's payout).
_OUT = regex(r"refund|withdraw|payout|pay-out|disburse|b2c|(^|[/._-])transfers?([/._-]|$)", re.I)


def judge_paying_out(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an endpoint that pays out without asking whose money it is; None elsewhere."""
    asked = endpoint.method in ("POST", "PUT") and endpoint.kind in ("http", "function")
    if not asked or not app.view(knows_people):
        return None
    if checks_signature(endpoint) or is_signed(endpoint) or knows_secret(endpoint):
        return None
    access = Access(endpoint)
    guards = access.anywhere()
    if guards - {SIGNED_IN} or (SIGNED_IN in guards and _is_theirs(app, endpoint, access)):
        return None
    if SIGNED_IN not in guards and any(answer.status in (401, 403) for answer in endpoint.answers):
        return None
    for call in endpoint.services:
        if _OUT.search(call.operation) and not call.operation.startswith("GET") and _is_asked(endpoint, call):
            return _told(endpoint, call, SIGNED_IN in guards)
    return None


def _is_asked(endpoint: Endpoint, call: ServiceCall) -> bool:
    """Whether the request says what is paid: in the call, by a row that it names, or in one that it adds."""
    leaves = [leaf for argument in call.arguments for leaf in argument.leaves()]
    named = {
        query.number for query in endpoint.queries if any(item.value.from_request for item in query.filters)
    }
    told = any(leaf.from_request or (leaf.kind == "row" and leaf.query in named) for leaf in leaves)
    return told or any(
        write.value.from_request
        for query in endpoint.queries
        if query.operation == "insert"
        for write in query.writes
    )


def _is_theirs(app: App, endpoint: Endpoint, access: Access) -> bool:
    """Whether anything but who they are is looked up or compared as the person's own."""
    people = users_table(app)
    looked = any(
        query.number in access.own_rows and (people is None or query.table != people.name)
        for query in (*endpoint.ahead, *endpoint.queries)
    )
    facts = [*endpoint.facts, *(fact for query in endpoint.queries for fact in query.facts)]
    facts += [fact for call in endpoint.services for fact in call.facts]
    return looked or any(_compares(access, one) for one in each_once(facts))


def _compares(access: Access, fact: Fact) -> bool:
    sides = [side for side in (fact.left, fact.right) if side is not None]
    return len(sides) == 2 and any(map(access.is_own, sides))


def _told(endpoint: Endpoint, call: ServiceCall, signed_in: bool) -> Verdict:
    who = "Any signed-in user" if signed_in else "Anyone without an account"
    return gap(
        endpoint.subject,
        f"{who} can have {call.service} pay out what the request says",
        impact="Money leaves the operator's account for whoever asks",
        locations=(endpoint.location, call.location),
        evidence=(
            f"`{call.operation}` at {call.location} is sent with the app's own key, and nothing asks whose money it is",
        ),
        severity=Severity.CRITICAL,
        details=OpenGap(endpoint, "paid-out", call=call),
        cwe="CWE-639" if signed_in else "CWE-306",
    )
