"""Who uses the app during a trial."""

from __future__ import annotations

from typing import Any

import msgspec


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """The one plain request that let somebody in: its body is `json`, or `form` where that is None."""

    method: str
    path: str
    json: Any = None
    form: dict[str, str] = msgspec.field(default_factory=dict)


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody with a session of their own.

    `identity` is the users row as found in the database ({} when none was found), `credentials` what was typed at the
    door by role (email, password, ...), `address` the IP the app is told. `headers`, `cookies` and `storage` (the
    browser's localStorage) change as the app answers, and `form_fields`, the tokens against forged requests that the
    app's forms carry; the record itself does not. `same_site` is what the app said of its cookies (lax, strict, none; '' for nothing). `entry` is the sign-in as one request,
    None where it took more.
    """

    name: str
    role: str
    address: str
    identity: dict[str, Any] = msgspec.field(default_factory=dict)
    credentials: dict[str, str] = msgspec.field(default_factory=dict)
    headers: dict[str, str] = msgspec.field(default_factory=dict)
    cookies: dict[str, str] = msgspec.field(default_factory=dict)
    storage: dict[str, str] = msgspec.field(default_factory=dict)
    form_fields: dict[str, str] = msgspec.field(default_factory=dict)
    same_site: dict[str, str] = msgspec.field(default_factory=dict)
    entry: Entry | None = None

    @property
    def signed_in(self) -> bool:
        return bool(self.cookies or self.headers)
