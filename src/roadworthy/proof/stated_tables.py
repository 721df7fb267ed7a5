"""Tables of a Supabase project that only its generated types describe: laid out for a trial, and said in what rests on them."""

from __future__ import annotations

import re

import msgspec

from roadworthy.app import App, Column, Table
from roadworthy.catalogue import Gap
from roadworthy.proof.reproduction import Reproduction, Step
from roadworthy.trial import Trial
from roadworthy.trial.supabase.stated_tables import StatedColumn, StatedTable, told
from roadworthy.views.people.people import owner_of, users_table


def stated_tables(app: App) -> tuple[StatedTable, ...]:
    """Those that a type file lists with all their columns."""
    return tuple(_stated(app, table) for table in app.tables if table.partial and _is_listed(table))


def _is_listed(table: Table) -> bool:
    is_typed = table.location.path.endswith(".ts") and all(c.type != "unknown" for c in table.columns)
    return is_typed and bool(table.columns)


def _stated(app: App, table: Table) -> StatedTable:
    columns = tuple(_column(column) for column in table.columns)
    return StatedTable(table.name, columns, _owner(app, table), table.location.path)


def _owner(app: App, table: Table) -> str:
    people, owner = users_table(app), owner_of(app, table.name)
    if people is not None and people.name == table.name:
        return "user_id" if table.column("user_id") is not None else "id"
    return owner.column if owner is not None and not owner.through else ""


def _column(column: Column) -> StatedColumn:
    target = column.references
    return StatedColumn(
        column.name,
        column.type,
        column.nullable,
        bool(column.default),
        column.primary,
        column.unique,
        (target.table, target.column) if target is not None else None,
    )


def is_laid_out(trial: Trial, table: str) -> bool:
    """Whether the trial made a table itself, so that who may do what with it is not known."""
    return trial.supabase is not None and table in [one.name for one in trial.supabase.laid_out]


def with_laid_out(shown: Reproduction, gap: Gap, trial: Trial) -> Reproduction:
    """The outcome, with the tables among those it rests on that the trial made itself. That an app behaves on such a table says
    nothing of the app as it is: what is not known of the table may be what fails. (After a repair it does: there the same
    experiment on the same table failed before.)"""
    met = _met(gap, trial)
    if not met or shown.state not in ("proven", "cleared"):
        return shown
    steps = (*(Step("arrange", told(table)) for table in met), *shown.steps)
    names = " and ".join(table.name for table in met)
    if shown.state == "cleared":
        why = f"no SQL file makes {names}; as its types describe it, this was seen: {shown.observed}"
        return msgspec.structs.replace(shown, state="untestable", observed=why, steps=steps)
    return msgspec.structs.replace(
        shown, observed=f"{shown.observed} ({names} laid out from its types)", steps=steps
    )


def _met(gap: Gap, trial: Trial) -> list[StatedTable]:
    made = trial.supabase.laid_out if trial.supabase is not None else ()
    if not made or trial.database is None:
        return []
    asked = [gap.subject, gap.message, *gap.evidence, *(one.query for one in trial.database.statements())]
    return [table for table in made if any(re.search(rf"\b{table.name}\b", text) for text in asked)]
