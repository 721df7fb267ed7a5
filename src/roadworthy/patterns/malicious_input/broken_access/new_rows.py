"""Rows that nobody has a right to yet but who they are made for."""

from __future__ import annotations

from typing import Any

from roadworthy.app import App
from roadworthy.proof.experiment import database_of
from roadworthy.proof.ownership import person_key
from roadworthy.trial import Trial
from roadworthy.views.people.people import is_persons_key, users_table


def new_row(app: App, trial: Trial, table: str, person: str, fixed: dict[str, Any]) -> dict[str, Any] | None:
    """A new row, on which nothing hangs yet; whoever it names is this person. None where none can be made, or it could not be told."""
    people, known, database = users_table(app), app.table(table), database_of(trial)
    key = known.primary_key[0] if known is not None and len(known.primary_key) == 1 else ""
    if not key or known is None or table not in database.tables():
        return None
    persons = {
        column.name: person_key(app, trial, table, column.name, person)
        for column in known.columns
        if is_persons_key(column, people) and column.name not in fixed
    }
    quoted = database.quoted(table)
    before = {row[key] for row in database.query(f'select "{key}" from {quoted}')}
    database.fill(table, 1, fixed={**persons, **fixed})
    rows = database.query(f"select * from {quoted}")
    return next((row for row in rows if row[key] not in before), None)
