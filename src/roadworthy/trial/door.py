"""The ways into the app: the endpoints through which people register and sign in."""

from __future__ import annotations

from typing import Literal

import msgspec

FieldRole = Literal[
    "email",
    "username",
    "password",
    "password_confirmation",
    "name",
    "first_name",
    "last_name",
    "phone",
    "date",
    "number",
    "boolean",
    "unknown",
]


class Door(msgspec.Struct, frozen=True, kw_only=True):
    """One endpoint: `fields` maps each field it reads to what the field means; `form` sends them form-encoded."""

    method: str
    path: str
    fields: dict[str, str]
    form: bool = False


class Doors(msgspec.Struct, frozen=True, kw_only=True):
    register: Door | None = None
    login: Door | None = None
