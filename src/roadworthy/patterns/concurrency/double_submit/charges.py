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
# Services that are asked for money over plain HTTP, and the ways by which they take it at once.
_HOSTS = regex(
    r"(^|\.)(stripe|paypal|razorpay|paystack|squareup|safaricom|flutterwave|asaas|mercadopago|braintreegateway|pagar|intasend|chapa|pesapal)"
    r"\.(com|co|me|ke|com\.br|co\.ke)$|(^|\.)safaricom\.co\.ke$",
    re.I,
)
_TAKES = regex(
    r"^POST (/.*)?/(stkpush(/|$)|b2c|b2b|payments?$|charges?$|payment_intents$|transfers?$|payouts?$|refunds?$|subscriptions$)",
    re.I,
)
# By which a service knows a payment that it is asked for again.
_REFERENCE = regex(
    r"^((transaction|payment|external|merchant|order)?_?reference(_?id)?|(tx|trx|txn|transaction|payment)_?ref|external_?id|order_?id"
    r"|merchant_?\w*id)$",
    re.I,
)


def is_charge(call: ServiceCall) -> bool:
    """Whether a service call moves money and carries no idempotency key."""
    if call.method and _HOSTS.search(call.service):
        known = any(_names_key(one) or _refers(one) for one in call.arguments)
        return bool(_TAKES.match(call.operation)) and not known
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


def _refers(argument: Origin) -> bool:
    """Whether the body names the purchase by what a repeated request brings along again."""
    told = any(_REFERENCE.match(name) and _comes_again(value) for name, value in argument.fields)
    return told or any(_refers(inner) for inner in argument.inputs)


def _comes_again(value: Origin) -> bool:
    leaves = list(value.leaves())
    return bool(leaves) and all(leaf.kind != "constant" and leaf.kind != "computed" for leaf in leaves)


def _names_key(argument: Origin) -> bool:
    names = [name for name, _ in argument.fields]
    return any("idempotency" in name.lower() for name in names) or any(
        _names_key(inner) for _, inner in argument.fields
    )
