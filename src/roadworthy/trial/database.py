"""What a trial can do with the app's database, whichever it is."""

from __future__ import annotations

import abc
import contextlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

import msgspec

from roadworthy.errors import TrialUnavailable
from roadworthy.regex import regex


class StoredColumn(msgspec.Struct, frozen=True, kw_only=True):
    """A column as the database has it. `type` is the database's own name for it."""

    name: str
    type: str
    nullable: bool
    default: str | None = None
    generated: bool = False


# The moment at which a row came to its end, and who ended it.
_ENDED = regex(
    r"^(deleted|removed|archived|cancell?ed|revoked|voided|banned|blocked|suspended|deactivated)_?(at|on|date|by|by_id)?$",
    re.I,
)


def has_ended(column: StoredColumn) -> bool:
    """Whether what a column may hold says that its row is over: left empty, or no app would find what is made."""
    return column.nullable and bool(_ENDED.match(column.name))


class StoredStatement(msgspec.Struct, frozen=True):
    """A statement the app ran, with constants replaced by $1, $2, ...; `milliseconds` is the total over all calls."""

    query: str
    calls: int
    rows: int
    milliseconds: float


class Ran(msgspec.Struct, frozen=True):
    """What a query cost: `read` counts the rows that were looked at, `returned` those that came out; `way` names the scans;
    `milliseconds` is the database's own time, that of triggers included."""

    read: int
    returned: int
    milliseconds: float
    way: str


class Database(abc.ABC):
    """The running database, seen by its owner (row-level policies do not apply)."""

    kind: str
    keeps_session = True
    most_rows = 50_000
    """As many as go into a table in a few seconds."""
    clients_wait = 0.0
    """How many seconds the usual clients wait for a server that is not there, before they say so."""
    """Whether statements of one thread share a session, so that a transaction holds over several of them."""
    tests_can_be_written = True
    """Whether a reproduction's rows can be put by a test of the app's own, which knows Postgres and SQLite."""
    is_server = True
    """Whether it runs beside the app, so that it can be stopped by itself."""
    holds_rules = True
    """Whether the tables' rules hold for whoever writes, not for the app's own connections alone."""

    writes = 0
    """Counts the changes that were made here, past the app."""
    cut = False
    """Whether the last `restore` had to cut connections of the app's, of which many an app ends a moment later."""

    @abc.abstractmethod
    def query(self, sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> list[dict[str, Any]]:
        """The rows of a statement. Placeholders are `%s`."""

    @abc.abstractmethod
    def execute(self, sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> int:
        """The number of rows a statement changed."""

    @abc.abstractmethod
    def explain(self, sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> dict[str, Any]:
        """The plan the database would use, as JSON."""

    @abc.abstractmethod
    def tables(self) -> list[str]:
        """Names of the app's tables (with their schema where it is not the usual one)."""

    @abc.abstractmethod
    def columns(self, table: str) -> list[StoredColumn]:
        """The columns of a table in order; [] when there is no such table."""

    @abc.abstractmethod
    def fill(self, table: str, rows: int, *, fixed: Mapping[str, Any] | None = None) -> int:
        """Add realistic rows that honour NOT NULL, types, unique and foreign keys; `fixed` values are the same in
        each. Returns how many were added. Raises TrialUnavailable when a constraint cannot be honoured."""

    def spelled_words(self, table: str) -> Mapping[str, Mapping[str, str]]:
        """By column: how the database spells words that the app's code knows by others. Empty where its own types tell."""
        return {}

    @abc.abstractmethod
    def snapshot(self, name: str) -> None:
        """Remember the present state under a name."""

    @abc.abstractmethod
    def restore(self, name: str) -> None:
        """Return to a remembered state."""

    @abc.abstractmethod
    def stop(self) -> None:
        """Stop the server: the app's connections are cut and new ones refused."""

    @abc.abstractmethod
    def start(self) -> None:
        """Start the server again."""

    def bare(self) -> None:
        """Take out what Roadworthy keeps in the database for itself, so that a copy of it holds what is the app's alone.
        Lasts until `restore`; `statements` is not to be asked meanwhile."""
        return

    def destroy(self) -> None:
        """Lose the database as with its disk: an empty one is in its place (SQLite: no file). The app must be stopped;
        `restore` brings everything back. Raises TrialUnavailable where that cannot be done."""
        raise TrialUnavailable(f"a database of {self.kind} is not taken away in a trial")

    def others(self) -> list[str]:
        """Names of further databases on the same server, made by the app's own commands."""
        return []

    def elsewhere(self, name: str, sql: str) -> list[dict[str, Any]]:
        """The rows of a statement in another database of the server."""
        raise TrialUnavailable(f"there is no other database beside that of {self.kind}")

    @abc.abstractmethod
    def quoted(self, table: str) -> str:
        """A table's name as it stands in SQL."""

    def count(self, table: str) -> int:
        return int(self.query(f"SELECT count(*) AS n FROM {self.quoted(table)}")[0]["n"])

    def as_text(self, expression: str) -> str:
        """An expression of SQL, as text."""
        return f"cast({expression} as text)"

    def state(self, table: str) -> Any:
        """One value that is another when the table's rows are; where none is known, their number."""
        return self.count(table)

    def rarest(self, table: str, column: str) -> Any:
        """A value of the column that the fewest rows have; None when it holds none."""
        sql = (
            f'SELECT "{column}" AS value FROM {self.quoted(table)} WHERE "{column}" IS NOT NULL '
            "GROUP BY 1 ORDER BY count(*), 1 LIMIT 1"
        )
        rows = self.query(sql)
        return rows[0]["value"] if rows else None

    def childless(self, parent: str, key: str, table: str, column: str) -> Any:
        """The key of a row of `parent` to which no row of `table` leads by `column`; None when there is none."""
        sql = (
            f'SELECT p."{key}" AS value FROM {self.quoted(parent)} p LEFT JOIN {self.quoted(table)} t '
            f'ON t."{column}" = p."{key}" WHERE t."{column}" IS NULL LIMIT 1'
        )
        rows = self.query(sql)
        return rows[0]["value"] if rows else None

    def repeated(self, table: str, columns: Sequence[str], *, empty: bool = False) -> int:
        """How many rows at most have the same values in these columns; 0 when no two have. Rows without a value are alike with `empty`
        alone."""
        listed = ", ".join(f'"{column}"' for column in columns)
        whole = "true" if empty else " and ".join(f'"{column}" is not null' for column in columns)
        sql = (
            f"select count(*) as n from {self.quoted(table)} where {whole} "
            f"group by {listed} having count(*) > 1 order by 1 desc"
        )
        rows = self.query(sql)
        return int(rows[0]["n"]) if rows else 0

    def explained(self, sql: str, params: Sequence[Any] = ()) -> str:
        """The line with which a person asks for the plan of a query; '' for the usual one of SQL."""
        return ""

    def ran(self, table: str, sql: str, params: Sequence[Any] = ()) -> Ran:
        """Run a query, and tell how many of the table's rows it read. Raises TrialUnavailable where the database does not tell."""
        raise TrialUnavailable(f"the plans of {self.kind} do not tell the rows they read")

    @contextlib.contextmanager
    def with_index(self, table: str, columns: Sequence[str]) -> Iterator[str]:
        """Inside, the table has an index on the columns; the statement that made it."""
        listed = ", ".join(f'"{name}"' for name in columns)
        statement = f"CREATE INDEX roadworthy_probe ON {self.quoted(table)} ({listed})"
        self.query("BEGIN")
        try:
            self.query(statement)
            yield statement
        finally:
            self.query("ROLLBACK")

    def hiding(self, table: str, name: str) -> str:
        """The line with which a person gives a table another name."""
        return f'ALTER TABLE {self.quoted(table)} RENAME TO "{name}"'

    def refuses_rows(self, table: str) -> bool:
        """Whether a table that goes by another name takes no rows under its own."""
        return True

    def rename(self, table: str, name: str, patience: int = 5) -> None:
        """Give a table another name, waiting at most `patience` seconds for whoever holds it."""
        self.execute(f'ALTER TABLE {self.quoted(table)} RENAME TO "{name}"')

    def empty(self, table: str) -> None:
        """Take away all rows of a table; where others refer to them, those are left as they are."""
        self.execute(f"DELETE FROM {self.quoted(table)}")

    def spelled(self, sql: str, params: Sequence[Any] = ()) -> str:
        """A statement in the database's own language, where that is not SQL; else ''."""
        return ""

    def key_refused(self, table: str, refused: Exception) -> str:
        """In words that name the columns: the key of a table for which a row was refused."""
        return str(refused)

    def statements(self) -> list[StoredStatement]:
        """What the app ran since `clear_statements` or the last reset, most time first; [] where unsupported."""
        return []

    def clear_statements(self) -> None:
        """Forget the statements so far."""
        return

    def told_while(self, ask: Callable[[], object]) -> list[str] | None:
        """What the app asks while `ask` runs, with its values; None, and nothing is run, where this database tells them without."""
        return None

    def held(self, tables: Sequence[str]) -> AbstractContextManager[Callable[[], int]]:
        """Inside the block questions about these tables wait, and what it hands out counts them. Raises TrialUnavailable where this
        database does not say who waits."""
        raise TrialUnavailable(f"who waits for a table of {self.kind} is not seen here")

    def close(self) -> None:
        """Close our own connections."""
        return
