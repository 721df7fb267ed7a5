"""Judges endpoints that sign in whoever names an account: nothing asks for what only its owner has."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint, Query
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.regex import regex
from roadworthy.views.people.access import SIGNED_IN, Access
from roadworthy.views.people.entry import body_fields, signs_in_elsewhere
from roadworthy.views.people.people import users_table
from roadworthy.views.requests.credentials import RESET_PATH
from roadworthy.views.requests.spent import mails

# What begins a session, or makes the token that is one.
_BEGINS = regex(
    r"^django\.contrib\.auth\.login$|^flask_login(\.\w+)*\.login_user$|^flask_security(\.\w+)*\.login_user$"
    r"|(^|\.)create_access_token$|RefreshToken(\(\))?\.for_user$|^(jose\.|authlib\.jose\.)?jwt\.encode$|^jsonwebtoken(\.default)?\.sign$"
)
# Those of them that make a token, which is a session in the hands of whoever is given it.
_MINTS = regex(r"create_access_token$|for_user$|jwt\.encode$|^jsonwebtoken")
_PAGE = regex(r"(^|[._])render(_\w+)?(\(|$)|^page$")
# What shows that the person themselves asks: what they know, what was sent to them, what another service says of them.
_PROOF = regex(
    r"pass|pwd|secret|token|code|otp|pin$|nonce|hash|key|answer|credential|assertion|signature|challenge|invite|ticket|init_?data",
    re.I,
)
_CHECKS = regex(r"compare|verify|check|authenticate|validate|decode|oauth|loads|unsign", re.I)

# Where a page hands over what another service has told it of the person: who is not known yet gets an account on the way.
_SOCIAL = regex(r"(^|[/_-])(google|facebook|github|apple|social|oauth)([/_-]|$)", re.I)


def judge_signing_in(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an open endpoint that begins a session for the account it is told of; None elsewhere."""
    people = users_table(app)
    begins = next((name for name in endpoint.calls if _BEGINS.search(name)), None)
    if people is None or begins is None or SIGNED_IN in Access(endpoint).anywhere():
        return None
    if endpoint.services or signs_in_elsewhere(endpoint) or _asks_proof(endpoint):
        return None
    if _MINTS.search(begins) and not _hands_out(endpoint):
        return None
    if mails(endpoint) or RESET_PATH.search(endpoint.path):
        return None  # the token goes to whose address it is, and not to whoever asks
    own = [query for query in endpoint.queries if query.table == people.name]
    if any(query.operation in ("insert", "upsert") for query in own) and not _SOCIAL.search(endpoint.path):
        return None
    named = next((query for query in own if query.operation == "select" and _is_named(query)), None)
    return _told(endpoint, named, begins) if named is not None else None


def _hands_out(endpoint: Endpoint) -> bool:
    """Whether any answer can carry a token: pages and ways to other pages carry none, unless they set a cookie."""
    good = [answer for answer in endpoint.answers if answer.status < 400]
    return not good or any(
        answer.headers or not (answer.page or answer.status >= 300 or _PAGE.search(answer.body.operation))
        for answer in good
    )


def _asks_proof(endpoint: Endpoint) -> bool:
    names = [*body_fields(endpoint), *(one.name for one in endpoint.inputs)]
    return any(_PROOF.search(name) for name in names) or any(
        _CHECKS.search(name.rsplit(".", 1)[-1]) for name in endpoint.calls
    )


def _is_named(query: Query) -> bool:
    """Whether the account is the one that the request names."""
    return any(
        item.operator in ("=", "ilike")
        and any(
            leaf.kind in ("body", "parsed", "query", "params") and leaf.from_request
            for leaf in item.value.leaves()
        )
        for item in query.filters
    )


def _told(endpoint: Endpoint, query: Query, begins: str) -> Verdict:
    return gap(
        endpoint.subject,
        "Anyone can sign in as anybody: the account that is named is signed in, and no password is asked for",
        impact="Every account is open to whoever knows its address or number",
        locations=(query.location, endpoint.location),
        evidence=(
            f"{query.location} finds the account that the request names",
            f"`{begins}` signs it in, with nothing checked that only its owner has",
        ),
        severity=Severity.CRITICAL,
        details=OpenGap(endpoint, "named"),
        cwe="CWE-287",
    )
