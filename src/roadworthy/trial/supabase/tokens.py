"""The signed tokens that Supabase's parts trust: JSON Web Tokens with HMAC-SHA256 (RFC 7519)."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any

from roadworthy.url_text import record_of, url_text

# The same in every trial, so that builds which contain the public key can be kept; 2025-01-01 and ten years on.
_ISSUED, _EXPIRES = 1_735_689_600, 2_051_222_400
PUBLIC, SERVER = "anon", "service_role"


def sign(secret: str, claims: dict[str, Any]) -> str:
    """A token that says `claims`."""
    head = _encoded({"alg": "HS256", "typ": "JWT"})
    body = f"{head}.{_encoded(claims)}"
    return f"{body}.{_signature(secret, body)}"


def verified(secret: str, token: str) -> dict[str, Any] | None:
    """What a token says; None unless it was signed with the secret and has not run out."""
    body, _, signature = token.rpartition(".")
    if not body or not hmac.compare_digest(_signature(secret, body), signature):
        return None
    claims = said(token)
    return claims if claims is not None and claims.get("exp", 0) > time.time() else None


def said(token: str) -> dict[str, Any] | None:
    """What a token says, whoever signed it; None when it is no token."""
    parts = token.split(".")
    return record_of(parts[1]) if len(parts) == 3 else None


def project_key(secret: str, reference: str, role: str) -> str:
    """The key of a project for a role: `anon`, which pages carry, or `service_role`, which passes every policy."""
    claims = {"iss": "supabase", "ref": reference, "role": role, "iat": _ISSUED, "exp": _EXPIRES}
    return sign(secret, claims)


def _encoded(value: dict[str, Any]) -> str:
    text = json.dumps(value, separators=(",", ":")).encode()
    return url_text(text)


def _signature(secret: str, body: str) -> str:
    made = hmac.new(secret.encode(), body.encode(), hashlib.sha256).digest()
    return url_text(made)
