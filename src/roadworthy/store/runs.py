"""Runs: saved as rows, read back as the report they were."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from roadworthy.app import Unknown
from roadworthy.audit import CheckedVerdict, PatternFault
from roadworthy.errors import UsageError
from roadworthy.report.certificate import Certificate
from roadworthy.report.record import AppFacts, Inventory, Report, ReportedGap, Tool
from roadworthy.store.folder import own_folder
from roadworthy.store.opening import connect
from roadworthy.store.rows import gap_of, rows_of_gap

FILE = "runs.db"
# An audit on every save would fill the disk, and the file is looked through each time it is opened: a hundred megabytes of old
# runs took 0.3 s of every audit.
KEPT = 20


class Run(Struct, frozen=True):
    """A run in a list. Times are UTC, ISO 8601."""

    id: int
    app: str
    commit: str
    version: str
    command: str
    started: str
    finished: str


class _Facts(Struct, frozen=True):
    """What of a report is kept as one value."""

    schema: int
    tool: Tool
    app: AppFacts
    command: str
    inventory: Inventory
    certificate: Certificate | None = None
    trial: tuple[str, ...] = ()


class Store:
    """The runs of one app. Several processes may use it at once: a run is written whole or not at all."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path

    def save_run(self, report: Report) -> int:
        """Keeps a run; returns its number. Older runs go: of each command the newest `KEPT` stay, and the first run whose checklist
        is kept."""
        with self._transaction():
            number = self._save(report)
            self._forget(report.command)
        self._connection.execute("PRAGMA incremental_vacuum").fetchall()
        return number

    def list_runs(self) -> list[Run]:
        """All runs, newest first."""
        query = (
            "SELECT id, app, commit_hash, tool_version, command, started, finished FROM runs ORDER BY id DESC"
        )
        return [Run(*row) for row in self._connection.execute(query)]

    def load_run(self, number: int) -> Report:
        """The report of a run. Raises UsageError when there is no such run."""
        row = self._connection.execute("SELECT facts FROM runs WHERE id = ?", (number,)).fetchone()
        if row is None:
            raise UsageError(
                f"there is no run {number}", where=str(self.path), remedy="`roadworthy report --list`"
            )
        try:
            return self._report(number, msgspec.json.decode(row[0], type=_Facts))
        except msgspec.MsgspecError as error:
            raise UsageError(
                f"run {number} cannot be read: {error}", where=str(self.path), remedy="audit the app again"
            ) from error

    def latest_run(self) -> Report | None:
        """The newest run, None when there is none."""
        return self._one("SELECT max(id) FROM runs")

    def first_run(self) -> Report | None:
        """The first run whose checklist is kept: what `verify` compares with. None when there is none."""
        return self._one("SELECT min(run) FROM checklist")

    def close(self) -> None:
        """Lets the file go."""
        self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def _one(self, query: str) -> Report | None:
        number = self._connection.execute(query).fetchone()[0]
        return self.load_run(number) if number is not None else None

    def _save(self, report: Report) -> int:
        facts = _Facts(
            report.schema,
            report.tool,
            report.app,
            report.command,
            report.inventory,
            report.certificate,
            report.trial,
        )
        started, finished = (str(report.timings.get(name, "")) for name in ("started", "finished"))
        head = (report.app.name, report.app.commit, report.tool.version, report.command, started, finished)
        columns = "app, commit_hash, tool_version, command, started, finished, facts"
        cursor = self._connection.execute(
            f"INSERT INTO runs ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", (*head, msgspec.json.encode(facts))
        )
        number = cursor.lastrowid
        assert number is not None
        self._save_gaps(number, report.gaps)
        self._insert(
            "checklist", number, [(r.subject, r.pattern, r.verdict, r.reason) for r in report.checklist]
        )
        self._insert("unknown", number, [(hole.path, hole.line, hole.reason) for hole in report.unknown])
        self._insert("errors", number, [(fault.pattern, fault.part, fault.reason) for fault in report.errors])
        self._insert("timings", number, list(report.timings.items()))
        return number

    def _forget(self, command: str) -> None:
        newest = "SELECT id FROM runs WHERE command = ? ORDER BY id DESC LIMIT ?"
        first = "SELECT min(run) FROM checklist"
        self._connection.execute(
            f"DELETE FROM runs WHERE command = ? AND id NOT IN ({newest}) AND id IS NOT ({first})",
            (command, command, KEPT),
        )

    def _save_gaps(self, number: int, gaps: tuple[ReportedGap, ...]) -> None:
        for position, gap in enumerate(gaps):
            for table, values in rows_of_gap(gap):
                marks = ", ".join("?" * (len(values) + 2))
                self._connection.execute(f"INSERT INTO {table} VALUES ({marks})", (number, position, *values))

    def _insert(self, table: str, number: int, rows: list[tuple[Any, ...]]) -> None:
        if rows:
            marks = ", ".join("?" * (len(rows[0]) + 2))
            numbered = ((number, position, *row) for position, row in enumerate(rows))
            self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", numbered)

    def _report(self, number: int, facts: _Facts) -> Report:
        return Report(
            schema=facts.schema,
            tool=facts.tool,
            app=facts.app,
            command=facts.command,
            inventory=facts.inventory,
            certificate=facts.certificate,
            trial=facts.trial,
            gaps=tuple(
                gap_of(self._connection, number, *row) for row in self._rows("gaps", "position, body", number)
            ),
            checklist=tuple(
                CheckedVerdict(*row)
                for row in self._rows("checklist", "subject, pattern, verdict, reason", number)
            ),
            unknown=tuple(Unknown(*row) for row in self._rows("unknown", "path, line, reason", number)),
            errors=tuple(PatternFault(*row) for row in self._rows("errors", "pattern, part, reason", number)),
            timings=dict(self._rows("timings", "stage, value", number)),
        )

    def _rows(self, table: str, columns: str, number: int) -> list[tuple[Any, ...]]:
        query = f"SELECT {columns} FROM {table} WHERE run = ? ORDER BY position"
        return self._connection.execute(query, (number,)).fetchall()


@contextmanager
def open_store(root: Path, warn: Callable[[str], None]) -> Iterator[Store]:
    """The store of the app in `root`, at `.roadworthy/runs.db`.

    A damaged file is set aside and `warn` told in one line. Raises UsageError when it cannot be used.
    """
    path = own_folder(root) / FILE
    store = Store(connect(path, warn), path)
    try:
        yield store
    except sqlite3.Error as error:
        raise UsageError(
            f"cannot be used: {error}", where=str(path), remedy="move it away to begin a new one"
        ) from error
    finally:
        store.close()
