"""Passwords of mailboxes that are written where the app signs in to its mail server."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.location import at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.source.purpose import is_test, is_tool
from roadworthy.views.code.dotted import by_name, dotted, last_name
from roadworthy.views.secrets.exposure import Exposure, is_placeholder, masked

_USER = regex(r"^(user|username|email)$", re.I)
_PASSWORD = regex(r"^(pass|password|passwd)$", re.I)
_ADDRESS = regex(r"^[\w.+-]+@[\w-]+(\.[\w-]+)+$")
# What Google gives an app in the place of its owner's own password: sixteen letters, in fours (its help, "App passwords").
_OF_AN_APP = regex(r"[a-z]{4}( ?[a-z]{4}){3}")
# What stands in a guide for a password.
_USUAL = regex(r"pass|secret|abcd|your|word|xxxx|1234", re.I)


def mail_passwords(app: App) -> tuple[Exposure, ...]:
    """Passwords of mailboxes, each once. A view: `app.view(mail_passwords)`."""
    found: dict[str, Exposure] = {}
    for path, module in sorted(app.modules.items()):
        if is_test(path) or is_tool(path) or b"@" not in app.read(path):
            continue
        for node in form.walk(module.body, form.Call):
            for value in _written(node):
                what = f"the password of a mailbox, {masked(value)}"
                known = found.get(value)
                places = (*(known.places if known is not None else ()), at(path, node))
                found[value] = Exposure("secret", known.subject if known else path, what, places[:8], True)
    return tuple(found.values())


def _written(node: form.Node) -> Iterator[str]:
    """The passwords beside an address: `createTransport({ auth: { user, pass } })`, `server.login(address, password)`."""
    if not isinstance(node, form.Call):
        return
    name = last_name(node.callee)
    if name == "createTransport":
        for record in form.walk(node.arguments, form.Record):
            yield from _in_record(record)
    elif name == "login" or dotted(node.callee) == "yagmail.SMTP":
        given = [one.value if isinstance(one, form.Literal) else None for one in node.arguments[:2]]
        if len(given) == 2:
            yield from _beside(given[0], given[1])


def _in_record(record: form.Node) -> Iterator[str]:
    fields = by_name(record.entries) if isinstance(record, form.Record) else {}
    words = {n: value.value for n, value in fields.items() if isinstance(value, form.Literal)}
    user = next((word for name, word in words.items() if _USER.match(name)), None)
    for name, word in words.items():
        if _PASSWORD.match(name):
            yield from _beside(user, word)


def _beside(user: object, password: object) -> Iterator[str]:
    """The password, where both are written and it is none that stands for one."""
    if not isinstance(user, str) or not isinstance(password, str) or not _ADDRESS.match(user):
        return
    given = _OF_AN_APP.fullmatch(password) and not is_placeholder(password)
    mixed = len(password) >= 8 and re.search(r"\d", password) and re.search(r"[A-Za-z]", password)
    chosen = mixed and not is_placeholder(re.sub(r"(?<=\w)\$(?!\{)", "", password))
    if (given or chosen) and not _USUAL.search(password) and not is_placeholder(user):
        yield password
