"""The rows of a database told apart one by one, so that what is there again can be compared with what was there."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from roadworthy.errors import AppError, TrialUnavailable
from roadworthy.regex import regex
from roadworthy.trial import Database
from roadworthy.trial.database import StoredColumn
from roadworthy.trial.refusals import NOT_DONE, REFUSED, no_such_table

# What tools keep for themselves and make anew, and sessions, which end anyway.
_NOT_DATA = regex(
    r"(^|\.)(_*(drizzle|prisma)_*migrations|alembic_version|schema_migrations|sequelizemeta|knex_migrations(_lock)?|migrations"
    r"|django_(migrations|content_type|site|session|admin_log)|auth_permission|spatial_ref_sys|(user_?|http_?)?sessions?)$",
    re.I,
)
_OF_PROVIDER = regex(r"supabase_migrations\.")
_MOST_TABLES = 60
# Enough that no seed makes as many, few enough that every table is filled within seconds.
_EACH = 40


class Marks(Struct, frozen=True):
    """A table's rows as marks, each with how often it occurs. `whole` over all columns; `lasting` without what a database or
    the clock puts in by itself, so that a row which is made anew with the same content counts as being there again."""

    columns: tuple[StoredColumn, ...]
    whole: Counter[str]
    lasting: Counter[str]

    @property
    def number(self) -> int:
        return self.whole.total()


class Rows(Struct, frozen=True):
    """The rows of all tables that hold an app's data."""

    tables: Mapping[str, Marks]

    @property
    def number(self) -> int:
        return sum(marks.number for marks in self.tables.values())

    def back(self, later: Rows) -> int:
        """How many of these rows are there later."""
        return sum(
            (marks.lasting & later.tables[table].lasting).total()
            for table, marks in self.tables.items()
            if table in later.tables
        )

    def same(self, later: Rows) -> bool:
        """Whether later each table has just these rows."""
        return all(
            table in later.tables and marks.whole == later.tables[table].whole
            for table, marks in self.tables.items()
        )

    def beside(self, later: Rows) -> str:
        """Each table that had rows, with its numbers before and after, in words."""
        return ", ".join(
            f"{table} {marks.number} → {later.tables[table].number if table in later.tables else 'no table'}"
            for table, marks in self.tables.items()
            if marks.number
        )

    @property
    def checksum(self) -> str:
        """The same for the same rows, whatever order they lie in."""
        digest = hashlib.sha256()
        for table, marks in sorted(self.tables.items()):
            digest.update(repr((table, sorted(marks.whole.items()))).encode())
        return digest.hexdigest()[:12]


def fill_tables(database: Database) -> None:
    """Rows in every table that takes made ones, beside the people of the trial."""
    for table in _tables(database):
        try:
            database.fill(table, _EACH)
        except NOT_DONE:
            # A rule of the app's own refuses made rows here; the other tables are filled all the same.
            continue


def rows_of(database: Database, like: Rows | None = None, name: str = "") -> Rows:
    """The rows as they are; `like` earlier ones of the same tables, in the database `name` where it is not the app's own."""
    if database.kind == "mongodb":
        raise TrialUnavailable("a copy of what MongoDB holds is not compared")
    if like is not None:
        columns = {table: marks.columns for table, marks in like.tables.items()}
    else:
        columns = {table: tuple(database.columns(table)) for table in _tables(database)}
    marks = {table: _marks(database, table, own, name) for table, own in columns.items() if own}
    return Rows({table: found for table, found in marks.items() if found is not None})


def _tables(database: Database) -> list[str]:
    tables = database.tables()
    # What stands in another schema of a Supabase project is its provider's.
    own = [one for one in tables if "." not in one] if any(map(_OF_PROVIDER.match, tables)) else tables
    return [table for table in own if not _NOT_DATA.search(table)][:_MOST_TABLES]


def _marks(database: Database, table: str, columns: tuple[StoredColumn, ...], name: str) -> Marks | None:
    """None where there is no such table, or one without a column that it had."""
    listed = ", ".join('"' + column.name.replace('"', '""') + '"' for column in columns)
    sql = f"select {listed} from {database.quoted(table)}"
    try:
        rows = database.elsewhere(name, sql) if name else database.query(sql)
    except AppError:
        # An SQLite file that nobody made again holds no table either.
        return None
    except REFUSED as refused:
        if not no_such_table(refused):
            raise
        return None
    everything = [column.name for column in columns]
    lasting = [column.name for column in columns if not _by_itself(column)] or everything
    return Marks(
        columns,
        Counter(_mark(row, everything) for row in rows),
        Counter(_mark(row, lasting) for row in rows),
    )


def _by_itself(column: StoredColumn) -> bool:
    return column.generated or column.default is not None or bool(re.search(r"time|date", column.type))


def _mark(row: Mapping[str, Any], columns: list[str]) -> str:
    text = repr([(column, row[column]) for column in columns])
    return hashlib.sha256(text.encode()).hexdigest()[:16]
