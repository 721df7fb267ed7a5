"""The ways into the app: the endpoints through which people register and sign in."""

from __future__ import annotations

from typing import Literal

import msgspec

from roadworthy.trial.actor import Entry
from roadworthy.trial.people import role_of

FieldRole = Literal[
    "email",
    "username",
    "password",
    "password_confirmation",
    "name",
    "first_name",
    "last_name",
    "phone",
    "dial_code",
    "national_phone",
    "date",
    "number",
    "boolean",
    "key",
    "unknown",
]


class Door(msgspec.Struct, frozen=True, kw_only=True):
    """One endpoint: `fields` maps each field it reads to what the field means; `form` sends them form-encoded. `allowed`
    holds, for fields that take certain values only, one that gives no special rights; `optional` are fields that may be left out, and
    that people fill in all the same. `library` names one whose own endpoints lie below `path`. `key` is the column of people's rows
    that a field of the meaning "key" is compared with."""

    method: str
    path: str
    fields: dict[str, str]
    form: bool = False
    allowed: dict[str, str] = msgspec.field(default_factory=dict)
    optional: dict[str, str] = msgspec.field(default_factory=dict)
    library: str = ""
    key: str = ""


def learned(door: Door, entry: Entry | None) -> Door:
    """The door with the fields that it asked for itself, as the request had them that it accepted."""
    sent = (entry.json or entry.form or {}) if entry is not None else {}
    more = {name: value for name, value in sent.items() if name not in door.fields}
    meant = {name: role_of(name) for name in more}
    allowed = {name: str(value) for name, value in more.items() if meant[name] == "unknown"}
    return msgspec.structs.replace(door, fields={**door.fields, **meant}, allowed={**door.allowed, **allowed})


class Doors(msgspec.Struct, frozen=True, kw_only=True):
    register: Door | None = None
    login: Door | None = None
