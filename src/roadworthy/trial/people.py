"""What people type at the app's door, by the meaning of each field."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from roadworthy.regex import regex

# (name, address in one of the three networks reserved for documentation, RFC 5737)
ADDRESSES = {
    "anonymous": "192.0.2.10",
    "alice": "192.0.2.21",
    "bob": "198.51.100.22",
    "admin": "203.0.113.23",
}
# By the words of a name: `confirmPassword` is read as confirm_password.
_ROLE_BY_NAME = (
    (
        regex(
            r"(confirm|repeat|retype|verify|again)\w*(pass|pwd)|(pass|pwd)\w*(confirm|repeat|verif|again|2)"
            r"|^(confirm(ation)?|repeat|verify|again)$"
        ),
        "password_confirmation",
    ),
    (regex(r"pass(word|wd|phrase)?|(^|_)p(s|ss)?wd(_|$)"), "password"),
    (regex(r"mail"), "email"),
    (
        regex(r"user_?name|^(user|login|nick|identifier)$|(^|_)handle$|(^|_)(login|nick)_?(id|name)$"),
        "username",
    ),
    (regex(r"(first|given)_?name|^given"), "first_name"),
    (regex(r"(last|family|sur)_?name|^family"), "last_name"),
    (regex(r"name$|^name"), "name"),
    (regex(r"phone|mobile|(^|_)tel"), "phone"),
    (regex(r"birth|(^|_)dob|date"), "date"),
    (regex(r"accept|agree|terms|consent|(^|_)tos|remember|newsletter"), "boolean"),
    (regex(r"(^|_)(age|year|count|number|size|amount)$"), "number"),
)
_NEW_WORD = regex(r"(?<=[a-z0-9])(?=[A-Z])")
_DIAL_CODE = regex(r"(country|dial(ling)?|calling|phone|mobile)_?(code|prefix)$", re.I)
# Fields nobody fills in who registers honestly.
_PRIVILEGED = regex(r"(role|admin|verified|status|permission|credit|balance|plan|tier)", re.I)


class Person(msgspec.Struct, frozen=True):
    """Values by field role. `number` makes what must be unique unique; `key` is that of the row which the app made, where people
    are told it and sign in by it."""

    name: str
    number: int
    key: str = ""

    @property
    def email(self) -> str:
        # Not admin@example.com and the like: an app's own seed may have taken those.
        return f"{self.name}.trial@example.com"

    def value(self, role: str) -> Any:
        first = self.name.capitalize()
        password = f"Tr1al!Passw0rd-{first}"
        values: dict[str, Any] = {
            "email": self.email,
            "username": f"{self.name}_trial",
            "password": password,
            "password_confirmation": password,
            "name": f"{first} Example",
            "first_name": first,
            "last_name": "Example",
            "phone": f"+1415555{100 + self.number:04d}",
            "dial_code": "+1",
            "national_phone": f"415555{100 + self.number:04d}",
            "date": "1990-01-02",
            "number": 30 + self.number,
            "boolean": True,
            **({"key": self.key} if self.key else {}),
        }
        return values.get(role, f"S2026{self.number:04d}")


PEOPLE = tuple(Person(name, number) for number, name in enumerate(("alice", "bob", "admin"), 1))


def role_of(field: str, role: str = "unknown") -> str:
    """The meaning of a field: as the audit says, else by its name; of `user.email` by the last."""
    if role != "unknown":
        return role
    name = _NEW_WORD.sub("_", field.split(".")[-1]).lower().replace("-", "_")
    return next((found for pattern, found in _ROLE_BY_NAME if pattern.search(name)), "unknown")


def with_dial_code(fields: dict[str, str]) -> dict[str, str]:
    """The meanings of a form's fields, where a telephone number is asked for in two: what is dialled for the country, and the rest."""
    code = next((name for name in fields if _DIAL_CODE.search(name)), "")
    rest = next((name for name in fields if name != code and fields[name] == "phone"), "")
    return {**fields, code: "dial_code", rest: "national_phone"} if code and rest else fields


def filled_form(person: Person, fields: dict[str, str], *, unknown: bool) -> dict[str, Any]:
    """The body for a door; fields of unknown meaning only when `unknown`."""
    form: dict[str, Any] = {}
    for field, given in fields.items():
        role = role_of(field, given)
        if role != "unknown" or (unknown and not _PRIVILEGED.search(field)):
            form[field] = person.value(role)
    return form


def typed_by(person: Person) -> dict[str, str]:
    """What the person types at doors, by its meaning."""
    typed = {role: str(person.value(role)) for role in ("email", "username", "password", "name")}
    return {**typed, "key": person.key} if person.key else typed
