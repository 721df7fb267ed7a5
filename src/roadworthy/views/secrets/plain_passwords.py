"""Passwords that are kept, or compared, as they were typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.app.origin import Fact, Origin
from roadworthy.app.query import Query
from roadworthy.regex import regex
from roadworthy.views.secrets.exposure import holds_password
from roadworthy.views.secrets.reached_servers import reaches_a_server


def plain_passwords(app: App) -> tuple[tuple[Endpoint, str, Location], ...]:
    """Endpoints that store a password as it was typed: (endpoint, column, the query's place). A view."""
    return tuple(_plain_passwords(app))


_HASHES_PASSWORDS = regex(
    r"(bcrypt|bcryptjs|argon2|scrypt|pbkdf2|passlib|pwdlib)\w*\b.*\.?(hash|hashSync|hashpw)$|(generate_password_hash|make_password)$",
    re.I,
)


def _plain_passwords(app: App) -> Iterator[tuple[Endpoint, str, Location]]:
    told: set[str] = set()
    for endpoint in app.endpoints:
        if any(map(_HASHES_PASSWORDS.search, endpoint.calls)):
            # `req.body.password = await bcrypt.hash(...)`: where the hash went was not followed, and it was made to be kept.
            continue
        for query in endpoint.queries:
            if endpoint.subject in told or query.operation not in ("insert", "update", "upsert"):
                continue
            if reaches_a_server(app, query.table):
                continue
            for write in query.writes:
                typed = [
                    leaf
                    for leaf in _unhashed(write.value)
                    if leaf.kind in ("body", "parsed") and leaf.path and _is_word(leaf.path[-1])
                ]
                # `isEncrypted(password) ? password : encrypt(password)`: what was hashed before is kept as it is.
                known = sum(leaf in typed for leaf in write.value.leaves())
                own = holds_password(write.column) and any(holds_password(leaf.path[-1]) for leaf in typed)
                kept = (own or _keeps_word(query)) and not _refused(app, query, write.column)
                if typed and known <= len(typed) and kept and not _is_hashed_later(app, query.table):
                    told.add(endpoint.subject)
                    yield endpoint, write.column, query.location
                    break


def _refused(app: App, query: Query, column: str) -> bool:
    """Whether the SQL that makes the table gives it no such column: the database refuses the row, and keeps nothing."""
    table = app.table(query.table)
    return (
        table is not None and table.library == "sql" and bool(table.columns) and table.column(column) is None
    )


def compared_passwords(app: App) -> Iterator[tuple[Endpoint, str, Location]]:
    """Endpoints that let people in where what they typed is what is stored, letter by letter: (endpoint, column, the query's
    place). Where the app also stores it so, `plain_passwords` tells it."""
    if app.view(plain_passwords):
        return
    for endpoint in app.endpoints:
        facts = [fact for answer in endpoint.answers for fact in answer.facts if fact.operator == "=="]
        for query in endpoint.queries:
            column = next((c for fact in facts if (c := _compared(fact, query))), "")
            if column and not _is_hashed_later(app, query.table):
                yield endpoint, column, query.location
                break


def _compared(fact: Fact, query: Query) -> str:
    """The column of passwords that a fact compares with the password of the request, both as they are."""
    sides = [side for side in (fact.left, fact.right) if side is not None]
    stored = [s for s in sides if s.kind == "row" and s.query == query.number and s.path]
    typed = [s for s in sides if s.kind in ("body", "parsed") and s.path]
    if not stored or not typed:
        return ""
    column, name = stored[0].path[-1], typed[0].path[-1]
    own = holds_password(column) and holds_password(name)
    return column if own or (_keeps_word(query) and _is_word(name)) else ""


# One word for all who come, kept among the settings: `{ key: "pin", value: "1234" }`.
_WORD = regex(r"^(\w+[_-])?(pin|pass_?code|pin_?code)$", re.I)


def _is_word(name: str) -> bool:
    return holds_password(name) or bool(_WORD.match(name))


def _keeps_word(query: Query) -> bool:
    """Whether a query asks for the setting that is the word to come in by."""
    return any(
        one.operator == "="
        and one.value.kind == "constant"
        and isinstance(one.value.value, str)
        and _is_word(one.value.value)
        for one in query.filters
    )


def _unhashed(origin: Origin) -> Iterator[Origin]:
    if origin.kind == "computed":
        if origin.operation not in (
            "or",
            "??",
            "choice",
            "trim",
            "strip",
            "String",
            "str",
            "toString",
            "template",
        ):
            return
        for inner in origin.inputs:
            yield from _unhashed(inner)
    else:
        yield origin


_BEFORE_SAVING = regex(
    rb"""pre\(\s*['"]save|beforeCreate|beforeSave|before_insert|set_password|@validates|hybrid_property|\.setter|hooks"""
)
_HASHES = regex(rb"hash|bcrypt|argon", re.I)


def _is_hashed_later(app: App, name: str) -> bool:
    """Whether the model itself hashes what is put into it (a hook before saving, a setter)."""
    table = app.table(name)
    if table is None:
        return False
    text = app.read(table.location.path)
    return _BEFORE_SAVING.search(text) is not None and _HASHES.search(text) is not None
