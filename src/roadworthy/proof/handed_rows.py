"""How many rows of a table were handed over for what was just asked: by the database itself, or by the project in front of it."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

from msgspec import Struct

from roadworthy.proof.experiment import database_of
from roadworthy.proof.own_statements import forget_statements, settled_statements
from roadworthy.trial import Trial
from roadworthy.trial.supabase.gateway import Given
from roadworthy.views.pages.hosted_reads import ROWS

_READ = ("GET", "POST")
_DEPTH = 2


class Handed(Struct, frozen=True):
    """`most` is the statement, or the request, that brought most of the `rows`."""

    rows: int
    most: str


def forget_handed(trial: Trial) -> None:
    """Begins the count anew."""
    forget_statements(database_of(trial))
    if trial.supabase is not None:
        trial.supabase.forget_given()


def handed(trial: Trial, table: str) -> Handed:
    """The rows of a table that were read since. PostgREST makes one value of all rows of an answer, so that of a project its answers
    are counted."""
    found = _by_project(trial, table) if trial.supabase is not None else _by_database(trial, table)
    most = max(found, key=lambda one: one.rows, default=Handed(0, ""))
    return Handed(sum(one.rows for one in found), most.most)


def _by_database(trial: Trial, table: str) -> list[Handed]:
    name = re.escape(table.split(".")[-1])
    return [
        Handed(one.rows, one.query)
        for one in settled_statements(database_of(trial))
        if one.query.lower().startswith(("select", "with")) and re.search(rf"(?<!\w){name}(?!\w)", one.query)
    ]


def _by_project(trial: Trial, table: str) -> list[Handed]:
    assert trial.supabase is not None
    return [
        Handed(_rows(one, table), f"{one.method} {unquote(one.path)}")
        for one in trial.supabase.given()
        if one.method in _READ and table in one.path and 200 <= one.status < 300
    ]


def _rows(given: Given, table: str) -> int:
    """The elements of the answer, or of the lists that are read along under the table's name."""
    try:
        body = json.loads(given.body or b"null")
    except ValueError:
        return 0
    asked = given.path.partition("?")[0].removeprefix(ROWS)
    if asked == table:
        return len(body) if isinstance(body, list) else 1
    return _along(body, table, _DEPTH)


def _along(value: Any, table: str, depth: int) -> int:
    if isinstance(value, list):
        return sum(_along(one, table, depth) for one in value)
    if not isinstance(value, dict) or depth == 0:
        return 0
    own = value.get(table)
    return len(own) if isinstance(own, list) else sum(_along(one, table, depth - 1) for one in value.values())
