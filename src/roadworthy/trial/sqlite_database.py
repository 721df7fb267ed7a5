"""The app's database in an SQLite file."""

from __future__ import annotations

import contextlib
import hashlib
import math
import os
import re
import sqlite3
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from roadworthy.errors import AppError, TrialUnavailable
from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.collection import Collection
from roadworthy.trial.database import Database, Ran, StoredColumn, StoredStatement, has_ended
from roadworthy.trial.enum_labels import as_stored
from roadworthy.trial.spans import ending
from roadworthy.trial.told_statements import told_statements

_HEADER = b"SQLite format 3\0"
# Where the app finds its database when a variable asks for its address (see `environment.sqlite_url`).
FILE = "trial.db"
_MOST_PARENTS = 1_000
_SKIPPED = frozenset({"node_modules", ".git"})


class SqliteDatabase(Database):
    """Each call opens the file anew: the app may have replaced it."""

    kind = "sqlite"
    keeps_session = False
    is_server = False

    # Foreign keys hold for a connection that asks for it.
    def __init__(
        self,
        file: Path,
        snapshots: Path,
        told: Path | None = None,
        declared: Sequence[Collection] = (),
    ) -> None:
        """`told` is where the app's statements are written down (see `Told`), `declared` what its code says of its tables."""
        self.file = file
        self._told = told
        self._words = {
            (table.name, field.name): field.stored or field.allowed
            for table in declared
            for field in table.fields
            if field.allowed
        }
        self._spelled: dict[str, dict[str, dict[str, str]]] = {}
        for table in declared:
            for field in (one for one in table.fields if one.stored):
                words = dict(zip(field.allowed, field.stored, strict=False))
                self._spelled.setdefault(table.name, {})[field.name] = words
        self._whole = b""
        self._snapshots = snapshots
        snapshots.mkdir(parents=True, exist_ok=True)

    @classmethod
    def find(cls, app: Path, plan: BootPlan, snapshots: Path, told: Path | None) -> SqliteDatabase | None:
        """The file that the plan names, the one that the app was told, or the largest SQLite file there is; None when there is none. A
        file that came with the app says nothing of where it keeps its rows now."""
        if plan.sqlite_file is not None:
            return cls(app / plan.sqlite_file, snapshots, told, plan.collections)
        found = [file for file in _files(app) if _is_database(file)]
        told_to_app = app / FILE
        largest = max(found, key=lambda file: (file == told_to_app, file.stat().st_size), default=None)
        return cls(largest, snapshots, told, plan.collections) if largest is not None else None

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        # The app owns its folder: a link there could lead to a file of this machine.
        if self.file.is_symlink() or not self.file.is_file():
            raise AppError("is not a database file any more", where=str(self.file.name))
        connection = sqlite3.connect(self.file, timeout=10, isolation_level=None)
        connection.row_factory = sqlite3.Row
        try:
            yield connection
        finally:
            connection.close()
            self._give_back()

    def _give_back(self) -> None:
        """Files that SQLite keeps beside the database belong to the app's user, as the database does."""
        owner = self.file.stat()
        for suffix in ("-wal", "-shm", "-journal"):
            beside = Path(f"{self.file}{suffix}")
            if beside.is_file() and not beside.is_symlink() and beside.stat().st_uid != owner.st_uid:
                os.chown(beside, owner.st_uid, owner.st_gid, follow_symlinks=False)

    def query(self, sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> list[dict[str, Any]]:
        with self._open() as connection:
            return [dict(row) for row in connection.execute(_placeholders(sql), params)]

    def execute(self, sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> int:
        self.writes += 1
        with self._open() as connection:
            return connection.execute(_placeholders(sql), params).rowcount

    def explain(self, sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> dict[str, Any]:
        """SQLite's query plan: {"Node Type": "SQLite", "Plans": [{"id", "parent", "detail"}, ...]}."""
        return {"Node Type": "SQLite", "Plans": self.query(f"EXPLAIN QUERY PLAN {sql}", params)}

    def ran(self, table: str, sql: str, params: Sequence[Any] = ()) -> Ran:
        """By its plan, which says of each table whether it is gone through ("SCAN") or looked into ("SEARCH ... USING INDEX"); see
        https://sqlite.org/eqp.html. What is gone through and sorted, or gone through for fewer rows than its limit, is read whole."""
        plan = [str(row["detail"]) for row in self.query(f"EXPLAIN QUERY PLAN {sql}", params)]
        begun = time.perf_counter()
        rows = self.query(sql, params)
        milliseconds = (time.perf_counter() - begun) * 1000
        scans = _scans(plan, table, sql)
        limit = re.search(r"\bLIMIT (\d+)", sql, re.I)
        stops = (
            limit is not None and len(rows) >= int(limit[1]) and not any("B-TREE" in line for line in plan)
        )
        # In the order of an index it stops there, as far as can be told.
        if stops and any(" USING " not in line for line in scans):
            raise TrialUnavailable(
                f"how much of {table} is read before there are {len(rows)} rows is not told by SQLite"
            )
        read = self.count(table) if scans and not stops else len(rows)
        return Ran(read=read, returned=len(rows), milliseconds=milliseconds, way="; ".join(plan))

    @contextlib.contextmanager
    def with_index(self, table: str, columns: Sequence[str]) -> Iterator[str]:
        """Each call opens the file anew, so that no transaction could take it back: the index is dropped."""
        listed = ", ".join(self.quoted(name) for name in columns)
        statement = f"CREATE INDEX roadworthy_probe ON {self.quoted(table)} ({listed})"
        self.execute(statement)
        try:
            yield statement
        finally:
            self.execute("DROP INDEX roadworthy_probe")

    def tables(self) -> list[str]:
        sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY 1"
        return [row["name"] for row in self.query(sql)]

    def columns(self, table: str) -> list[StoredColumn]:
        rows = self.query(f"PRAGMA table_xinfo({self.quoted(table)})")
        return [
            StoredColumn(
                name=row["name"],
                type=row["type"].lower() or "text",
                nullable=not row["notnull"] and not row["pk"],
                default=row["dflt_value"],
                generated=row["hidden"] in (2, 3) or (row["pk"] == 1 and row["type"].upper() == "INTEGER"),
            )
            for row in rows
        ]

    def quoted(self, table: str) -> str:
        return '"' + table.replace('"', '""') + '"'

    def fill(self, table: str, rows: int, *, fixed: Mapping[str, Any] | None = None) -> int:
        self.writes += 1
        return self._fill(table, rows, as_stored(self, table, fixed or {}), 0)

    def spelled_words(self, table: str) -> Mapping[str, Mapping[str, str]]:
        return self._spelled.get(table, {})

    def _fill(self, table: str, rows: int, fixed: dict[str, Any], depth: int) -> int:
        columns = [
            c
            for c in self.columns(table)
            if c.name in fixed
            or not (c.generated or c.default is not None or has_ended(c) or _is_perhaps_a_list(c))
        ]
        parents = self._parents(table, {column.name for column in columns} - set(fixed), rows, depth)
        words = {name: list(allowed) for (of, name), allowed in self._words.items() if of == table}
        names = [column.name for column in columns]
        ends = ending((column.name, column.type) for column in columns)
        offset = self.count(table) + 1
        made = [
            tuple(
                _value(column, offset + number, fixed, {**words, **above}, column.name in ends)
                for column in columns
            )
            for number, above in enumerate(in_turn(parents, offset, rows))
        ]
        sql = (
            f"INSERT OR IGNORE INTO {self.quoted(table)} ({', '.join(self.quoted(name) for name in names)}) "
            f"VALUES ({', '.join('?' * len(names))})"
        )
        before = self.count(table)
        try:
            with self._open() as connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany(sql, made)
                connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise TrialUnavailable(f"cannot be filled: {error}", where=f"table {table}") from error
        return self.count(table) - before

    def _parents(self, table: str, wanted: set[str], rows: int, depth: int) -> dict[str, list[Any]]:
        """The values each foreign key may take. Where a row of the parent may be named by one row alone, each new row gets a parent
        of its own; where keys are unique together, the parents are so many that their pairs suffice."""
        parents: dict[str, list[Any]] = {}
        keys = self.query(f"PRAGMA foreign_key_list({self.quoted(table)})")
        unique, names = self._unique(table), {row["from"] for row in keys}
        for row in keys:
            if row["from"] not in wanted or row["table"] == table or depth > 4:
                continue
            if self.count(row["table"]) == 0:
                self._fill(row["table"], 50, {}, depth + 1)
            alone = {row["from"]} in unique
            missing = 0
            if alone:
                missing = rows - len(self._keys_of(row, table, rows, free=True))
            elif any(row["from"] in one <= names for one in unique):
                missing = math.isqrt(rows) + 1 - self.count(row["table"])
            if missing > 0:
                self._fill(row["table"], missing, {}, depth + 1)
            most = max(rows, _MOST_PARENTS) if alone else _MOST_PARENTS
            parents[row["from"]] = self._keys_of(row, table, most, free=alone)
        return parents

    def _keys_of(self, key: Mapping[str, Any], table: str, most: int, *, free: bool) -> list[Any]:
        """What a foreign key may name; with `free` only what no row names yet."""
        above, own = self.quoted(key["to"] or "rowid"), self.quoted(key["from"])
        only = f" WHERE {above} NOT IN (SELECT {own} FROM {self.quoted(table)} WHERE {own} IS NOT NULL)"
        found = self.query(
            f"SELECT {above} AS k FROM {self.quoted(key['table'])}{only if free else ''} LIMIT {most}"
        )
        return [row["k"] for row in found]

    def _unique(self, table: str) -> list[set[str]]:
        """The columns of each key that holds for all rows."""
        indexes = self.query(f"PRAGMA index_list({self.quoted(table)})")
        return [
            {part["name"] for part in self.query(f"PRAGMA index_info({self.quoted(index['name'])})")}
            for index in indexes
            if index["unique"] and not index["partial"]
        ]

    @contextlib.contextmanager
    def held_by_reader(self) -> Iterator[None]:
        """Somebody reads for as long as the block lasts, so that nobody else can commit
        (https://sqlite.org/lockingv3.html, "Writing to a database file")."""
        with self._open() as connection:
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            yield
            connection.execute("ROLLBACK")

    def state(self, table: str) -> Any:
        with self._open() as connection:
            rows = sorted(
                repr(tuple(row)) for row in connection.execute(f"select * from {self.quoted(table)}")
            )
        return hashlib.sha256("\n".join(rows).encode()).hexdigest()

    def statements(self) -> list[StoredStatement]:
        """With their values; nobody counts their rows, nor how long they took."""
        counted = Counter(told_statements(self._told)) if self._told is not None else Counter[str]()
        return [StoredStatement(query, calls, 0, 0.0) for query, calls in counted.most_common()]

    def clear_statements(self) -> None:
        if self._told is not None:
            os.truncate(self._told, 0)

    def snapshot(self, name: str) -> None:
        with self._open() as source, contextlib.closing(sqlite3.connect(self._snapshots / name)) as target:
            source.backup(target)

    def destroy(self) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{self.file}{suffix}").unlink(missing_ok=True)

    def restore(self, name: str) -> None:
        """Page by page over the live file: open connections see the old state again, schema included."""
        self.writes += 1
        if not self.file.is_symlink() and not self.file.exists():
            owner = self.file.parent.stat()
            self.file.touch()
            os.chown(self.file, owner.st_uid, owner.st_gid, follow_symlinks=False)
        with contextlib.closing(sqlite3.connect(self._snapshots / name)) as source, self._open() as target:
            source.backup(target)

    def stop(self) -> None:
        """There is no server to stop: the file says nothing that SQLite could read, as on a broken disk, until `start`. Raises
        TrialUnavailable where changes stand in a file beside it."""
        if self.query("PRAGMA journal_mode")[0]["journal_mode"] == "wal":
            raise TrialUnavailable("SQLite keeps its changes in a file beside the database here")
        self._whole = self.file.read_bytes()
        self._overwrite(b"\xff" * len(self._whole))

    def start(self) -> None:
        if self._whole:
            self._overwrite(self._whole)
            self._whole = b""

    def _overwrite(self, content: bytes) -> None:
        """In place: open connections look into the same file."""
        if self.file.is_symlink():
            raise AppError("is not a database file any more", where=str(self.file.name))
        with self.file.open("r+b") as file:
            file.write(content)
            file.truncate()


def _scans(plan: Sequence[str], table: str, sql: str) -> list[str]:
    """The lines of a plan that go through the whole table, by the other name too that the statement may give it."""
    renamed = re.findall(rf'["`\[]?\b{re.escape(table)}\b["`\]]? +(?:AS +)?["`]?(\w+)', sql, re.I)
    names = "|".join(re.escape(name) for name in (table, *renamed))
    return [line for line in plan if re.match(rf'SCAN (TABLE )?"?({names})\b', line)]


def in_turn(parents: Mapping[str, Sequence[Any]], offset: int, rows: int) -> Iterator[dict[str, list[Any]]]:
    """For each of the rows the one value that each foreign key takes. Keys that are unique together must not run in step, or they pair
    the same rows again and again."""
    sizes = [len(found) for found in parents.values()]
    for place in range(offset, offset + rows):
        steps = [place if number == 0 else place // max(1, sizes[0]) + place for number in range(len(sizes))]
        yield {
            name: [found[step % len(found)]] if found else []
            for (name, found), step in zip(parents.items(), steps, strict=True)
        }


def _is_perhaps_a_list(column: StoredColumn) -> bool:
    """A document that may be missing is: nothing says whether the code takes a list or an object out of it."""
    return column.nullable and "json" in column.type.lower()


def _value(
    column: StoredColumn,
    number: int,
    fixed: Mapping[str, Any],
    known: Mapping[str, list[Any]],
    ends: bool,
) -> Any:
    """`known` are the values that alone may stand in a column."""
    if column.name in fixed:
        return fixed[column.name]
    if known.get(column.name):
        return known[column.name][number % len(known[column.name])]
    kind, name = column.type, column.name.lower()
    if re.search("bool", kind):
        return number % 2
    if re.search("int|real|num|dec|float|doub", kind):
        return number
    if re.search("date|time", kind):
        return _moment(kind, number, ends)
    if re.search(r"uuid|^char\(32\)$", kind):
        # SQLite has no type for it: Django and SQLAlchemy keep it in 32 letters, and read nothing else back.
        return uuid.uuid4().hex
    if "json" in kind:
        return "{}"
    if "mail" in name:
        return f"person{number}@example.com"
    return f"{column.name} {number}"


def _moment(kind: str, number: int, ends: bool) -> str:
    """As SQLAlchemy and Django store them: SQLite itself takes any text, and they read no moment where a day belongs. What ends a
    row's time lies a day, or an hour, behind what begins it."""
    day = f"2026-{number % 12 + 1:02d}-{number % 27 + 1 + ends:02d}"
    hour = f"{8 + ends:02d}:{number % 60:02d}:00.000000"
    return {"date": day, "time": hour}.get(kind, f"{day} {hour}")


def _placeholders(sql: str) -> str:
    return sql.replace("%s", "?")


def _is_database(file: Path) -> bool:
    with file.open("rb") as data:
        return data.read(len(_HEADER)) == _HEADER


def _files(app: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(app):
        folders[:] = [name for name in folders if name not in _SKIPPED]
        for name in files:
            file = Path(folder) / name
            if file.is_file() and not file.is_symlink():
                yield file
