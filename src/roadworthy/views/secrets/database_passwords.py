"""Passwords of databases and other servers that are written where the connection is made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from roadworthy.app.location import at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.source.purpose import is_test, is_tool
from roadworthy.views.code.dotted import by_name
from roadworthy.views.secrets.exposure import Exposure, is_placeholder, masked

_PASSWORD = regex(r"^(password|passwd|pwd)$", re.I)
_USER = regex(r"^(user|username)$", re.I)
# What only the way to a database names beside a user.
_DATABASE = regex(r"^(host|hostname|server|engine|database|db|dbname|dialect)$", re.I)
# What stands in a guide, or is what an image is started with.
_USUAL = regex(
    r"pass|root|admin|postgres|mysql|mongo|user|test|secret|example|change|default|guest|demo|local|123456",
    re.I,
)


def database_passwords(app: App) -> tuple[Exposure, ...]:
    """Passwords that somebody chose, each once. A view: `app.view(database_passwords)`."""
    found: dict[str, Exposure] = {}
    for path, module in sorted(app.modules.items()):
        content = app.read(path).lower()
        if is_test(path) or is_tool(path):
            continue
        kinds: list[type[form.Node]] = (
            [form.Literal] if b"@localhost" in content or b"@127.0.0.1" in content else []
        )
        kinds += [form.Call, form.Record] if b"passw" in content and b"user" in content else []
        for node in form.walk(module.body, *kinds) if kinds else ():
            for name, value in _in_address(node) if isinstance(node, form.Literal) else _written(node):
                what = f"the `{name}` of a server that it connects to, {masked(value)}"
                known = found.get(value)
                places = (*(known.places if known is not None else ()), at(path, node))
                found[value] = Exposure("secret", known.subject if known else path, what, places[:8], True)
    return tuple(found.values())


# On one's own machine too somebody's password is often that of their other accounts. Elsewhere addresses are told as secrets anyway.
_AT_HOME = regex(
    r"^(?:postgres(?:ql)?|mysql|mariadb|mongodb|mssql)(?:\+\w+)?://([^:/@\s]*):([^@/\s]{8,})@(?:localhost|127\.0\.0\.1)\b"
)


def _in_address(node: form.Literal) -> Iterator[tuple[str, str]]:
    found = _AT_HOME.match(node.value) if isinstance(node.value, str) else None
    password = unquote(found.group(2)) if found is not None else ""
    if found is not None and password != found.group(1) and _is_made_up(password):
        yield "password", password


def _written(node: form.Node) -> Iterator[tuple[str, str]]:
    entries = (
        node.entries
        if isinstance(node, form.Record)
        else node.keywords
        if isinstance(node, form.Call)
        else ()
    )
    fields = by_name(entries)
    if not any(map(_DATABASE.match, fields)) or not any(map(_USER.match, fields)):
        return
    for name, value in fields.items():
        literal = value.value if isinstance(value, form.Literal) else None
        if _PASSWORD.match(name) and isinstance(literal, str) and _is_chosen(literal, fields):
            yield name, literal


def _is_chosen(password: str, fields: dict[str, form.Expr]) -> bool:
    """Whether somebody made it up: letters and digits together, and no word that such places are filled with."""
    users = [
        value.value for name, value in fields.items() if _USER.match(name) and isinstance(value, form.Literal)
    ]
    return password not in users and _is_made_up(password)


def _is_made_up(password: str) -> bool:
    return (
        len(password) >= 6
        and re.search(r"\d", password) is not None
        and re.search(r"[A-Za-z]", password) is not None
        and not _USUAL.search(password)
        # A sign that begins no name of a setting is a letter like others.
        and not is_placeholder(re.sub(r"(?<=\w)\$(?!\{)", "", password))
    )
