"""The accounts behind the doors: read and written as `supabase_auth_admin`, so that the app's own triggers on them fire with
the rights that they have on the service."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Callable
from typing import Any

import psycopg

Connection = psycopg.Connection[dict[str, Any]]
Row = dict[str, Any]
ROLE = "supabase_auth_admin"


class Accounts:
    """`connect` opens a connection of the role; each call has its own, because calls come from several threads."""

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect

    def by_email(self, email: str) -> Row | None:
        """The account of an address."""
        return self._one("SELECT * FROM auth.users WHERE email = %s AND deleted_at IS NULL", (email.lower(),))

    def by_id(self, identity: str) -> Row | None:
        """The account of a key."""
        return self._one("SELECT * FROM auth.users WHERE id::text = %s AND deleted_at IS NULL", (identity,))

    def every(self) -> list[Row]:
        """All accounts, oldest first."""
        with self._connect() as connection:
            return connection.execute("SELECT * FROM auth.users ORDER BY created_at LIMIT 1000").fetchall()

    def add(self, email: str | None, password: str, said: dict[str, Any], given: dict[str, Any]) -> Row:
        """A new account, its address confirmed. `said` is what the person says of themselves (user metadata), `given` what the
        server says (app metadata). Raises psycopg.Error where the app's own trigger fails."""
        providers = {"provider": "email", "providers": ["email"], **given}
        values = (
            email.lower() if email else None,
            password,
            json.dumps(providers),
            json.dumps(said),
            email is None,
        )
        with self._connect() as connection, connection.transaction():
            row = connection.execute(_ADD, values).fetchall()[0]
            data = json.dumps({"sub": str(row["id"]), "email": row["email"], "email_verified": True})
            connection.execute(_ADD_IDENTITY, (str(row["id"]), row["id"], data))
            return row

    def accepts(self, row: Row, password: str) -> bool:
        """Whether a password is the account's."""
        sql = "SELECT extensions.crypt(%s, %s) = %s AS same"
        stored = str(row["encrypted_password"] or "")
        answer = self._one(sql, (password, stored, stored)) if stored else None
        return bool(answer and answer["same"])

    def change(
        self,
        identity: str,
        email: str | None,
        password: str | None,
        said: dict[str, Any],
        given: dict[str, Any],
    ) -> Row | None:
        """Changes what is given of an account; the metadata are merged."""
        values = (
            email.lower() if email else None,
            password,
            json.dumps(said),
            json.dumps(given),
            identity,
        )
        return self._one(_CHANGE, values)

    def remove(self, identity: str) -> bool:
        """Deletes an account, and with it what hangs on it by foreign keys. Raises psycopg.Error where those forbid it."""
        with self._connect() as connection:
            return connection.execute("DELETE FROM auth.users WHERE id::text = %s", (identity,)).rowcount > 0

    def open_session(self, identity: str) -> tuple[str, str]:
        """A new session's key and its refresh token."""
        session, token = str(uuid.uuid4()), secrets.token_urlsafe(16)
        with self._connect() as connection, connection.transaction():
            connection.execute(
                "INSERT INTO auth.sessions (id, user_id, created_at, updated_at) VALUES (%s, %s, now(), now())",
                (session, identity),
            )
            connection.execute(_ADD_TOKEN, (token, identity, session))
            connection.execute(
                "UPDATE auth.users SET last_sign_in_at = now() WHERE id::text = %s", (identity,)
            )
        return session, token

    def refreshed(self, token: str) -> str | None:
        """The key of the account that a refresh token belongs to, used up by this; None for a token that is not valid."""
        sql = (
            "UPDATE auth.refresh_tokens SET revoked = true WHERE token = %s AND NOT revoked RETURNING user_id"
        )
        row = self._one(sql, (token,))
        return str(row["user_id"]) if row is not None else None

    def close_sessions(self, identity: str) -> None:
        """Ends every session of an account."""
        with self._connect() as connection:
            connection.execute("DELETE FROM auth.sessions WHERE user_id::text = %s", (identity,))

    def _one(self, sql: str, values: tuple[Any, ...]) -> Row | None:
        with self._connect() as connection:
            rows = connection.execute(sql.encode(), values).fetchall()
        return rows[0] if rows else None


_ADD = b"""
INSERT INTO auth.users (instance_id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data,
                        raw_user_meta_data, created_at, updated_at, confirmation_token, recovery_token,
                        email_change_token_new, email_change, is_anonymous)
VALUES ('00000000-0000-0000-0000-000000000000', 'authenticated', 'authenticated', %s,
        extensions.crypt(%s, extensions.gen_salt('bf')), now(), %s, %s, now(), now(),
        '', '', '', '', %s) RETURNING *"""
_ADD_IDENTITY = b"""
INSERT INTO auth.identities (provider_id, user_id, identity_data, provider, last_sign_in_at, created_at, updated_at)
VALUES (%s, %s, %s, 'email', now(), now(), now())"""
_ADD_TOKEN = b"""
INSERT INTO auth.refresh_tokens (instance_id, token, user_id, revoked, created_at, updated_at, session_id)
VALUES ('00000000-0000-0000-0000-000000000000', %s, %s, false, now(), now(), %s)"""
_CHANGE = """
UPDATE auth.users SET email = coalesce(%s, email),
  encrypted_password = coalesce(extensions.crypt(%s, extensions.gen_salt('bf')), encrypted_password),
  raw_user_meta_data = coalesce(raw_user_meta_data, '{}') || %s::jsonb,
  raw_app_meta_data = coalesce(raw_app_meta_data, '{}') || %s::jsonb, updated_at = now()
WHERE id::text = %s RETURNING *"""
