"""A person whose rows all carry a mark, table by table, so that what is handed out can be compared with what is kept."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from msgspec import Struct

from roadworthy.app import App, Column, Table
from roadworthy.errors import TrialUnavailable
from roadworthy.proof.arrangement import Arrangement
from roadworthy.proof.column_values import is_text
from roadworthy.proof.experiment import database_of
from roadworthy.proof.ownership import person_key
from roadworthy.regex import regex
from roadworthy.trial import Trial
from roadworthy.trial.refusals import NOT_DONE, REFUSED
from roadworthy.views.people.people import is_password, users_table
from roadworthy.views.people.ties import telling_columns, ties

_USER_NAME = regex(r"user_?name|login(_?name)?|handle", re.I)
_TELLING = 8
# Records about a person that no copy has to hold: sign-ins, keys of attempts.
_BESIDE = ("session", "token", "idempot", "migration", "audit")


class Mark(Struct, frozen=True):
    """`text` stands in one column of the person's row of `table`, and nowhere but where that row is told or named."""

    table: str
    column: str
    text: str


def mark_person(app: App, trial: Trial, actor: str = "alice") -> tuple[Mark, ...]:
    """Makes a row of the actor's in every table that people own, and puts a mark of its own into each; where no text
    may be anything, a key that nothing else can have is one, and tables without go without. Raises TrialUnavailable when the actor's own row is not known."""
    people = users_table(app)
    identity = trial.actor(actor).identity
    key = people.primary_key[0] if people is not None and people.primary_key else "id"
    if people is None or identity.get(key) is None:
        raise TrialUnavailable(f"{actor}'s row of the table of people is not known")
    found = [_mark(app, trial, people, key, identity[key], 0) or _address(people, identity)]
    for number, tie in enumerate(ties(app), start=1):
        if any(word in tie.table.name.lower() for word in _BESIDE):
            continue
        known = person_key(app, trial, tie.table.name, tie.column.name, actor)
        try:
            row = Arrangement(app, trial).row(tie.table.name, **{tie.column.name: known})
        except NOT_DONE:
            continue
        if row is not None:
            found.append(_mark(app, trial, tie.table, tie.column.name, known, number) or _key(tie.table, row))
    return tuple({mark.table: mark for mark in reversed(found) if mark is not None}.values())


def _address(people: Table, identity: dict[str, Any]) -> Mark | None:
    """Where nothing of a person's own row may be written over: the address that is nobody else's, or the name by which
    they come in, where it is too long to be found by chance."""
    addresses = [c.name for c in people.columns if "email" in c.name.lower() and identity.get(c.name)]
    names = [
        c.name
        for c in people.columns
        if c.unique and _USER_NAME.fullmatch(c.name) and len(str(identity.get(c.name) or "")) >= _TELLING
    ]
    named = addresses + names
    return Mark(people.name, named[0], str(identity[named[0]])) if named else None


def _key(table: Table, row: dict[str, Any]) -> Mark | None:
    """Where a row has no text of its own (a booking of a court, with its times and its price): its key, where nothing else can have it."""
    names = table.primary_key
    value = row.get(names[0]) if len(names) == 1 else None
    return Mark(table.name, names[0], str(value)) if isinstance(value, UUID) else None


def _mark(app: App, trial: Trial, table: Table, key: str, value: Any, number: int) -> Mark | None:
    database = database_of(trial)
    telling = telling_columns(app, table)
    text = f"rwmark{number:02d}{table.name.replace('_', '')}"[:24]
    for column in sorted(table.columns, key=lambda column: column.name not in telling):
        if not _free(column, text):
            continue
        sql = f'update {database.quoted(table.name)} set "{column.name}" = %s where "{key}" = %s'
        try:
            if database.execute(sql, (text, value)):
                return Mark(table.name, column.name, text)
        except REFUSED:
            # A check or a domain wants something else there: the next column may be freer.
            continue
    return None


def _free(column: Column, text: str) -> bool:
    """Whether any text may stand there, and is shown to whoever reads the row."""
    size = column.type.partition("(")[2].rstrip(")")
    return (
        is_text(column.type)
        and not (column.primary or column.unique or column.values or column.references)
        and not is_password(column.name)
        and not any(
            word in column.name for word in ("key", "token", "secret", "status", "role", "email", "url")
        )
        and (not size.isdigit() or int(size) >= len(text))
    )
