"""Amounts that people are charged, as they say them themselves: the payment service takes whatever it is told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import Endpoint, Origin, ServiceCall
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.unvalidated_input.finding import ChargedGap
from roadworthy.regex import regex
from roadworthy.views.people.access import ROLE, Access
from roadworthy.views.requests.taint import client_parts, is_tested, rules_of

# What opens a payment: Stripe's sessions and intents, orders of Razorpay and PayPal, M-Pesa's prompts, transactions of Paystack.
_CHARGES = regex(
    r"^(checkout\.)?sessions?\.create$|payment_?intents?\.create$|^charges?\.create$|^orders?\.create$"
    r"|^payment_?links?\.create$|^(POST )?/v\d/(checkout/sessions|payment_intents|charges|orders)$"
    r"|^(POST )?/(mpesa/)?stkpush/v\d/processrequest$|^(POST )?/transaction/initialize$|^(POST )?/v\d/payments$",
    re.I,
)
_PROVIDER = regex(
    r"stripe|razorpay|paypal|braintree|mollie|paystack|square|mercadopago|safaricom|flutterwave", re.I
)
# Mercado Pago's clients name what they make by their class: `new Preference(client).create({ body })`.
_MAKES_ALL = regex(r"mercado_?pago", re.I)
_AMOUNT = regex(r"^(amount|unit_?amount(_decimal)?|unit_?price|transaction_?amount)$", re.I)
# What people decide themselves, and do no harm by it.
_THEIRS = regex(
    r"tip|donat|gift|contribut|top_?up|pledge|deposit|recharge|credits|quantity|qty|(?<!ac)count|seats", re.I
)
_NUMBER = regex(r"(number|int|float|decimal|Decimal|coerce)\b")
# Arithmetic leaves an amount to whoever said it, which is all that a number is here.
_REACHES = regex(
    r"^(or|and|\?\?|choice|map|record|list|template|Number|parse(Int|Float)|Number\.parse(Int|Float)|Math\.(round|floor|ceil|trunc)|round|int|float"
    r"|String|toFixed|toString|[-+*/]|\.\w+|\[\]|reduce)(\(\))?$"
)


def judge_charged(endpoint: Endpoint) -> Verdict | None:
    """The gap of an endpoint that charges what the request says; None for others."""
    for call in endpoint.services:
        if not _PROVIDER.search(f"{call.service} {call.client}") or not _opens_payment(call):
            continue
        if ROLE in Access(endpoint).guards(call.facts):
            continue
        for part in _said(call):
            if not is_tested((*endpoint.facts, *call.facts), part) and not _THEIRS.search(endpoint.path):
                return _told(endpoint, call, part)
    return None


def _opens_payment(call: ServiceCall) -> bool:
    made = call.operation == "create" and _MAKES_ALL.search(call.service) is not None
    return made or _CHARGES.search(call.operation) is not None


def _said(call: ServiceCall) -> Iterator[Origin]:
    """The parts of the request that an amount is reckoned from."""
    for argument in call.arguments:
        for amount in (*_amounts(argument), *_given_alone(argument)):
            for part in _parts(amount):
                if part.path and not any(map(_THEIRS.search, part.path)):
                    yield part


def _given_alone(argument: Origin) -> Iterator[Origin]:
    """An argument by name, as Python gives it (`amount=data.amount`): its own name is all that tells it from the others."""
    if not argument.fields and argument.operation not in ("record", "list", "map"):
        sent = [part for part in _parts(argument) if part.path and _AMOUNT.match(part.path[-1])]
        if sent:
            yield argument


def _amounts(origin: Origin) -> Iterator[Origin]:
    for name, value in origin.fields:
        if _AMOUNT.match(name):
            yield value
        else:
            yield from _amounts(value)
    for inner in origin.inputs:
        yield from _amounts(inner)


def _parts(origin: Origin) -> Iterator[Origin]:
    if origin.kind == "parsed" and origin.from_request and _NUMBER.match(rules_of(origin)):
        yield origin  # that it is a number is what a schema says of it
    elif origin.kind != "computed":
        yield from client_parts(origin, ("body", "query", "parsed"))
    elif _REACHES.match(origin.operation):
        for inner in origin.inputs:
            yield from _parts(inner)


def _told(endpoint: Endpoint, call: ServiceCall, part: Origin) -> Verdict:
    name = ".".join(part.path)
    return gap(
        endpoint.subject,
        f"Customers are charged the {name} that their own request says",
        impact="Anyone pays a cent for whatever is sold, by changing one number of the request",
        locations=tuple(dict.fromkeys((call.location, endpoint.location))),
        evidence=(
            f"`{name}` of the request becomes the amount of `{call.operation}` at {call.location}, and nothing compares it with a stored price",
        ),
        severity=Severity.HIGH,
        details=ChargedGap(endpoint, part, call.location),
        cwe="CWE-602",
    )
