"""The double of whoever signs people in elsewhere (Google, Replit, a company's own): OpenID Connect Core 1.0 and OAuth 2.0,
as far as the code flow goes. Whom it names was decided by the code that an actor brought back."""

from __future__ import annotations

import base64
import functools
import json
import time
from typing import Any
from urllib.parse import unquote, urlsplit

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from roadworthy.trial.behaviour import DoubleRequest
from roadworthy.trial.double_fields import fields_of
from roadworthy.trial.people import PEOPLE, Person
from roadworthy.url_text import record_of, url_text

DISCOVERY = "/.well-known/openid-configuration"
_GRANTS = ("authorization_code", "refresh_token")
_MARK = "trial."
_KEY_NAME = "trial"
_HOURS_8 = 8 * 3600
Answer = tuple[int, Any]


def code_for(person: Person, nonce: str, *, identity: bool) -> str:
    """What the provider hands a person who said yes. `nonce` is what the app wants to find again, '' for nothing; with
    `identity` it asked who they are (the scope `openid`), and gets a token that says so."""
    said = {"person": person.name, "nonce": nonce, "identity": identity}
    return _MARK + url_text(json.dumps(said).encode())


def answer_as_provider(request: DoubleRequest) -> Answer | None:
    """What a provider answers; None to a request that asks for nothing of the kind."""
    path = urlsplit(request.path).path
    if path.endswith(DISCOVERY):
        return 200, _described(f"https://{request.host}{path.removesuffix(DISCOVERY)}")
    if path.endswith("/jwks") or path in ("/oauth2/v3/certs", "/.well-known/jwks.json"):
        return 200, {"keys": [_public_key()]}
    form = {name: str(value) for name, value in fields_of(request).items()}
    if request.method == "POST" and (form.get("grant_type") in _GRANTS or _known(form.get("code", ""))):
        return _tokens(request, form)
    known = _known(request.headers.get("authorization", "").partition(" ")[2])
    if known is not None and request.method == "GET":
        return 200, [_address(known)] if path.endswith("/emails") else _claims(known)
    return None


def _described(place: str) -> dict[str, Any]:
    """OpenID Connect Discovery 1.0, section 3."""
    return {
        "issuer": place,
        "authorization_endpoint": f"{place}/auth",
        "token_endpoint": f"{place}/token",
        "userinfo_endpoint": f"{place}/userinfo",
        "end_session_endpoint": f"{place}/session/end",
        "jwks_uri": f"{place}/jwks",
        "response_types_supported": ["code"],
        "grant_types_supported": list(_GRANTS),
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "email", "profile", "offline_access"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
    }


def _tokens(request: DoubleRequest, form: dict[str, str]) -> Answer:
    brought = form.get("code") or form.get("refresh_token", "")
    person = _known(brought)
    if person is None:
        return 400, {"error": "invalid_grant"}
    now = int(time.time())
    client = form.get("client_id") or _basic_user(request.headers.get("authorization", ""))
    carried = _carried(brought)
    nonce = carried.get("nonce")
    said = {"iss": _issuer(request), "aud": client, "iat": now, "exp": now + _HOURS_8, **_claims(person)}
    again = code_for(person, "", identity=bool(carried.get("identity")))
    token = {"access_token": again, "refresh_token": again, "token_type": "Bearer", "expires_in": _HOURS_8}
    if not carried.get("identity"):
        return 200, {**token, "scope": "email"}
    identity = _signed(said | ({"nonce": nonce} if nonce else {}))
    return 200, {**token, "id_token": identity, "scope": "openid email profile"}


def _issuer(request: DoubleRequest) -> str:
    if request.host.endswith("googleapis.com"):
        return "https://accounts.google.com"
    return f"https://{request.host}{urlsplit(request.path).path.removesuffix('/token')}"


def _claims(person: Person) -> dict[str, Any]:
    """What providers say of a person, under the names that they use."""
    number = f"70000{person.number}"
    first, last = person.value("first_name"), person.value("last_name")
    return {
        "sub": number,
        "id": number,
        "email": person.email,
        "email_verified": True,
        "verified_email": True,
        "name": person.value("name"),
        "given_name": first,
        "family_name": last,
        "first_name": first,
        "last_name": last,
        "login": person.value("username"),
        "preferred_username": person.value("username"),
        "picture": None,
    }


def _address(person: Person) -> dict[str, Any]:
    return {"email": person.email, "primary": True, "verified": True, "visibility": "private"}


def _known(token: str) -> Person | None:
    name = _carried(token).get("person")
    return next((person for person in PEOPLE if person.name == name), None)


def _carried(token: str) -> dict[str, Any]:
    # Another's token tells nothing.
    return (record_of(token.removeprefix(_MARK)) if token.startswith(_MARK) else None) or {}


def _basic_user(header: str) -> str:
    try:
        return unquote(base64.b64decode(header.partition(" ")[2]).decode().partition(":")[0])
    except ValueError:
        # The client names itself in no way that the protocol knows.
        return ""


# --- signatures (RFC 7515, RFC 7517) ------------------------------------------------------------------


@functools.cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _public_key() -> dict[str, str]:
    numbers = _key().public_key().public_numbers()
    n, e = (
        url_text(value.to_bytes((value.bit_length() + 7) // 8, "big")) for value in (numbers.n, numbers.e)
    )
    return {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": _KEY_NAME, "n": n, "e": e}


def _signed(claims: dict[str, Any]) -> str:
    head = {"alg": "RS256", "typ": "JWT", "kid": _KEY_NAME}
    body = ".".join(url_text(json.dumps(part).encode()) for part in (head, claims))
    return f"{body}.{url_text(_key().sign(body.encode(), padding.PKCS1v15(), SHA256()))}"
