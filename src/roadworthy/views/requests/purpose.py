"""A use that an endpoint can be put to over and over, and the services that cost or reach somebody."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.app.service import ServiceCall
from roadworthy.regex import regex
from roadworthy.views.code.model_providers import MODELS

SIGN_IN, SIGN_UP, RESET, MESSAGE = "sign-in", "sign-up", "reset", "message"
PAYMENT, AI, UPLOAD, PUBLIC_FORM, HEAVY, ORDER = "payment", "ai", "upload", "public form", "heavy", "order"

MESSENGERS = regex(
    r"smtp|mail|resend|sendgrid|postmark|twilio|kavenegar|vonage|nexmo|messagebird|brevo|ses\b|sms|whatsapp|telegram",
    re.I,
)

_STORES = regex(r"storage|s3|cloudinary|blob|uploadthing|bucket|aws", re.I)
_KEEPS_FILE = regex(r"upload|put_?object|\bput\b", re.I)


class Purpose(Struct, frozen=True):
    """`kind` is one of the names above; `place` where the costly or coveted thing happens; `what` says it in words;
    `of_rows` when what is taken in are rows of a table, and no files."""

    kind: str
    what: str
    place: Location
    of_rows: bool = False


def is_message(call: ServiceCall) -> bool:
    """Whether a call sends something to a person."""
    return MESSENGERS.search(call.service) is not None


def is_model(call: ServiceCall) -> bool:
    """Whether a call asks a model that is paid for by the length of the text."""
    return MODELS.search(call.service) is not None


def is_store(call: ServiceCall) -> bool:
    """Whether a call has a store keep a file."""
    return _STORES.search(call.service) is not None and _KEEPS_FILE.search(call.operation) is not None
