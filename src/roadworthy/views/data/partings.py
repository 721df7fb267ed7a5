"""What becomes of rows when the row that they name goes, as the app has it today: a foreign key laid between the two keeps it so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app import App, Column, Query, Table
from roadworthy.app.other_tongues import spelled
from roadworthy.app.work import Work
from roadworthy.views.data.deletions import in_one_handler, is_kept_record, is_light
from roadworthy.views.data.inserts import pair_columns
from roadworthy.views.data.stored_functions import deleted_by, stored_functions
from roadworthy.views.people.people import users_table

CASCADE, SET_NULL, UNDECIDED = "cascade", "set null", "undecided"


class Parting(Struct, frozen=True):
    """`by` are the subjects that delete rows of the parent, or of one that takes them along; `action` is what a key has to do
    then: cascade, set null, '' where nobody deletes any, or undecided where only people can say (`why`)."""

    by: tuple[str, ...] = ()
    action: str = ""
    why: str = ""


class _Removal(Struct, frozen=True):
    """One place that deletes rows. `also` are the other tables whose rows it deletes; `renewed` when it writes such rows anew."""

    subject: str
    also: frozenset[str] = frozenset()
    renewed: bool = False


def parting(app: App, table: Table, column: Column, target: Table) -> Parting:
    """What a key from a column of a table to another table has to do when a row there is deleted."""
    removals = list(_removals(app, target.name, frozenset()))
    by = tuple(dict.fromkeys(one.subject for one in removals))
    if not removals:
        return Parting()
    if any(one.renewed for one in removals):
        return Parting(by, UNDECIDED, f"{by[0]} writes rows of {target.name} anew after it has deleted them")
    if all(table.name in one.also for one in removals) or _is_part(app, table, target):
        return Parting(by, CASCADE)
    if column.nullable:
        return Parting(by, SET_NULL)
    return Parting(
        by,
        UNDECIDED,
        f"{by[0]} deletes rows of {target.name}, rows of {table.name} stay today, and {column.name} cannot be empty: "
        f"either they go along (ON DELETE CASCADE), or the row of {target.name} is only hidden",
    )


def _removals(app: App, name: str, seen: frozenset[str]) -> Iterator[_Removal]:
    """Who deletes rows of a table, or of one whose rows take them along."""
    for work in app.works:
        yield from (
            _of(app, work, one) for one in work.queries if (one.operation, one.table) == ("delete", name)
        )
    for function in stored_functions(app):
        gone = deleted_by(function)
        if name in gone:
            yield _Removal(function.name, frozenset(gone))
    table = app.table(name)
    for parent in _taken_along_by(table) if table is not None else ():
        if parent not in seen:
            yield from _removals(app, parent, seen | {name})


def _taken_along_by(table: Table) -> list[str]:
    keys = [column.references for column in table.columns if column.references is not None]
    return list(dict.fromkeys(key.table for key in keys if key.on_delete.lower() == CASCADE))


def _of(app: App, work: Work, query: Query) -> _Removal:
    same = [
        one for one in work.queries if work.side != "client" or in_one_handler(app, work.location, one, query)
    ]
    also = frozenset(one.table for one in same if one.operation == "delete")
    renewed = any(one.table == query.table and one.operation in ("insert", "upsert") for one in same)
    return _Removal(work.subject, also, renewed)


def _is_part(app: App, table: Table, target: Table) -> bool:
    """Whether rows mean nothing without the one they name: a line of an order, a like, who belongs to what."""
    if is_kept_record(table):
        return False
    whole = re.sub(r"(es|s)$", "", target.words)
    named_after = re.match(rf"{re.escape(whole)}(es|s)?_", spelled(table.words)) is not None
    return (
        is_light(table.name, table)
        or len(pair_columns(table)) >= 2
        or (named_after and target != users_table(app))
    )
