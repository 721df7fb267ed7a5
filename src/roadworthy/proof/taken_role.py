"""The role that an endpoint asks for (a doctor's, a company's), taken by people of the trial who came in with another."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from typing import Any

from roadworthy.app import App, Column, Endpoint, Fact, Origin, Table
from roadworthy.proof.ownership import key_of_people
from roadworthy.regex import regex
from roadworthy.trial import Trial
from roadworthy.trial.enum_labels import as_stored
from roadworthy.trial.refusals import NOT_DONE
from roadworthy.views.people.people import privileged, users_table
from roadworthy.views.people.rights import administrator


def wanted_role(app: App, endpoint: Endpoint, facts: Iterable[Fact]) -> tuple[str, str] | None:
    """The column of the users table, and the word in it, that whoever gets so far has; None where no single one is asked for, or an
    administrator's is."""
    people, admin = users_table(app), administrator(app)
    if people is None:
        return None
    found = {one for fact in (*facts, *endpoint.facts) for one in _asked(people, fact)}
    one = found.pop() if len(found) == 1 else None
    return None if one is None or (admin is not None and one[1] == admin[2]) else one


def _asked(people: Table, fact: Fact) -> Iterator[tuple[str, str]]:
    """`request.user.role == "doctor"`, or `in` a list that holds one word alone."""
    if fact.operator not in ("==", "in") or not fact.holds or fact.right is None:
        return
    sides = [(fact.left, fact.right)] + ([(fact.right, fact.left)] if fact.operator == "==" else [])
    for held, word in sides:
        column, only = _column_of_role(people, held), _only(word)
        if column and only.kind == "constant" and isinstance(only.value, str):
            yield column, only.value


def _only(word: Origin) -> Origin:
    """The one element of a list that has no other."""
    return word.inputs[0] if word.operation == "list" and len(word.inputs) == 1 else word


def _column_of_role(people: Table, held: Origin) -> str:
    if held.operation == "choice" and held.inputs and all(one.kind == "constant" for one in held.inputs[1:]):
        # `getattr(user, "role", "guest")`: what is taken where it has none.
        held = held.inputs[0]
    of_person = held.kind == "session" or (held.kind == "row" and held.table == people.name)
    name = held.path[-1] if of_person and held.path else ""
    return name if privileged(name) and people.column(name) is not None else ""


def take_role(app: App, trial: Trial, actor: str, role: tuple[str, str]) -> bool:
    """Whether somebody has the role now, their session included, until the trial is set back."""
    people = users_table(app)
    if trial.database is None or people is None or actor not in trial.actors:
        return False
    person, key = trial.actor(actor), key_of_people(app, people)
    if person.identity.get(key) is None or _is_so(trial, people, key, person.identity[key], role):
        return person.identity.get(key) is not None
    table = trial.database.quoted(people.name)
    stored = as_stored(trial.database, people.name, dict([role]))[role[0]]
    sql = f'UPDATE {table} SET "{role[0]}" = %s WHERE "{key}" = %s'
    if trial.database.execute(sql, (stored, person.identity[key])) == 0:
        return False
    _give_records(app, trial, people, person.identity[key])
    # Many a token names the role that its holder had as it was given.
    if trial.sessions.enter is not None:
        trial.sessions.enter(person)
    return True


def _give_records(app: App, trial: Trial, people: Table, value: Any) -> None:
    """The one row about a person that tables keep beside the people's own (a doctor's profile): a registration in that role makes it. What
    cannot be made is left out."""
    database = trial.database
    assert database is not None
    kept = database.tables()
    for table in (one for one in app.tables if one.name in kept and not _OF_A_SESSION.search(one.name)):
        column = next((one for one in table.columns if _is_about(table, one, people)), None)
        if column is None:
            continue
        with contextlib.suppress(*NOT_DONE):
            sql = f'SELECT 1 AS one FROM {database.quoted(table.name)} WHERE "{column.name}" = %s'
            if not database.query(sql, (value,)):
                database.fill(table.name, 1, fixed={column.name: value})


def _is_about(table: Table, column: Column, people: Table) -> bool:
    leads = column.references is not None and column.references.table == people.name
    if not leads or table is people:
        return False
    # Whose profile it is goes without a key in many an app.
    return table.is_unique({column.name}) or "profile" in table.name.lower()


_OF_A_SESSION = regex(r"token|session|otp|code", re.I)


def _is_so(trial: Trial, people: Table, key: str, value: Any, role: tuple[str, str]) -> bool:
    assert trial.database is not None
    sql = f'SELECT "{role[0]}" AS held FROM {trial.database.quoted(people.name)} WHERE "{key}" = %s'
    rows = trial.database.query(sql, (value,))
    return bool(rows) and str(rows[0]["held"]).lower() == role[1].lower()
