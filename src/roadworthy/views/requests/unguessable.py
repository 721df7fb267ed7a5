"""What people and programs come in by that nobody guesses: a provider's token, a client's secret, a token that was mailed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from roadworthy.app.endpoint import Endpoint
from roadworthy.regex import Regex, regex
from roadworthy.views.people.people import is_password

# What a provider of sign-ins gives its people to show elsewhere: each account is one of the provider's.
_VOUCHER = regex(r"(^|\.)(id|access|identity|firebase|google|apple|facebook)_?token$|(^|\.)credential$", re.I)
# What OAuth 2 has programs send for a token (RFC 6749, RFC 7636).
_PROGRAM = regex(r"(^|\.)(grant_type|client_secret|code_verifier)$", re.I)
_MAILED = regex(r"(^|\.)((reset|password|verification)_?)?token$", re.I)
_CODE = regex(r"(^|\.)(otp|code|pin|passcode)$", re.I)
_NAME = regex(r"(^|\.)(otp|pin|username)$", re.I)
_SENT = ("body", "query", "params")


def is_vouched_for(endpoint: Endpoint) -> bool:
    """Whether somebody comes by the token of a provider, and by nothing that is typed."""
    names = [item.name for item in endpoint.inputs if item.part == "body"]
    return not _typed(names, _CODE) and any(map(_VOUCHER.search, names))


def is_for_programs(endpoint: Endpoint) -> bool:
    """Whether programs come by what was made for them (OAuth 2's token endpoint), and nothing that people type is asked."""
    names = [item.name for item in endpoint.inputs]
    return not _typed(names, _NAME) and any(map(_PROGRAM.search, names))


def takes_mailed_token(endpoint: Endpoint) -> bool:
    """Whether a token that was mailed is handed in with the new password, and no short code."""
    names = [item.name for item in endpoint.inputs if item.part in _SENT]
    return any(map(_MAILED.search, names)) and not any(map(_CODE.search, names))


def _typed(names: Iterable[str], codes: Regex[str]) -> bool:
    return any(is_password(name.split(".")[-1]) or codes.search(name) for name in names)
