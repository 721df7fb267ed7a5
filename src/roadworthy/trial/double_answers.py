"""What the doubles of well-known services answer: the fields that client libraries and apps read."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from roadworthy.regex import Regex, regex
from roadworthy.trial.behaviour import DoubleRequest
from roadworthy.trial.double_fields import fields_of
from roadworthy.trial.double_public_data import exchange_rates, open_library
from roadworthy.trial.identity_provider import answer_as_provider

Answer = tuple[int, Any]
_numbers = itertools.count(1)


def _new(prefix: str) -> str:
    return f"{prefix}trial{next(_numbers):018d}"


def answer_like_the_service(request: DoubleRequest) -> Answer:
    """(status, JSON body) as the real service would answer a plain, successful call; {"ok": true} for strangers."""
    provider = answer_as_provider(request)
    if provider is not None:
        return provider
    for pattern, answer in _SERVICES:
        if pattern.search(request.host):
            return answer(request)
    # Whoever else sells models speaks OpenAI's protocol (Groq, OpenRouter, Lovable's gateway).
    if urlsplit(request.path).path.endswith("/chat/completions"):
        return _openai(request)
    return 200, {"ok": True}


# docs.stripe.com/api: the objects' fields as of version 2025-09-30.
_STRIPE_KINDS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "payment_intents": (
        "pi_",
        "payment_intent",
        {"status": "requires_payment_method", "amount_received": 0, "capture_method": "automatic_async"},
    ),
    "setup_intents": ("seti_", "setup_intent", {"status": "requires_payment_method", "usage": "off_session"}),
    "customers": ("cus_", "customer", {"balance": 0, "delinquent": False, "invoice_settings": {}}),
    "payment_methods": (
        "pm_",
        "payment_method",
        {
            "type": "card",
            "card": {
                "brand": "visa",
                "last4": "4242",
                "exp_month": 12,
                "exp_year": 2034,
                "funding": "credit",
            },
            "billing_details": {"email": None, "name": None},
        },
    ),
    "charges": ("ch_", "charge", {"status": "succeeded", "paid": True, "captured": True, "refunded": False}),
    "refunds": ("re_", "refund", {"status": "succeeded"}),
    "products": ("prod_", "product", {"active": True}),
    "prices": ("price_", "price", {"active": True, "type": "one_time"}),
    "subscriptions": ("sub_", "subscription", {"status": "active", "cancel_at_period_end": False}),
    "invoices": ("in_", "invoice", {"status": "draft"}),
    "checkout/sessions": (
        "cs_test_",
        "checkout.session",
        {
            "status": "open",
            "payment_status": "unpaid",
            "url": "https://checkout.stripe.com/c/pay/cs_test_trial",
        },
    ),
    "billing_portal/sessions": (
        "bps_",
        "billing_portal.session",
        {"url": "https://billing.stripe.com/p/session/trial"},
    ),
    "accounts": (
        "acct_",
        "account",
        {
            "type": "express",
            "country": "US",
            "default_currency": "usd",
            "charges_enabled": True,
            "payouts_enabled": True,
            "details_submitted": True,
            "requirements": {"currently_due": [], "past_due": [], "disabled_reason": None},
        },
    ),
    "account_links": ("", "account_link", {"url": "https://connect.stripe.com/setup/e/trial"}),
    "transfers": ("tr_", "transfer", {"reversed": False, "amount_reversed": 0}),
    "payouts": ("po_", "payout", {"status": "pending", "method": "standard"}),
}
# What the account has, in cents, in the currencies that apps ask about.
_STRIPE_BALANCE = [
    {"amount": 10_000_000, "currency": currency, "source_types": {"card": 10_000_000}}
    for currency in ("usd", "eur", "gbp")
]


def _stripe(request: DoubleRequest) -> Answer:
    path = urlsplit(request.path).path.removeprefix("/v1/").strip("/")
    if path == "balance":
        return 200, {"object": "balance", "livemode": False, "available": _STRIPE_BALANCE, "pending": []}
    kind = next((kind for kind in _STRIPE_KINDS if path == kind or path.startswith(f"{kind}/")), None)
    if kind is None:
        return 200, {"id": _new("obj_"), "object": path.split("/")[0], "livemode": False}
    prefix, name, usual = _STRIPE_KINDS[kind]
    rest = [part for part in path.removeprefix(kind).split("/") if part]
    if request.method == "GET" and not rest:
        return 200, {"object": "list", "url": f"/v1/{kind}", "has_more": False, "data": []}
    if request.method == "DELETE":
        return 200, {"id": rest[0] if rest else "", "object": name, "deleted": True}
    identifier = rest[0] if rest else _new(prefix)
    made = {"id": identifier, "object": name, "created": int(time.time()), "livemode": False, "metadata": {}}
    made |= usual | _numbers_in(fields_of(request))
    if "intents" in kind:
        made |= {"client_secret": f"{identifier}_secret_trial", "payment_method_types": ["card"]}
    if rest[1:2] in (["confirm"], ["capture"]) or str(made.get("confirm")) == "true":
        made |= {"status": "succeeded", "amount_received": made.get("amount", 0)}
    return 200, made


def _numbers_in(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        name: int(value) if isinstance(value, str) and re.fullmatch(r"-?\d{1,15}", value) else value
        for name, value in fields.items()
        if name not in ("id", "object")
    }


def _resend(_request: DoubleRequest) -> Answer:
    return 200, {"id": f"00000000-0000-4000-8000-{next(_numbers):012d}"}


def _sendgrid(_request: DoubleRequest) -> Answer:
    return 202, None


def _mailgun(_request: DoubleRequest) -> Answer:
    return 200, {"id": f"<{next(_numbers)}@trial.example>", "message": "Queued. Thank you."}


def _twilio(request: DoubleRequest) -> Answer:
    fields = fields_of(request)
    return 201, {"sid": _new("SM"), "status": "queued", "to": fields.get("To"), "body": fields.get("Body")}


def _openai(request: DoubleRequest) -> Answer:
    fields, path, now = fields_of(request), urlsplit(request.path).path, int(time.time())
    model, words = fields.get("model", "gpt-4o-mini"), "This is a trial answer."
    usage = {"prompt_tokens": 12, "completion_tokens": 5, "total_tokens": 17}
    if path.endswith("/embeddings"):
        data = [{"object": "embedding", "index": 0, "embedding": [0.0123] * 1536}]
        return 200, {"object": "list", "model": model, "data": data, "usage": usage}
    if path.endswith("/responses"):
        text = {"type": "output_text", "text": words, "annotations": []}
        message = {
            "type": "message",
            "id": _new("msg_"),
            "role": "assistant",
            "status": "completed",
            "content": [text],
        }
        made = {
            "id": _new("resp_"),
            "object": "response",
            "created_at": now,
            "status": "completed",
            "model": model,
        }
        usage = {"input_tokens": 12, "output_tokens": 5, "total_tokens": 17}
        return 200, made | {"output": [message], "usage": usage}
    wants_json = (fields.get("response_format") or {}).get("type") in ("json_object", "json_schema")
    choice = {
        "index": 0,
        "finish_reason": "stop",
        "message": {"role": "assistant", "content": '{"answer": "trial"}' if wants_json else words},
    }
    made = {"id": _new("chatcmpl-"), "object": "chat.completion", "created": now, "model": model}
    return 200, made | {"choices": [choice], "usage": usage}


def _anthropic(request: DoubleRequest) -> Answer:
    made = {
        "id": _new("msg_"),
        "type": "message",
        "role": "assistant",
        "model": fields_of(request).get("model"),
    }
    content = [{"type": "text", "text": "This is a trial answer."}]
    usage = {"input_tokens": 12, "output_tokens": 5}
    return 200, made | {
        "content": content,
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": usage,
    }


_SERVICES: tuple[tuple[Regex[str], Callable[[DoubleRequest], Answer]], ...] = (
    (regex(r"(^|\.)stripe\.com$"), _stripe),
    (regex(r"(^|\.)resend\.com$"), _resend),
    (regex(r"(^|\.)sendgrid\.com$"), _sendgrid),
    (regex(r"(^|\.)mailgun\.(net|org)$"), _mailgun),
    (regex(r"(^|\.)twilio\.com$"), _twilio),
    (regex(r"(^|\.)openai\.com$"), _openai),
    (regex(r"(^|\.)anthropic\.com$"), _anthropic),
    (regex(r"(^|\.)openlibrary\.org$"), open_library),
    (regex(r"(^|\.)frankfurter\.(dev|app)$"), exchange_rates),
)
