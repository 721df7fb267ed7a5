"""Calls of payment services that move money."""

from __future__ import annotations

import re

from roadworthy.app import Origin, ServiceCall
from roadworthy.regex import regex

_CHARGE = regex(
    r"(payment_?intents?|charges?|refunds?|transfers?|payouts?|subscriptions?|checkout\.?sessions?|invoices?"
    r"|sessions?|orders?|payments?)\.(create|capture|v2)",
    re.I,
)
# A way into the customer's own account with the payment service, as often as they like.
_VISIT = regex(r"billing_?portal|account_?links?|ephemeral", re.I)
_PAYMENT_SERVICES = regex(r"stripe|paypal|braintree|adyen|mollie|razorpay|square|zarinpal|paystack", re.I)


def is_charge(call: ServiceCall) -> bool:
    """Whether a service call moves money and carries no idempotency key."""
    moves = (
        _PAYMENT_SERVICES.search(call.service)
        and _CHARGE.search(call.operation)
        and not _VISIT.search(call.operation)
    )
    return bool(moves) and not any(_names_key(one) or _is_used_up(one) for one in call.arguments)


def _is_used_up(argument: Origin) -> bool:
    """Whether what is charged is a token that the customer's browser was given: Stripe takes each of them once (its documentation,
    "Tokens"). The source of a customer who is known is charged again."""
    given = dict(argument.fields)
    source = given.get("source")
    return source is not None and source.from_request and "customer" not in given


def _names_key(argument: Origin) -> bool:
    names = [name for name, _ in argument.fields]
    return any("idempotency" in name.lower() for name in names) or any(
        _names_key(inner) for _, inner in argument.fields
    )
