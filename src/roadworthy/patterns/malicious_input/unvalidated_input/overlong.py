"""Text that a schema takes at any length, and a column of a stated length does not: the database refuses it, and the request ends in a
500. SQLite keeps no length (https://www.sqlite.org/datatype3.html, "Type Affinity"), PostgreSQL and MySQL do."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint
from roadworthy.regex import regex
from roadworthy.views.data.request_fields import RequestField

_STRICT = ("pg", "postgres", "psycopg2", "psycopg2-binary", "psycopg", "asyncpg", "mysql2", "mysqlclient", "pymysql",
                 "aiomysql", "mysql-connector-python", "@neondatabase/serverless", "@vercel/postgres")  # fmt: skip
_SIZED = regex(r"^(varchar|char|character varying|character)\((\d+)\)$", re.I)
# What bounds a text by its length or its form.
_BOUNDED = regex(
    r"\b(max|length|len|regex|pattern|enum|literal|uuid|datetime|date|iso|refine|superRefine|transform|pipe|validated"
    r"|checked|any|unknown|ip|phone)\b",
    re.I,
)
# Pydantic's word for any text, and what says nothing of its length.
_BARE = frozenset(("str", "optional", "nullable"))
# How long a text of a form may be: an address of mail (RFC 5321, 4.5.3.1), Pydantic's `HttpUrl` (its reference, "Network Types").
_LONGEST = {"email": 254, "url": 2083}


def column_size(field: RequestField) -> int:
    """The number of characters that the column takes, 0 where its type states none."""
    sized = _SIZED.match(field.column.type)
    return int(sized.group(2)) if sized is not None else 0


def is_overlong(app: App, field: RequestField) -> bool:
    """Whether a longer text passes the field's schema, and nothing catches what the database says of it."""
    rules = field.rules or ""
    if not column_size(field) or not field.exact or field.compared or field.query.caught:
        return False
    if rules.split(" ", 1)[0] not in ("str", "string") or _BOUNDED.search(rules):
        return False
    if any(size <= column_size(field) for form, size in _LONGEST.items() if form in rules.split()):
        return False
    return field.table.library == "prisma" or holds_to_its_word(app)


def is_endless(endpoint: Endpoint, field: RequestField) -> bool:
    """Whether Pydantic was only told that it is a text, and neither the model, the code nor the column says how long it may be (Pydantic's
    reference, "Fields": `max_length` is None unless told)."""
    words = (field.rules or "").split()
    bare = words[:1] == ["str"] and set(words) <= _BARE and not field.column.type.endswith(")")
    return endpoint.framework == "fastapi" and bare and field.exact and not field.compared


def holds_to_its_word(app: App) -> bool:
    """Whether the database is one that refuses what SQLite takes."""
    return any(app.deployment.package(name) is not None for name in _STRICT)
