"""The secret that what signs and checks tokens or sessions is given in a record: `session({ secret })`, `JwtModule.register({ secret })`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.languages import form
from roadworthy.regex import regex

_SESSIONS = ("session", "cookieSession", "expressSession")
_CHECKING = ("expressjwt", "expressJwt", "koaJwt", "jwt")
_OF_TOKENS = regex(r"jwt|session|cookie", re.I)
_KEPT = regex(r"jwt", re.I)


def signing_options(node: form.Node) -> Iterator[tuple[str, form.Expr]]:
    """(setting, value) of such a secret."""
    if isinstance(node, form.Call):
        yield from _of_call(node)
    elif isinstance(node, (form.Define, form.Assignment)) and isinstance(node.value, form.Record):
        # `export const jwtConstants = { secret: "..." }`, as Nest's documentation keeps it.
        if isinstance(node.target, form.Name) and _KEPT.search(node.target.name):
            yield from _secret(node.value, "JWT_SECRET")
    elif isinstance(node, form.Record):
        yield from (("JWT_SECRET", e.value) for e in node.entries if _is(e, "secretOrKey"))


def _of_call(node: form.Call) -> Iterator[tuple[str, form.Expr]]:
    callee = node.callee
    name = callee.name if isinstance(callee, (form.Member, form.Name)) else ""
    owner = (
        callee.object.name if isinstance(callee, form.Member) and isinstance(callee.object, form.Name) else ""
    )
    first, second = (*node.arguments[:2], None, None)[:2]
    if name in _SESSIONS and isinstance(first, form.Record):
        yield from _secret(first, "SESSION_SECRET")
    elif (name in _CHECKING or (name == "register" and owner == "JwtModule")) and isinstance(
        first, form.Record
    ):
        yield from _secret(first, "JWT_SECRET")
    elif (
        # Fastify's plugins.
        name == "register"
        and isinstance(first, form.Name)
        and isinstance(second, form.Record)
        and _OF_TOKENS.search(first.name)
    ):
        yield from _secret(second, "JWT_SECRET")


def _secret(record: form.Record, name: str) -> Iterator[tuple[str, form.Expr]]:
    return ((name, entry.value) for entry in record.entries if _is(entry, "secret"))


def _is(entry: form.Entry, key: str) -> bool:
    return isinstance(entry.key, form.Literal) and entry.key.value == key
