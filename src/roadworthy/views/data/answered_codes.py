"""Codes that are to show that an address is somebody's own, and that the answer tells to whoever asks for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.app.origin import Origin
from roadworthy.app.query import Query
from roadworthy.regex import regex
from roadworthy.views.data.answered_columns import secret_columns, whole_rows
from roadworthy.views.people.access import SIGNED_IN, Access
from roadworthy.views.people.people import users_table

_CODE = regex(
    r"^\w*(reset|verif\w*|confirm\w*|activat\w*|otp|one_?time)\w*(token|code|otp|pin|link)\w*$|^(otp|otp_?code|verify_?token|login_?code|magic_?link)$",
    re.I,
)
_NAMED = regex(r"token|code|otp|link|url", re.I)
# What whoever signed up is signed in by from then on.
_OF_SESSIONS = regex(r"refresh|access|session|csrf", re.I)
_SHOWN = 2


def answered_codes(app: App) -> Iterator[tuple[Endpoint, str, Location]]:
    """(endpoint, column, where) of requests without a sign-in that store such a code for a person and answer it."""
    people = users_table(app)
    for endpoint in app.endpoints if people is not None else ():
        if endpoint.method == "GET" or SIGNED_IN in Access(endpoint).anywhere():
            continue
        kept = [query for query in endpoint.queries if people is not None and query.table == people.name]
        written = {
            write.column: write.value
            for query in kept
            for write in query.writes
            if _is_code(write.column, write.value)
        }
        for answer in endpoint.answers if written else ():
            column = _told(app, kept, written, answer.body) if answer.status < 300 and not answer.page else ""
            if column:
                yield endpoint, column, answer.location
                break


def _is_code(column: str, value: Origin) -> bool:
    return bool(_CODE.match(column)) and any(leaf.kind == "random" for leaf in value.leaves())


def _told(app: App, kept: list[Query], written: dict[str, Origin], body: Origin) -> str:
    """The column of a code that an answer holds: by itself, or in the person's whole row."""
    if any(_holds_random(value, name) for name, value in _fields(body, 0)):
        return next(iter(written))
    queries = {query.number: query for query in kept}
    for row, taken in whole_rows(body):
        query, table = queries.get(row.query), app.table(row.table)
        if query is None or table is None:
            continue
        for column in secret_columns(app, table):
            left = (
                column in taken or column in query.left_out or (query.columns and column not in query.columns)
            )
            if column in written and not left:
                return column
    return ""


def _fields(body: Origin, depth: int) -> Iterator[tuple[str, Origin]]:
    for name, value in body.fields if depth < _SHOWN else ():
        yield name, value
        yield from _fields(value, depth + 1)


def _holds_random(value: Origin, name: str) -> bool:
    """Whether a field called a token or a code is what was made at random, as it is or within a text."""
    shows = value.kind != "computed" or "sign" not in value.operation
    return (
        bool(_NAMED.search(name))
        and not _OF_SESSIONS.search(name)
        and shows
        and any(leaf.kind == "random" for leaf in value.leaves())
    )
