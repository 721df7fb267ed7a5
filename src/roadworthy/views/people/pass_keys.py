"""Keys and tokens that prove by themselves who shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from roadworthy.app.origin import Fact, Origin
from roadworthy.app.other_tongues import spelled
from roadworthy.app.query import Filter
from roadworthy.regex import Regex, regex

# Who shows the key of an account, a project or a session is let in as it.
_PASS_KEY = regex(
    r"^(api|access|auth|session|bearer)_?(key|token)(_?(hash|hashed|digest|readonly|write|read))?$"
    r"|^(hashed|key)_?(key|hash)$",
    re.I,
)
# What a session or a token is found by, where it is sent as one and not as a part of an address.
_TOKEN = regex(r"^(token|key|sid|session_?id)(_?(hash|hashed|digest))?$", re.I)


# The headers in which keys are shown.
_SHOWN_IN = regex(r"^authorization$|api-?key|(auth|access)-?token", re.I)
_SECRET = regex(r"SECRET|KEY|TOKEN|PASS|_PIN$|CREDENTIAL|(^|_)AUTH", re.I)
_PUBLIC = regex(r"ANON|PUBLI[CS]|^(NEXT_PUBLIC|VITE|REACT_APP)_", re.I)


def is_secret(path: tuple[str, ...]) -> bool:
    """Whether a variable of the environment holds what only the server knows."""
    name = path[0] if path else ""
    return _SECRET.search(name) is not None and _PUBLIC.search(name) is None


# What a table of those who are signed in is called, and its own key, which the cookie holds.
_SESSIONS = regex(r"(^|_)(sessions?|logins?|auth_?tokens?)$", re.I)
_ID = regex(r"^(id|uuid|_id)$", re.I)


def by_pass_key(item: Filter, table: str) -> bool:
    """Whether a row of a table is looked up by the key or token that a request shows."""
    if not item.value.from_request:
        return False
    cookie = any(map(_is_cookie, item.value.leaves()))
    shown = shows_key(item.value) or cookie
    if _PASS_KEY.match(item.column):
        return True
    if _SESSIONS.search(spelled(item.table or table)) and (
        _TOKEN.match(item.column) or (cookie and _ID.match(item.column))
    ):
        # Wherever it is sent: whoever holds the token of a session is whose session it is.
        return True
    return shown and (bool(_TOKEN.match(item.column)) or is_digest(item.value))


def _is_cookie(leaf: Origin) -> bool:
    """A cookie, or the header that holds them all where an app takes it apart by itself."""
    return leaf.kind == "cookies" or (leaf.kind == "headers" and "".join(leaf.path[:1]).lower() == "cookie")


def shows_key(origin: Origin) -> bool:
    """Whether a value comes from a header that shows who asks."""
    return any(
        leaf.kind == "headers" and _SHOWN_IN.search("".join(leaf.path[:1])) is not None
        for leaf in origin.leaves()
    )


# A token that is read first, to find the key that it is verified with (jose's `decodeJwt`, jsonwebtoken's `decode`).
_READS_TOKEN = regex(r"decodeJwt\(\)|jsonwebtoken(\.default)?\.decode\(\)|get_unverified_claims\(\)")


def is_claim(origin: Origin, verified: set[str]) -> bool:
    """Whether a value is what a token says whose signature is found right in the end, by the key of the row that it names."""
    if not verified or origin.kind not in ("computed", "parsed"):
        return False
    if _READS_TOKEN.search(origin.operation) and any(str(one) in verified for one in origin.inputs):
        return True
    return any(is_claim(one, verified) for one in origin.inputs)


_SEALED_BY = regex(r"hmac", re.I)
_EQUAL = regex(r"timingSafeEqual|compare_digest|safeCompare|tsscmp", re.I)


def is_sealed(origin: Origin, facts: Iterable[Fact]) -> bool:
    """Whether a value is out of a cookie whose seal (a digest made with the server's own key) was found right before."""
    cookies = {leaf for leaf in origin.leaves() if _is_cookie(leaf)}
    return bool(cookies) and any(
        fact.holds
        and (fact.operator == "==" or _EQUAL.search(fact.left.operation) is not None)
        and any(_is_made_by(side, _SEALED_BY, 8) for side in (fact.left, fact.right) if side is not None)
        and cookies & {leaf for side in (fact.left, fact.right) if side is not None for leaf in side.leaves()}
        for fact in facts
    )


def _is_made_by(origin: Origin, operation: Regex[str], steps: int) -> bool:
    """Whether a value is what such an operation gives, or made of it in so many steps."""
    if origin.kind != "computed" or steps < 0:
        return False
    return bool(operation.search(origin.operation)) or any(
        _is_made_by(one, operation, steps - 1) for one in origin.inputs
    )


# Calls that give what a token says only where the server's own key made it.
_UNSEALS = regex(
    r"(Serializer|Signer)(\(\))?\.(loads|unsign)\b|signing\.loads\b|jsonwebtoken(\.default)?\.verify\b|\bjwt\.decode\b|jwtVerify\b"
)


def is_unsealed(origin: Origin) -> bool:
    """Whether a value is what a token of the request says (a link that was mailed), which the server made itself."""
    return origin.from_request and _is_made_by(origin, _UNSEALS, 5)


_DIGEST = regex(r"sha-?\d|createHash|digest|hmac|hash", re.I)


def is_digest(origin: Origin) -> bool:
    """Whether it is made from a digest of something: nobody can name a row by it who does not hold what was hashed."""
    return _is_made_by(origin, _DIGEST, 5)
