"""A search of the app's own while the table grows, explained by the database, and again with an index for text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import psycopg
from msgspec import Struct

from roadworthy.errors import TrialUnavailable
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.column_values import is_text
from roadworthy.proof.growing_rows import GrowingRows, longest_list
from roadworthy.proof.own_statements import asked_in_full, filled_in, own_query
from roadworthy.proof.page_text import said
from roadworthy.proof.plans import undone
from roadworthy.trial import Database, Response
from roadworthy.trial.database import Ran
from roadworthy.views.data.searches import Search

_SIZES = (1_000, 10_000, 50_000)
_ENOUGH = 5_000
_PAGE = 20
_NOT_FOUND = 404
# Letters that the rows made for trials do not hold, and others that nothing holds.
RARE, NOWHERE = "quokka", "zyxwvq"


class Asked(Struct, frozen=True):
    """The app's own statement with its values, at a number of rows, and what the database did for it."""

    rows: int
    sql: str
    ran: Ran


class Searching(Struct):
    """How the app is made to search `rows`: `ask(word, says)` sends the request, as `actor`; `person` are the statements that
    make the database take what follows for this person's, where it decides by person itself."""

    experiment: Experiment
    rows: GrowingRows
    search: Search
    actor: str
    ask: Callable[[str, str], Response]
    person: tuple[tuple[str, tuple[Any, ...]], ...] = ()

    def outcome(self) -> Reproduction:
        """Searches for a rare word at 1,000, 10,000 and 50,000 rows, as far as the database takes so many in a few seconds."""
        most = self.rows.database.most_rows
        return self._judge([self._asked(size) for size in _SIZES if size <= most])

    def works(self) -> bool:
        """Whether it finds what is there and nothing for what is not."""
        column, rows = self.search.columns[0], self.rows
        rows.database.fill(rows.table, 1, fixed={**rows.fixed, column: f"{RARE} at dawn"})
        self.experiment.note("arrange", f"a row of {rows.table} has '{RARE} at dawn' as its {column}")
        found = self.ask(RARE, f"{self.actor} searches for {RARE}")
        none = self.ask(NOWHERE, f"{self.actor} searches for {NOWHERE}")
        if "html" in found.headers.get("content-type", ""):
            return found.ok and none.ok and "at dawn" in said(found) and "at dawn" not in said(none)
        # Some say of a search that finds nothing that it is not found.
        return (
            found.ok
            and (none.ok or none.status == _NOT_FOUND)
            and longest_list(found.json()) >= 1 > (longest_list(none.json()) if none.ok else 0)
        )

    def _asked(self, size: int) -> Asked:
        """Has the app search, and explains the statement that it made."""
        database = self.rows.database
        number = self.rows.grow(self.experiment, size)
        if database.kind == "postgres":
            # As the server does by itself sooner or later: indexes of words keep what is new aside until then.
            database.query(f"VACUUM ANALYZE {database.quoted(self.rows.table)}")
        says = f"{self.actor} searches {number:,} rows"
        asked = asked_in_full(database, lambda: self.ask(RARE, says))
        sql = _own_statement(self.rows, self.search, asked)
        with undone(database):
            return Asked(number, sql, self._explained(sql, "the app's own search"))

    def _explained(self, sql: str, says: str) -> Ran:
        """Inside a transaction that is rolled back: whom the database takes it for ends with it."""
        database = self.rows.database
        for statement, values in self.person:
            database.query(statement, values)
        ran = database.ran(self.rows.table, sql)
        self.experiment.note(
            "observe",
            says,
            _shown(database, sql),
            f"{ran.way}: {ran.read} rows read, {ran.returned} returned, {ran.milliseconds:.2f} ms",
        )
        return ran

    def _judge(self, asked: list[Asked]) -> Reproduction:
        experiment, rows = self.experiment, self.rows
        first, last = asked[0], asked[-1]
        experiment.measure("rows read", last.ran.read, "rows", [(one.rows, one.ran.read) for one in asked])
        times = [(float(one.rows), one.ran.milliseconds) for one in asked]
        experiment.measure("time in the database", last.ran.milliseconds, "ms", times)
        if last.rows < _ENOUGH:
            return experiment.untestable(f"{rows.table} takes no more than {last.rows} rows, too few to tell")
        needed = max(last.ran.returned, _PAGE)
        reads = last.ran.read >= last.rows / 2 and last.ran.read > 5 * max(needed, first.ran.read)
        if self.rows.database.kind == "sqlite" and not reads:
            return experiment.untestable(
                f"how many rows of {rows.table} the search reads is not told by SQLite"
            )
        if not reads:
            return experiment.cleared(
                f"With {last.rows:,} rows in {rows.table} the search reads {last.ran.read:,} of them to find "
                f"{last.ran.returned} ({last.ran.way})"
            )
        if self.rows.database.kind != "postgres":
            return experiment.proven(
                f"With {last.rows:,} rows in {rows.table} the search reads {last.ran.read:,} of them to find "
                f"{last.ran.returned} ({last.ran.way}; {last.ran.milliseconds:.1f} ms)"
            )
        indexed = self._with_index(last.sql)
        experiment.measure("rows read with the index", indexed.read, "rows")
        if indexed.read * 5 > last.ran.read:
            return experiment.untestable("an index for text would not change how the search reads here")
        return experiment.proven(
            f"With {last.rows:,} rows in {rows.table} the search reads {last.ran.read:,} of them to find "
            f"{last.ran.returned} ({last.ran.milliseconds:.1f} ms, {first.ran.milliseconds:.1f} ms with {first.rows:,}); "
            f"with an index for text it reads {indexed.read:,} ({indexed.milliseconds:.1f} ms)"
        )

    def _with_index(self, sql: str) -> Ran:
        rows, database = self.rows, self.rows.database
        table = database.quoted(rows.table)
        with undone(database):
            try:
                database.query("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            except psycopg.Error as error:
                raise TrialUnavailable("this Postgres has no pg_trgm to compare with") from error
            # What it looks within of other tables has no index here.
            own = {one.name for one in database.columns(rows.table) if is_text(one.type)}
            for number, column in enumerate(name for name in self.search.columns if name in own):
                index = f"CREATE INDEX roadworthy_probe_{number} ON {table} USING gin ({_searched(sql, column)} gin_trgm_ops)"
                database.query(index)
                self.experiment.note(
                    "arrange", "an index is added, in a transaction that is rolled back afterwards", index
                )
            return self._explained(sql, "with the index")


def _shown(database: Database, sql: str) -> str:
    if database.kind == "mongodb":
        return f"db.runCommand({{explain: {sql}, verbosity: 'executionStats'}})"
    return f"EXPLAIN ANALYZE {' '.join(sql.split())}"


def _own_statement(rows: GrowingRows, search: Search, asked: Sequence[str]) -> str:
    """Of what was asked, the statement of the search: one that looks for text within text, or for words by an index of words.
    Raises TrialUnavailable where there is none."""
    for statement in asked:
        if rows.database.kind == "mongodb" and _looks_within(statement, rows.table, search.columns[0]):
            return statement
        text = own_query(statement)
        own = text.lower().startswith("select") and re.search(rf"\b{re.escape(rows.table)}\b", text)
        words = re.search(r"tsquery\(|\bmatch\b", text, re.I)
        if own and (words or re.search(r"like", text, re.I)) and search.columns[0] in text:
            pattern = RARE if words else f"%{RARE}%"
            sql = filled_in(text, rows.fixed, pattern, _dictionary(rows))
            if sql is None:
                raise TrialUnavailable("what the app's own statement asks for cannot be told")
            return sql
    raise TrialUnavailable("the app's own search did not reach the database")


def _looks_within(command: str, collection: str, field: str) -> bool:
    """Whether a `find` in extended JSON looks for the word within the text of a field."""
    own = command.startswith(f'{{"find": "{collection}"')
    return own and RARE in command and f'"{field}"' in command


def _dictionary(rows: GrowingRows) -> str:
    """The dictionary of the table's index of words; without one it does not matter which is asked with."""
    if rows.database.kind != "postgres":
        return "simple"
    found = rows.database.query(
        "select indexdef from pg_indexes where tablename = %s and indexdef like '%%to_tsvector(%%'",
        (rows.table,),
    )
    named = re.search(r"to_tsvector\('(\w+)'", found[0]["indexdef"]) if found else None
    return named[1] if named else "simple"


def _searched(sql: str, column: str) -> str:
    """What the statement looks within, as an index takes it: the column, or the column folded to one case."""
    folded = re.search(
        rf'(upper|lower)\((?:"?\w+"?\.)*"?{re.escape(column)}"?(?:::text)?\) (?:i?like)', sql, re.I
    )
    return f'{folded[1]}("{column}"::text)' if folded else f'"{column}"'
