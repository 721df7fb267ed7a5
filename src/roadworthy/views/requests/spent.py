"""What a call of an endpoint spends at the operator's cost: money, models, messages, work."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.app.query import Query
from roadworthy.app.service import ServiceCall
from roadworthy.regex import regex
from roadworthy.views.code.model_providers import METERED, MODELS
from roadworthy.views.data.inserts import is_record
from roadworthy.views.people.access import SIGNED_IN, refuses
from roadworthy.views.people.people import privileged
from roadworthy.views.requests.known_people import knows_people
from roadworthy.views.requests.purpose import (
    AI,
    HEAVY,
    MESSAGE,
    MESSENGERS,
    PAYMENT,
    Purpose,
    is_message,
    is_store,
)
from roadworthy.views.requests.upload_parsers import parser_of

_MAIL_CALLS = regex(
    r"(sendMail|send_mail|send_message|sendmail|send_email|sendSms|send_sms|VerifyLookup|emails\.send"
    r"|messages\.create|Mail\(\)\.send|EmailMessage\(\)\.send|EmailMultiAlternatives\(\)\.send)$"
)
_PAYMENTS = regex(
    r"stripe|paypal|braintree|adyen|mollie|razorpay|square|zarinpal|paystack|lemonsqueezy|mercadopago|flutterwave|payments?\b|(^|[.-])pay[.-]"
    # Money that is asked of a phone or a wallet.
    r"|m-?pesa|daraja|safaricom|intasend|pesapal|paymob|midtrans|xendit|khalti|esewa|phonepe|paytm|cashfree|iyzi(co|pay)|chapa"
    r"|asaas|pagar\.?me|pagseguro|pagbank|iugu|efipay|wompi|conekta|culqi|payu|payfast|przelewy24",
    re.I,
)
_PAYMENT_PATH = regex(
    r"(^|[/_-])(payments?|payment-?intents?|checkout|charge|pay|billing-portal)([/_-]|$)", re.I
)
# A demand for money that is sent to somebody's phone.
_PUSHES = regex(r"(^|[/_-])(stk-?push|m-?pesa|momo|request-?to-?pay)([/_-]|$)", re.I)
_AI_CALLS = regex(
    r"openai|anthropic|emergentintegrations|LlmChat|litellm|langchain|langgraph|generativeai|genai\.|replicate\.run|cohere"
    r"|generateText|streamText|generateObject|mistralai|groq\b",
    re.I,
)
_HEAVY_CALLS = regex(
    r"SentenceTransformer|pdfkit|weasyprint|puppeteer|playwright|pdf-lib|sharp\(\)|ffmpeg", re.I
)
# What providers of models keep (files, stores, threads) is looked up, listed and taken out for nothing.
_KEEPS = regex(
    r"(^|\.)(retrieve|list|get|del|delete|remove|update|cancel)$|(^|\.)(vector_?stores|files)\.", re.I
)


def spending(endpoint: Endpoint, guards: set[str]) -> Iterator[Purpose]:
    """Money, models and messages that each call costs."""
    changes = endpoint.method not in ("GET", "HEAD")
    # Whose own key a model is asked with pays for it.
    services = [call for call in endpoint.services if not call.lent]
    asked_with_their_own = len(services) < len(endpoint.services)
    services = [call for call in services if SIGNED_IN not in guards or not _of_a_new_state(endpoint, call)]
    for call in services:
        if MODELS.search(call.service) and not _KEEPS.search(call.operation):
            # What a model made is fetched for nothing but the operator's quota; what makes it is sent.
            kind = HEAVY if call.method == "GET" else AI
            yield Purpose(kind, f"{call.service} is asked at the operator's cost", call.location)
            break
    else:
        seen = any(MODELS.search(call.service) for call in services)
        if not seen and not asked_with_their_own and any(_AI_CALLS.search(name) for name in endpoint.calls):
            yield Purpose(AI, "a paid model is asked at the operator's cost", endpoint.location)
    paid = [c for c in services if changes and _PAYMENTS.search(c.service) and _makes(c.operation)]
    if paid:
        yield Purpose(PAYMENT, f"{paid[0].service} is asked ({paid[0].operation})", paid[0].location)
    elif (
        changes
        and _PAYMENT_PATH.search(endpoint.path)
        and any(q.operation == "insert" and not is_record(q.table) for q in endpoint.queries)
        and not any(q.operation == "insert" and _books(q) for q in endpoint.queries)
    ):
        yield Purpose(PAYMENT, "payments are made", endpoint.location)
    elif changes and endpoint.services and _PUSHES.search(endpoint.path):
        yield Purpose(PAYMENT, "money is asked of the phone that is named", endpoint.services[0].location)
    asked = {c.operation: c for c in services if changes and _PAYMENTS.search(c.service)}
    if not paid and len(asked) > 1:
        first = next(iter(asked.values()))
        yield Purpose(HEAVY, f"each call asks {first.service} {len(asked)} times", first.location)
    sent = [c for c in services if MESSENGERS.search(c.service) and (changes or SIGNED_IN not in guards)]
    if SIGNED_IN in guards:
        sent = [c for c in sent if not _to_staff(endpoint, c)]
    if sent:
        yield Purpose(MESSAGE, f"each call sends something through {sent[0].service}", sent[0].location)
    program = next((use for use in endpoint.uses if changes and use.kind == "command"), None)
    if program is not None:
        yield Purpose(HEAVY, "each call starts another program", program.location)
    if any(_HEAVY_CALLS.search(name) for name in endpoint.calls):
        yield Purpose(HEAVY, "each call does heavy work", endpoint.location)


_ADDRESS = regex(r"e?_?mail$", re.I)


def _to_staff(endpoint: Endpoint, call: ServiceCall) -> bool:
    """Whether a message goes to those of an office alone (`filter(role__in=["admin", "manager"])`): they hear of what their people do."""
    rows = [leaf for argument in call.arguments for leaf in argument.leaves() if leaf.kind == "row"]
    asked = {query.number: query for query in endpoint.queries}
    receivers = [
        asked[leaf.query]
        for leaf in rows
        if leaf.query in asked
        and any(map(_ADDRESS.search, leaf.path[:1] if leaf.path != ("[]",) else asked[leaf.query].columns))
    ]
    return bool(receivers) and all(
        any(privileged(item.column) for item in query.filters) for query in receivers
    )


_EDGE = "edge function "


def sending_on(app: App, endpoint: Endpoint, guards: set[str]) -> Iterator[Purpose]:
    """Messages that an edge function of the app's own sends, which the endpoint asks for them."""
    for call in endpoint.services if endpoint.method not in ("GET", "HEAD") else ():
        name = call.service.removeprefix(_EDGE)
        asked = app.endpoint(f"FUNCTION {name}") if name != call.service else None
        if asked is None or (SIGNED_IN in guards and _of_a_new_state(endpoint, call)):
            continue
        if any(map(is_message, asked.services)):
            yield Purpose(MESSAGE, f"each call has {name} send something", call.location)
            return


_STATE = regex(r"(^|_)(status|state|stage|phase)$|(Status|State|Stage)$", re.I)


def _of_a_new_state(endpoint: Endpoint, call: ServiceCall) -> bool:
    """Whether something is asked only where a row comes into a state that it was not in: it cannot be had twice."""
    states = {
        (query.table, write.column)
        for query in endpoint.queries
        if query.operation == "update"
        for write in query.writes
        if _STATE.search(write.column)
    }
    asked = {
        (leaf.table, leaf.path[-1])
        for fact in call.facts
        for side in (fact.left, fact.right)
        if side is not None
        for leaf in side.leaves()
        if leaf.kind == "row" and leaf.path
    }
    return bool(states & asked)


# What tells people from machines, or proves who somebody is: it is asked once for what it protects.
_PROVES = regex(
    r"captcha|turnstile|oauth|accounts\.|login\.|identity|auth0|clerk|token|/verify|userinfo", re.I
)


def borrowing(app: App, endpoint: Endpoint, guards: set[str]) -> Iterator[Purpose]:
    """What visitors without an account use another service for at the operator's cost, in an app that knows its people."""
    metered = next((call for call in endpoint.services if METERED.search(call.service)), None)
    if metered is not None and SIGNED_IN in guards and _chosen(endpoint):
        yield Purpose(HEAVY, f"{metered.service} is asked at the operator's cost", metered.location)
    if SIGNED_IN in guards or not knows_people(app) or refuses(endpoint):
        return
    for call in endpoint.services:
        if (
            call.keyed
            and not _PROVES.search(f"{call.service} {call.url}")
            and not MODELS.search(call.service)
        ):
            yield Purpose(HEAVY, f"anyone can use {call.service} with the app's own key", call.location)
            return


def _chosen(endpoint: Endpoint) -> bool:
    """Whether what is asked for is the sender's to say, so that no answer that was kept serves the next."""
    return any(item.part in ("body", "query", "params") for item in endpoint.inputs)


def _books(query: Query) -> bool:
    """Whether somebody writes down a payment that was made elsewhere: its amount is what the request says."""
    amounts = [w.value for w in query.writes if re.search(r"amount|total|paid", w.column, re.I)]
    whole = any(value.kind in ("body", "parsed") for value in query.spreads)
    return whole or any(value.kind in ("body", "parsed") for value in amounts)


def _makes(operation: str) -> bool:
    return (
        bool(re.search(r"create|attach|POST|charge|capture|order", operation))
        # Where customers look after their subscription (Stripe's billing portal) nothing is paid.
        and not re.search(r"webhook|portal|\.(list|retrieve|search)\w*$", operation, re.I)
    )


def mails(endpoint: Endpoint) -> bool:
    """Whether it sends messages."""
    return any(_MAIL_CALLS.search(name) for name in endpoint.calls) or any(
        MESSENGERS.search(call.service) for call in endpoint.services
    )


def takes_files(app: App, endpoint: Endpoint) -> bool:
    """Whether it takes files in."""
    read = not endpoint.framework.startswith("django") and any(
        item.part == "files" for item in endpoint.inputs
    )
    kept = any(map(is_store, endpoint.services))
    sent = any(
        re.search(
            r"(^|\.)\w*(file|image|picture|photo|document|attachment|audio)\w*\.(size|type|name)$",
            i.name,
            re.I,
        )
        for i in endpoint.inputs
    )
    parser = parser_of(app, endpoint)
    return (
        read
        or (kept and sent)
        or (
            parser is not None
            and parser.library.split("()")[0] in ("multer", "formidable", "busboy", "express-fileupload")
        )
    )
