"""Supabase Auth's door, as far as signing up, signing in and looking after accounts: its paths, fields and errors (GoTrue v2).

Mail is never sent: an address counts as confirmed at once, and what would send a mail answers as if it had.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg

from roadworthy.trial.behaviour import DoubleRequest
from roadworthy.trial.supabase.accounts import Accounts, Row
from roadworthy.trial.supabase.answer import Answer, as_json
from roadworthy.trial.supabase.callers import Keys, claims_of, session_claims
from roadworthy.trial.supabase.tokens import SERVER, sign

# The proofs of one trial last longer than an hour; GoTrue's own limit is a week.
ACTOR_SECONDS = 7 * 24 * 3600
SHORTEST_PASSWORD = 6
_MAILED = ("/recover", "/otp", "/magiclink", "/resend", "/reauthenticate")


class AuthDoor:
    """One door to the accounts of one project."""

    def __init__(self, accounts: Accounts, keys: Keys) -> None:
        self._accounts = accounts
        self._keys = keys

    async def answer(self, request: DoubleRequest, path: str) -> Answer:
        """The answer to a request below `/auth/v1`."""
        try:
            # The database's driver waits in a thread, so that nothing else has to.
            return await asyncio.to_thread(self._answer, request, path)
        except psycopg.errors.UniqueViolation:
            return _refused(422, "user_already_exists", "User already registered")
        except psycopg.Error as error:
            # As GoTrue says it; what follows tells whoever reads the log which trigger it was.
            reason = f"Database error: {str(error).splitlines()[0]}"
            return _refused(500, "unexpected_failure", reason)

    def _answer(self, request: DoubleRequest, path: str) -> Answer:
        bare, query = urlsplit(path).path.rstrip("/"), parse_qs(urlsplit(path).query)
        body = _body(request)
        match (request.method, bare):
            case ("GET", "/settings"):
                return as_json(200, _SETTINGS)
            case ("GET", "/health"):
                return as_json(200, {"name": "GoTrue", "version": "v2", "description": "the trial's own"})
            case ("POST", "/signup"):
                return self._sign_up(body)
            case ("POST", "/token"):
                return self._token(query.get("grant_type", [""])[0], body)
            case ("POST", "/logout"):
                return self._sign_out(request)
            case ("GET" | "PUT", "/user"):
                return self._own_account(request, body)
            case ("POST", mailed) if mailed in _MAILED:
                return as_json(200, {})
        if bare.startswith("/admin/"):
            return self._administer(request, bare.removeprefix("/admin"), body)
        return _refused(404, "not_found", "this door of Supabase Auth is not part of a trial")

    # --- people -------------------------------------------------------------------------------------

    def _sign_up(self, body: dict[str, Any]) -> Answer:
        email, password = _text(body, "email"), _text(body, "password")
        if email and len(password) < SHORTEST_PASSWORD:
            return _refused(
                422, "weak_password", f"Password should be at least {SHORTEST_PASSWORD} characters."
            )
        if email and self._accounts.by_email(email) is not None:
            return _refused(422, "user_already_exists", "User already registered")
        said = body.get("data") if isinstance(body.get("data"), dict) else {}
        row = self._accounts.add(email or None, password or "-", {**(said or {}), **_told(email)}, {})
        return as_json(200, self._session(row))

    def _token(self, grant: str, body: dict[str, Any]) -> Answer:
        if grant == "password":
            row = self._accounts.by_email(_text(body, "email"))
            if row is None or not self._accounts.accepts(row, _text(body, "password")):
                return _refused(400, "invalid_credentials", "Invalid login credentials")
            return as_json(200, self._session(row))
        if grant == "refresh_token":
            identity = self._accounts.refreshed(_text(body, "refresh_token"))
            row = self._accounts.by_id(identity) if identity else None
            if row is None:
                return _refused(
                    400, "refresh_token_not_found", "Invalid Refresh Token: Refresh Token Not Found"
                )
            return as_json(200, self._session(row))
        return _refused(400, "validation_failed", f"unsupported_grant_type: {grant}")

    def _sign_out(self, request: DoubleRequest) -> Answer:
        claims = claims_of(request.headers, self._keys)
        if claims is None or "sub" not in claims:
            return _refused(401, "no_authorization", "This endpoint requires a valid Bearer token")
        self._accounts.close_sessions(str(claims["sub"]))
        return Answer(204)

    def _own_account(self, request: DoubleRequest, body: dict[str, Any]) -> Answer:
        claims = claims_of(request.headers, self._keys)
        row = self._accounts.by_id(str(claims["sub"])) if claims is not None and "sub" in claims else None
        if row is None:
            return _refused(403, "bad_jwt", "invalid claim: missing sub claim")
        if request.method == "PUT":
            row = self._changed(str(row["id"]), body, "data", {}) or row
        return as_json(200, shown(row))

    def _changed(self, identity: str, body: dict[str, Any], said: str, given: dict[str, Any]) -> Row | None:
        metadata = body.get(said) if isinstance(body.get(said), dict) else {}
        email, password = _text(body, "email"), _text(body, "password")
        return self._accounts.change(identity, email or None, password or None, metadata or {}, given)

    def _session(self, row: Row) -> dict[str, Any]:
        session, refresh = self._accounts.open_session(str(row["id"]))
        claims = session_claims(row, session, ACTOR_SECONDS)
        return {
            "access_token": sign(self._keys.secret, claims),
            "token_type": "bearer",
            "expires_in": ACTOR_SECONDS,
            "expires_at": claims["exp"],
            "refresh_token": refresh,
            "user": shown(row),
        }

    # --- the server's own ---------------------------------------------------------------------------

    def _administer(self, request: DoubleRequest, path: str, body: dict[str, Any]) -> Answer:
        claims = claims_of(request.headers, self._keys)
        if claims is None or claims.get("role") != SERVER:
            return _refused(403, "not_admin", "User not allowed")
        identity = path.removeprefix("/users/")
        given = body.get("app_metadata") if isinstance(body.get("app_metadata"), dict) else {}
        match (request.method, path):
            case ("GET", "/users"):
                return as_json(
                    200, {"users": [shown(row) for row in self._accounts.every()], "aud": "authenticated"}
                )
            case ("POST", "/users"):
                said = body.get("user_metadata") if isinstance(body.get("user_metadata"), dict) else {}
                row = self._accounts.add(
                    _text(body, "email") or None, _text(body, "password") or "-", said or {}, given or {}
                )
                return as_json(200, shown(row))
            case ("GET", _) if path.startswith("/users/"):
                return _account(self._accounts.by_id(identity))
            case ("PUT", _) if path.startswith("/users/"):
                return _account(self._changed(identity, body, "user_metadata", given or {}))
            case ("DELETE", _) if path.startswith("/users/"):
                return as_json(200, {}) if self._accounts.remove(identity) else _account(None)
        return _refused(404, "not_found", "this door of Supabase Auth is not part of a trial")


def shown(row: Row) -> dict[str, Any]:
    """An account as Supabase Auth tells it."""
    moments = ("email_confirmed_at", "confirmed_at", "last_sign_in_at", "created_at", "updated_at")
    return {
        "id": str(row["id"]),
        "aud": row["aud"],
        "role": row["role"],
        "email": row["email"],
        "phone": row["phone"] or "",
        **{name: row[name].isoformat() if row[name] else None for name in moments},
        "app_metadata": row["raw_app_meta_data"] or {},
        "user_metadata": row["raw_user_meta_data"] or {},
        "identities": [],
        "is_anonymous": bool(row["is_anonymous"]),
    }


def _account(row: Row | None) -> Answer:
    return as_json(200, shown(row)) if row is not None else _refused(404, "user_not_found", "User not found")


def _told(email: str) -> dict[str, Any]:
    return {"email": email.lower(), "email_verified": True} if email else {}


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    return value if isinstance(value, str) else ""


def _body(request: DoubleRequest) -> dict[str, Any]:
    try:
        value = json.loads(request.body or b"{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _refused(status: int, code: str, reason: str) -> Answer:
    return as_json(status, {"code": status, "error_code": code, "msg": reason})


_SETTINGS = {
    "external": {"email": True, "phone": False},
    "disable_signup": False,
    "mailer_autoconfirm": True,
    "phone_autoconfirm": False,
    "sms_provider": "",
    "saml_enabled": False,
}
