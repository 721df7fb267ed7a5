"""Puts what must not be straight into the database."""

from __future__ import annotations

import re
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from roadworthy.app import App, Column, Table
from roadworthy.catalogue import Gap
from roadworthy.errors import TrialUnavailable
from roadworthy.patterns.persistence.missing_constraint import documents
from roadworthy.patterns.persistence.missing_constraint.finding import (
    DISK,
    FLOAT,
    MEMORY,
    ORDER,
    RANGE,
    REFERENCE,
    REPLACED,
    UNIQUE,
    VALUES,
    ZONE,
    MissingConstraint,
)
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.arrangement import Arrangement
from roadworthy.proof.column_values import is_text
from roadworthy.proof.experiment import database_of, sql_line
from roadworthy.trial import Database, Trial
from roadworthy.trial.database import StoredColumn
from roadworthy.trial.mongo_database import MongoDatabase
from roadworthy.trial.refusals import REFUSED, breaks_rule, is_still_named, is_twice
from roadworthy.views.data.partings import parting

# SQLite asks for parents where a connection tells it to, and keeps every sum as a binary fraction; all other rules hold for
# whoever writes.
_OF_THE_TABLE = (UNIQUE, RANGE, VALUES, ORDER)
_NOBODY = "00000000-0000-4000-8000-000000000000"
_NOON = "2030-01-15 12:00:00+00"


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """A row that breaks the rule, written as any other program that has the database's address could."""
    found: MissingConstraint = gap.details
    experiment = Experiment(trial, "The database refuses what breaks the rule")
    if found.kind == REPLACED:
        return experiment.untestable("a failure between two statements of one request is not made yet")
    if found.kind == MEMORY:
        return experiment.untestable("which two requests belong together across a restart is not known")
    if found.kind == DISK or found.table is None:
        return experiment.untestable("a trial keeps the server's disk; a deploy is what loses it")
    database = database_of(trial)
    if found.kind == REFERENCE and found.target[0] not in database.tables():
        return experiment.untestable("the accounts are the platform's own, which a trial does not keep")
    if isinstance(database, MongoDatabase) and found.kind == UNIQUE and not found.empty:
        return documents.twice(experiment, app, database, found.table, found.columns)
    if not database.holds_rules and not (database.kind == "sqlite" and found.kind in _OF_THE_TABLE):
        raise TrialUnavailable(f"the rules of a {database.kind} database are not tried")
    if found.kind == REFERENCE and _is_kept_by_connections(database, found):
        return experiment.untestable(
            "a key is declared, and in SQLite each connection says for itself whether it keeps to it"
        )
    row = Arrangement(app, trial).row(found.table.name)
    if row is None or len(found.table.primary_key) != 1:
        return experiment.untestable(f"no row of {found.table.name} could be made")
    return _tried(Attempt(experiment, trial, found.table, row), app, found)


def _tried(attempt: Attempt, app: App, found: MissingConstraint) -> Reproduction:
    """What the kind of rule asks for."""
    if found.empty:
        return _twice_without(attempt, found)
    if found.kind == UNIQUE:
        return _twice(attempt, found.columns)
    if found.column is None:
        return attempt.experiment.untestable("it is not said which column")
    if found.kind == ORDER:
        return _turned(attempt, found, found.column)
    if found.kind == ZONE:
        return _shifted(attempt, found.column)
    shown = _wrong(attempt, found, found.column)
    if found.kind == REFERENCE and shown.state == "cleared":
        return _parted(attempt, app, found, found.column) or shown
    return shown


def _is_kept_by_connections(database: Database, found: MissingConstraint) -> bool:
    """Whether SQLite knows the key (`PRAGMA foreign_keys` is each connection's own, https://sqlite.org/foreignkeys.html#fk_enable)."""
    if database.kind != "sqlite" or found.table is None or found.column is None:
        return False
    keys = database.query(f"pragma foreign_key_list({database.quoted(found.table.name)})")
    return any(row["from"] == found.column.name for row in keys)


class Attempt:
    """Writes into one row, and tells whether the database took it."""

    def __init__(self, experiment: Experiment, trial: Trial, table: Table, row: dict[str, Any]) -> None:
        self.experiment, self.table, self.row = experiment, table, row
        self.database = database_of(trial)
        self.quoted = self.database.quoted(table.name)
        self.key = table.primary_key[0]

    def execute(self, sql: str, params: tuple[Any, ...], says: str) -> Exception | None:
        """Runs a statement; the error by which the database refused it, None when it took it."""
        try:
            self.database.execute(sql, params)
        except REFUSED as refused:
            self.experiment.note("act", says, sql_line(sql, params), str(refused))
            return refused
        self.experiment.note("act", says, sql_line(sql, params), "taken")
        return None

    def set(self, column: str, value: Any, says: str) -> Exception | None:
        """Writes a value into the row."""
        sql = f'update {self.quoted} set "{column}" = %s where "{self.key}" = %s'
        return self.execute(sql, (value, self.row[self.key]), says)

    def read(self, expression: str) -> Any:
        """Reads an expression over the row."""
        sql = f'select {expression} as v from {self.quoted} where "{self.key}" = %s'
        return self.database.query(sql, (self.row[self.key],))[0]["v"]


# --- one column --------------------------------------------------------------------------------------


def _wrong(attempt: Attempt, found: MissingConstraint, column: Column) -> Reproduction:
    if found.kind == FLOAT:
        inexact = _inexact(attempt, column)
        if inexact or found.low is None:
            return inexact or attempt.experiment.cleared("0.3 three times makes 0.9")
    name = f"{attempt.table.name}.{column.name}"
    for value in _bad_values(attempt, found):
        refused = attempt.set(column.name, value, f"writes {value!r} into {name}")
        if refused is None:
            attempt.set(column.name, attempt.row[column.name], "puts the value back")
            return attempt.experiment.proven(f"the database took {value!r} for {name}")
        if not breaks_rule(refused):
            return attempt.experiment.untestable(f"it was refused for another reason: {refused}")
    return attempt.experiment.cleared(f"the database refused every wrong value for {name}")


def _turned(attempt: Attempt, found: MissingConstraint, last: Column) -> Reproduction:
    """The end before the beginning."""
    first = found.columns[0]
    values = ("2030-01-15", "2030-01-14") if last.type.startswith(("date", "timestamp")) else (2, 1)
    sql = f'update {attempt.quoted} set "{first}" = %s, "{last.name}" = %s where "{attempt.key}" = %s'
    says = f"writes {values[0]} into {first} and {values[1]} into {last.name}"
    refused = attempt.execute(sql, (*values, attempt.row[attempt.key]), says)
    if refused is None:
        return attempt.experiment.proven(
            f"the database took {last.name} {values[1]} with {first} {values[0]}"
        )
    if breaks_rule(refused):
        return attempt.experiment.cleared(f"the database refused {last.name} before {first}")
    return attempt.experiment.untestable(f"it was refused for another reason: {refused}")


def _bad_values(attempt: Attempt, found: MissingConstraint) -> list[Any]:
    if found.kind == VALUES:
        return ["no-such"]
    if found.kind == REFERENCE:
        table, key = found.target
        quoted = attempt.database.quoted(table)
        kind = next((one.type for one in attempt.database.columns(table) if one.name == key), "")
        if not re.match(r"(small|big)?int|numeric", kind):
            return [_NOBODY if kind == "uuid" else "no-such"]
        rows = attempt.database.query(f'select coalesce(max("{key}"), 0) + 1000000 as v from {quoted}')
        return [rows[0]["v"]]
    low = found.low if found.low is not None else 0
    wrong: list[Any] = [low if found.strict else low - 1]
    return [*wrong, found.high + 1] if found.high is not None and found.kind == RANGE else wrong


def _parted(attempt: Attempt, app: App, found: MissingConstraint, column: Column) -> Reproduction | None:
    """The app deletes rows that others name: a key must not take that away from it."""
    target, key = app.table(found.target[0]), found.target[1]
    by = parting(app, attempt.table, column, target).by if target is not None else ()
    parent = _parent(attempt, found, column)
    if not by or parent is None:
        return None
    sql = f'delete from {attempt.database.quoted(found.target[0])} where "{key}" = %s'
    refused = attempt.execute(sql, (parent,), f"deletes the row it names, as {by[0]} does")
    if refused is None or not is_still_named(refused, attempt.table.name):
        return None
    return attempt.experiment.proven(
        f"rows of {found.target[0]} can no longer be deleted, as {by[0]} does: {refused}"
    )


def _parent(attempt: Attempt, found: MissingConstraint, column: Column) -> Any:
    """The key of the row that the row names; of one that it is given where it names none."""
    named = attempt.read(f'"{column.name}"')
    if named is not None:
        return named
    table, key = found.target
    rows = attempt.database.query(f'select "{key}" as v from {attempt.database.quoted(table)} limit 1')
    if not rows or attempt.set(column.name, rows[0]["v"], f"lets the row name one of {table}") is not None:
        return None
    return rows[0]["v"]


def _inexact(attempt: Attempt, column: Column) -> Reproduction | None:
    if attempt.database.kind == "sqlite" and "int" in _stored_type(attempt, column):
        # SQLite would take the fraction all the same; an app that counts in whole numbers writes none.
        return None
    # Of the small sums this one is off in single and in double precision alike.
    refused = attempt.set(column.name, 0.3, f"writes 0.3 into {attempt.table.name}.{column.name}")
    if refused is not None:
        return attempt.experiment.untestable(f"0.3 was refused: {refused}")
    sum_of_three = f'("{column.name}" + "{column.name}" + "{column.name}")'
    # SQLite's text of a fraction has fifteen digits, too few to show that it is off.
    three = attempt.read(
        sum_of_three if attempt.database.kind == "sqlite" else attempt.database.as_text(sum_of_three)
    )
    attempt.experiment.note("observe", "adds it three times", shows=str(three))
    attempt.set(column.name, attempt.row[column.name], "puts the value back")
    if float(three) != 0.9:
        return attempt.experiment.proven(
            f"three times 0.3 makes {three} in {attempt.table.name}.{column.name}"
        )
    return None


def _stored_type(attempt: Attempt, column: Column) -> str:
    kept = attempt.database.columns(attempt.table.name)
    return next((one.type for one in kept if one.name == column.name), "")


def _shifted(attempt: Attempt, column: Column) -> Reproduction:
    """The same instant written by a program in another zone."""
    name = f"{attempt.table.name}.{column.name}"
    if attempt.database.kind != "postgres":
        return attempt.experiment.untestable(f"the zones of {attempt.database.kind} are not tried")
    try:
        attempt.database.execute("set time zone 'America/New_York'")
        refused = attempt.execute(
            f'update {attempt.quoted} set "{column.name}" = %s::timestamptz where "{attempt.key}" = %s',
            (_NOON, attempt.row[attempt.key]),
            "a program in New York writes noon in London",
        )
        attempt.database.execute("set time zone 'UTC'")
        shown = attempt.read(f'"{column.name}"::timestamptz::text')
    finally:
        attempt.database.execute("reset time zone")
    attempt.experiment.note("observe", "a program in London reads it", shows=str(shown))
    attempt.set(column.name, attempt.row[column.name], "puts the value back")
    if refused is not None:
        return attempt.experiment.untestable(f"it was refused: {refused}")
    if not str(shown).startswith("2030-01-15 12:00"):
        return attempt.experiment.proven(f"noon in London, written from New York, is {shown} in {name}")
    return attempt.experiment.cleared(f"{name} is the same instant wherever it is written and read")


# --- one row -----------------------------------------------------------------------------------------


def _twice(attempt: Attempt, columns: tuple[str, ...]) -> Reproduction:
    copied = [
        c for c in attempt.database.columns(attempt.table.name) if not c.generated and c.name != attempt.key
    ]
    own = next((c for c in attempt.database.columns(attempt.table.name) if c.name == attempt.key), None)
    if own is None or not (_made_key(own) or own.default or own.generated):
        return attempt.experiment.untestable(
            "a second row needs a key of its own that the database does not make"
        )
    same = " and ".join(columns)
    refused = _copied(attempt, copied, frozenset(), f"stores a second row with the same {same}")
    wider = _beyond(attempt, copied, columns, refused) if refused is not None else []
    if refused is not None and wider and all(column.nullable for column in wider):
        # A key over more columns takes two rows that agree in these, where another is empty or differs.
        empty = frozenset(column.name for column in wider)
        says = f"stores a second row with the same {same}, and no {', '.join(sorted(empty))}"
        refused, wider = _copied(attempt, copied, empty, says), []
    if refused is None:
        return attempt.experiment.proven(f"{attempt.table.name} took a second row with the same {same}")
    told = attempt.database.key_refused(attempt.table.name, refused)
    if is_twice(refused) and not wider and all(column in told for column in columns):
        return attempt.experiment.cleared(f"the database refused a second row with the same {same}")
    return attempt.experiment.untestable(f"it was refused for another reason: {refused}")


def _twice_without(attempt: Attempt, found: MissingConstraint) -> Reproduction:
    """Two rows that have nothing in the same column of their key, and are alike in the others."""
    columns = attempt.database.columns(attempt.table.name)
    copied = [column for column in columns if not column.generated and column.name != attempt.key]
    own = next((column for column in columns if column.name == attempt.key), None)
    if own is None or not (_made_key(own) or own.default or own.generated):
        return attempt.experiment.untestable(
            "a second row needs a key of its own that the database does not make"
        )
    without = " or ".join(found.empty)
    for name in found.empty:
        if attempt.set(name, None, f"leaves {name} of a row empty") is not None:
            return attempt.experiment.untestable(f"no row of {attempt.table.name} does without {name}")
    alike = " and ".join(name for name in found.columns if name not in found.empty)
    refused = _copied(
        attempt,
        copied,
        frozenset(found.empty),
        f"stores a second row with the same {alike}, and no {without}",
    )
    if refused is None:
        return attempt.experiment.proven(
            f"{attempt.table.name} took a second row with the same {alike}, without {without}"
        )
    if is_twice(refused):
        return attempt.experiment.cleared(
            f"the database refused a second row with the same {alike}, without {without}"
        )
    return attempt.experiment.untestable(f"it was refused for another reason: {refused}")


def _copied(
    attempt: Attempt, copied: list[StoredColumn], empty: frozenset[str], says: str
) -> Exception | None:
    """Stores the row once more, some columns empty; the error by which it was refused."""
    own = next(one for one in attempt.database.columns(attempt.table.name) if one.name == attempt.key)
    made = _made_key(own)
    places = [(f'"{one.name}"', "null" if one.name in empty else f'"{one.name}"') for one in copied]
    places += [(f'"{own.name}"', "cast(%s as uuid)" if own.type == "uuid" else "%s")] if made else []
    listed, values = (", ".join(one) for one in zip(*places, strict=True))
    sql = f'insert into {attempt.quoted} ({listed}) select {values} from {attempt.quoted} where "{attempt.key}" = %s'
    return attempt.execute(sql, (*((made,) if made else ()), attempt.row[attempt.key]), says)


def _made_key(own: StoredColumn) -> str:
    """A key for the second row where the app's library makes them up (`cuid()`, `UUIDV4`), '' where the database does or none is
    known."""
    if own.default or own.generated or not (own.type == "uuid" or is_text(own.type)):
        return ""
    return str(uuid5(NAMESPACE_URL, f"a second row {own.name}"))


def _beyond(
    attempt: Attempt, copied: list[StoredColumn], columns: tuple[str, ...], refused: Exception
) -> list[StoredColumn]:
    """The columns of the key that refused a row besides those it was asked about; none where it is another key."""
    named = set(re.findall(r"\w+", attempt.database.key_refused(attempt.table.name, refused).split(")=")[0]))
    if not is_twice(refused) or not set(columns) <= named:
        return []
    return [column for column in copied if column.name in named and column.name not in columns]
