"""What a trial can do with the app's database, whichever it is."""

from __future__ import annotations

import abc
import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from roadworthy.errors import TrialUnavailable


class StoredColumn(msgspec.Struct, frozen=True, kw_only=True):
    """A column as the database has it. `type` is the database's own name for it."""

    name: str
    type: str
    nullable: bool
    default: str | None = None
    generated: bool = False


# The moment at which a row came to its end, and who ended it.
_ENDED = re.compile(
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


class Database(abc.ABC):
    """The running database, seen by its owner (row-level policies do not apply)."""

    kind: str

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

    def statements(self) -> list[StoredStatement]:
        """What the app ran since `clear_statements` or the last reset, most time first; [] where unsupported."""
        return []

    def clear_statements(self) -> None:
        """Forget the statements so far."""
        return

    def close(self) -> None:
        """Close our own connections."""
        return
