"""Who sends a request, by the keys and tokens in it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import msgspec

from roadworthy.trial.supabase.tokens import PUBLIC, SERVER, project_key, said, verified


class Keys(msgspec.Struct, frozen=True):
    """A project's secret and the keys made with it: `public` is in every page, `server` passes every policy."""

    secret: str
    public: str
    server: str


def make_keys(secret: str, reference: str) -> Keys:
    """The keys of a project."""
    return Keys(secret, project_key(secret, reference, PUBLIC), project_key(secret, reference, SERVER))


def bearer(headers: Mapping[str, str], keys: Keys) -> str:
    """The token that a request is decided by. A public key of the app's own project, written into its code, is worth what
    the trial's public key is: the service behind it is the trial's."""
    given = headers.get("authorization", "")
    token = given[7:].strip() if given.lower().startswith("bearer ") else ""
    key = headers.get("apikey", "")
    if not token or token == key:
        return keys.server if key == keys.server else keys.public
    return keys.public if _is_public(token) else token


def _is_public(token: str) -> bool:
    """Whether a token is what anybody may have."""
    if token.startswith("sb_publishable_"):
        return True
    claims = said(token)
    return claims is not None and claims.get("role") == PUBLIC


def claims_of(headers: Mapping[str, str], keys: Keys) -> dict[str, Any] | None:
    """What the caller's token says; None when nobody vouches for it."""
    return verified(keys.secret, bearer(headers, keys))


def session_claims(user: Mapping[str, Any], session: str, seconds: int) -> dict[str, Any]:
    """What an access token says about an account, as Supabase Auth writes it."""
    now = int(time.time())
    return {
        "iss": "supabase",
        "sub": str(user["id"]),
        "aud": "authenticated",
        "exp": now + seconds,
        "iat": now,
        "email": user["email"] or "",
        "phone": user["phone"] or "",
        "app_metadata": user["raw_app_meta_data"] or {},
        "user_metadata": user["raw_user_meta_data"] or {},
        "role": user["role"] or "authenticated",
        "aal": "aal1",
        "amr": [{"method": "password", "timestamp": now}],
        "session_id": session,
        "is_anonymous": bool(user["is_anonymous"]),
    }
