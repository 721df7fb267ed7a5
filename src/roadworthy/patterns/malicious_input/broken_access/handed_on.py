"""Judges endpoints that hand an id of the request to another company, which does with it whatever the app's own key may do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Fact, Origin, ServiceCall
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.regex import regex
from roadworthy.views.people.access import OWNER, ROLE, Access
from roadworthy.views.requests.signed import checks_signature, is_signed, knows_secret

# What Stripe does to what is one customer's (its API reference), by the name in its libraries.
_DONE_TO = regex(
    r"(^|\.)(subscriptions\.(cancel|del|update)|payment_?methods\.(detach|list)|customers\.(del|update|retrieve|list_?payment_?methods)"
    r"|accounts\.(del|update|reject)|refunds\.create|billing_?portal\.sessions\.create)$",
    re.I,
)
# The field that says whose it is, where it is no argument of its own.
_WHOSE = regex(r"^(customer|payment_?intent|charge|account|subscription)$", re.I)


def judge_handed_on(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an endpoint that cancels, pays back or shows what the request names, whoever's it is; None elsewhere."""
    if checks_signature(endpoint) or is_signed(endpoint) or knows_secret(endpoint):
        return None
    if {ROLE, OWNER} & set(Access(endpoint).anywhere()):
        return None
    for call in endpoint.services:
        named = next(_named(call), None)
        if named is not None and not _looked_up(endpoint, call, named):
            return _told(endpoint, call, named)
    return None


def _named(call: ServiceCall) -> Iterator[Origin]:
    """What of the request says whose it is."""
    if call.service != "stripe" or not _DONE_TO.search(call.operation):
        return
    for argument in call.arguments[:1]:
        given = [argument, *(value for name, value in argument.fields if _WHOSE.match(name))]
        for value in given:
            if value.kind in ("body", "params", "query", "parsed") and value.from_request and value.path:
                yield value


def _looked_up(endpoint: Endpoint, call: ServiceCall, named: Origin) -> bool:
    """Whether the id was asked of the app's own rows, or something was compared with who is signed in."""
    asked = any(
        str(named) == str(leaf)
        for query in endpoint.queries
        for item in query.filters
        for leaf in (item.value, *item.value.leaves())
    )
    return asked or any(_compares(fact) for fact in call.facts)


def _compares(fact: Fact) -> bool:
    if any(_compares(inner) for way in fact.any_of for inner in way):
        return True
    sides = [side for side in (fact.left, fact.right) if side is not None]
    return len(sides) == 2 and any(
        leaf.kind in ("session", "row") and leaf.path for side in sides for leaf in side.leaves()
    )


def _told(endpoint: Endpoint, call: ServiceCall, named: Origin) -> Verdict:
    return gap(
        endpoint.subject,
        f"What belongs to others at {call.service} is reached with the app's own key, by its id",
        impact="Customers whose subscription somebody else ends, or whose bills somebody else reads",
        locations=(call.location, endpoint.location),
        evidence=(
            f"`{call.operation}` at {call.location} is told `{named.path[-1]}` of the request, and nothing asks whose it is",
        ),
        severity=Severity.HIGH,
        details=OpenGap(endpoint, "handed-on", call=call),
        cwe="CWE-639",
    )
