"""Rows of a Supabase project's table that belong to somebody, marked so that they are known again wherever they turn up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import psycopg

from roadworthy.app import App, Query
from roadworthy.errors import TrialUnavailable
from roadworthy.proof.column_values import takes
from roadworthy.proof.experiment import database_of
from roadworthy.trial import Trial
from roadworthy.trial.database import StoredColumn
from roadworthy.views.people.new_rows import asked_of_new_rows
from roadworthy.views.people.people import ACCOUNTS, owner_of, users_table

Row = dict[str, Any]
_KEY = """
SELECT a.attname::text AS name FROM pg_index i JOIN unnest(i.indkey) WITH ORDINALITY k(number, place) ON true
JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
WHERE i.indrelid = to_regclass(%s) AND i.indisprimary ORDER BY k.place"""
_CHILDREN = """
SELECT c.conrelid::regclass::text AS name, a.attname::text AS column, b.attname::text AS target
FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1]
JOIN pg_class k ON k.oid = c.conrelid JOIN pg_namespace n ON n.oid = k.relnamespace
WHERE c.confrelid = to_regclass(%s) AND c.contype = 'f' AND cardinality(c.conkey) = 1 AND c.conrelid <> c.confrelid
  AND n.nspname = 'public' ORDER BY 1, 2"""
_TO_COME = "2035-01-01T00:00:00+00:00"
_TEXT = ("text", "character varying", "citext")
_UNMARKED = (
    "role",
    "status",
    "type",
    "category",
    "password",
    "password_hash",
    "email",
    "slug",
    "currency",
    "kind",
)


class ProjectRows:
    """The rows of one table. Raises TrialUnavailable when the running database has no such table."""

    def __init__(self, app: App, trial: Trial, table: str) -> None:
        self.app, self.trial, self.table = app, trial, table
        self.database = database_of(trial)
        self.columns = self.database.columns(table)
        if not self.columns:
            raise TrialUnavailable(
                f"the running database has no table {table}: no migration that could be applied makes it"
            )
        self.quoted = self.database.quoted(table)
        found = [row["name"] for row in self.database.query(_KEY, (self.quoted,))]
        self.key: list[str] = found or [column.name for column in self.columns][:1]
        self.marker = f"rw-{uuid5(NAMESPACE_URL, table).hex[:10]}"
        self.marked = ""
        # Why the last row could not be made.
        self.why = ""

    # --- whose ----------------------------------------------------------------------------------------

    def owner_column(self) -> str:
        """The column that ties a row to a person; '' where rows belong to nobody who signs in, or hang on a row that does."""
        people, owner = users_table(self.app), owner_of(self.app, self.table)
        if self._owner_as_laid_out():
            return self._owner_as_laid_out()
        if people is not None and people.name == self.table:
            return self._account_column()
        name = owner.column if owner is not None and not owner.through else ""
        there = name in [column.name for column in self.columns]
        return name if there and self._leads_to_accounts(name) else ""

    def _owner_as_laid_out(self) -> str:
        """Whom the trial gave the rows of a table to that it made itself; '' for others."""
        made = self.trial.supabase.laid_out if self.trial.supabase is not None else ()
        return next((one.owner for one in made if one.name == self.table and not one.widens), "")

    def whose(self) -> str:
        """A row of it in a sentence."""
        owner = owner_of(self.app, self.table)
        through = owner is not None and owner.through
        return f"alice's row of {self.table}" if through or self.owner_column() else f"a row of {self.table}"

    def _account_column(self) -> str:
        known = self.app.table(self.table)
        columns = known.columns if known is not None else ()
        return next((c.name for c in columns if c.references and c.references.table == ACCOUNTS), "")

    def _target(self, column: str) -> tuple[str, str] | None:
        known = self.app.table(self.table)
        declared = known.column(column) if known is not None else None
        reference = declared.references if declared is not None else None
        return (reference.table, reference.column) if reference is not None else None

    def _leads_to_accounts(self, column: str) -> bool:
        """Whether what a column holds is the key of somebody who signs in, or of a row of theirs."""
        target = self._target(column)
        if target is None or target[0] == ACCOUNTS:
            return True
        return target[0] != self.table and bool(ProjectRows(self.app, self.trial, target[0]).owner_column())

    def person(self, name: str, column: str) -> Any:
        """What a column holds of a person: the account's key, the key of their row in the app's table of people, or their
        address."""
        target, given = self._target(column), self.trial.actor(name).credentials
        if target is not None and target[0] != ACCOUNTS:
            above = ProjectRows(self.app, self.trial, target[0]).of(name)
            return above[target[1]] if above is not None else None
        return given["email"] if "email" in column else given["id"]

    # --- rows -----------------------------------------------------------------------------------------

    def of(self, name: str, **fixed: Any) -> Row | None:
        """A row that belongs to a person: one that they have, or a new one. Of tables without owners any new one. None when
        none can be made."""
        column = self.owner_column()
        if not column:
            above = {**self._above(name), **fixed}
            # A table that takes no more rows, one for each weekday say, has some.
            return self.new(**above) or next(iter(self.find(above)), None)
        person = self.person(name, column)
        rows = self.find({column: person}) if not fixed else []
        if rows:
            return rows[0]
        wanted = {column: person, **fixed}
        return self.new(**{**self._address(name), **wanted}) or self.new(**wanted)

    def _address(self, name: str) -> Row:
        """The person's address, where rows carry one beside their owner's key."""
        return {
            c.name: self.trial.actor(name).credentials["email"] for c in self.columns if c.name == "email"
        }

    def _above(self, name: str) -> Row:
        """Where rows hang on a row that somebody owns: the key of such a row of this person's."""
        owner = owner_of(self.app, self.table)
        if owner is None or not owner.through:
            return {}
        above = ProjectRows(self.app, self.trial, owner.through)
        row = above.of(name)
        return {owner.column: row[above.key[0]]} if row is not None else {}

    def new(self, **fixed: Any) -> Row | None:
        """A new row with these values, None when the database takes none."""
        before = {self._identity(row) for row in self.find({})}
        try:
            self.database.fill(self.table, 1, fixed=fixed)
        except TrialUnavailable as reason:
            self.why = str(reason)
            return None
        return next((row for row in self.find(fixed) if self._identity(row) not in before), None)

    def surround(self, row: Row) -> None:
        """Sees to it that what hangs on a row is there: alice's, and good for years to come. What a policy asks of other tables
        may rest on it."""
        for child in self.database.query(_CHILDREN, (self.quoted,)):
            rows = ProjectRows(self.app, self.trial, child["name"])
            owner = rows.owner_column()
            fixed = {child["column"]: row[child["target"]]}
            fixed |= {
                c.name: _TO_COME for c in rows.columns if c.type.startswith("timestamp") and not c.generated
            }
            if owner and owner not in fixed:
                fixed[owner] = rows.person("alice", owner)
            rows.new(**fixed)

    def find(self, where: Row) -> list[Row]:
        """The rows with these values, at most ten thousand."""
        condition = " and ".join(f'"{name}"::text = %s' for name in where) or "true"
        sql = f"select * from {self.quoted} where {condition} limit 10000"
        return self.database.query(sql, tuple(_as_text(value) for value in where.values()))

    def stored(self, row: Row) -> Row | None:
        """A row as it is now, None when it is gone."""
        return next(iter(self.find(self.where(row))), None)

    def where(self, row: Row) -> Row:
        """The columns that choose a row."""
        return {name: row[name] for name in self.key}

    def remove(self, row: Row) -> None:
        """Deletes a row past every policy."""
        condition = " and ".join(f'"{name}"::text = %s' for name in self.key)
        sql = f"delete from {self.quoted} where {condition}"
        self.database.execute(sql, tuple(str(row[name]) for name in self.key))

    def _identity(self, row: Row) -> tuple[str, ...]:
        return tuple(str(row[name]) for name in self.key)

    # --- values ---------------------------------------------------------------------------------------

    def mark(self, row: Row) -> Row:
        """Puts the marker into a column of text that nothing constrains, where there is one."""
        for column in self.texts():
            if self.write(row, {column.name: self.marker}):
                self.marked = column.name
                return {**row, column.name: self.marker}
        return row

    def fill(self, row: Row, names: Iterable[str]) -> Row:
        """Puts a text into those of the columns that hold nothing, where the database takes it; the row as it is then."""
        for name in names:
            if name in row and row[name] is None:
                self.write(row, {name: f"{self.marker}-{name}"})
        return self.stored(row) or row

    def texts(self) -> list[StoredColumn]:
        """The columns whose text is free, as far as their names and types tell."""
        known = self.app.table(self.table)

        def is_free(column: StoredColumn) -> bool:
            told = known.column(column.name) if known is not None else None
            bound = told is not None and (told.unique or bool(told.values) or told.references is not None)
            return (
                column.type.startswith(_TEXT)
                and column.name not in (*self.key, *_UNMARKED, self.owner_column())
                and not column.generated
                and not bound
            )

        return [column for column in self.columns if is_free(column)]

    def write(self, row: Row, values: Row) -> bool:
        """Changes a row past every policy; whether the database took it."""
        changes = ", ".join(f'"{name}" = %s' for name in values)
        condition = " and ".join(f'"{name}"::text = %s' for name in self.key)
        sql = f"update {self.quoted} set {changes} where {condition}"
        keys = tuple(str(row[name]) for name in self.key)
        try:
            return self.database.execute(sql, (*values.values(), *keys)) > 0
        except psycopg.Error:
            return False

    def body(self, **fixed: Any) -> Row | None:
        """What a request that adds a row sends: the values of a row that the database took, less those it gives itself."""
        return next(iter(self.bodies(1, **fixed)), None)

    def bodies(self, count: int, **fixed: Any) -> list[Row]:
        """Several of them, as different as the table's keys ask, and as the policy under which people add such rows wants them."""
        fixed = {**asked_of_new_rows(self.app, self.table), **fixed}
        before = {self._identity(row) for row in self.find({})}
        try:
            self.database.fill(self.table, count, fixed=fixed)
        except TrialUnavailable as reason:
            self.why = str(reason)
            return []
        made = [row for row in self.find(fixed) if self._identity(row) not in before]
        for row in made:
            self.remove(row)
        given = [c.name for c in self.columns if c.name in fixed or not (c.default or c.generated)]
        return [{name: row[name] for name in given if row[name] is not None} for row in made]


def _as_text(value: Any) -> str:
    """As `::text` writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def wanted_by(query: Query, rows: ProjectRows, actor: str) -> Row | None:
    """What rows hold that a page looks for: constants, and the actor's own key. None where it cannot be told."""
    there = {column.name: column.type for column in rows.columns}
    found: Row = {}
    owner = rows.owner_column()
    if owner and actor != "anonymous":
        found[owner] = rows.person(actor, owner)
    for item in query.filters:
        leaves = list(item.value.sources())
        if item.column not in there or item.operator != "=" or item.column in found:
            continue
        kind = there[item.column]
        constant = next(
            (leaf for leaf in leaves if leaf.kind == "constant" and takes(kind, leaf.value)), None
        )
        if constant is None:
            return None
        found[item.column] = constant.value
    return found
