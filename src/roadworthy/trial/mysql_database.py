"""The app's database in MySQL or MariaDB."""

from __future__ import annotations

import contextlib
import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pymysql
from pymysql.connections import Connection
from pymysql.constants import FIELD_TYPE

from roadworthy.errors import AppError, TrialUnavailable
from roadworthy.regex import regex
from roadworthy.trial.database import Database, Ran, StoredColumn, StoredStatement
from roadworthy.trial.mysql_fill import fill_table
from roadworthy.trial.mysql_snapshot import Snapshot, make_anew, restore_rows, same_schema, take_snapshot

if TYPE_CHECKING:
    from roadworthy.trial.mysql import Mysql
    from roadworthy.trial.mysql_given import GivenMysql

_SYSTEM = ("information_schema", "performance_schema", "mysql", "sys")
_LARGEST = """
SELECT table_schema AS name FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema NOT IN %s
AND table_schema NOT LIKE '%%!_kept' ESCAPE '!'
GROUP BY table_schema ORDER BY count(*) DESC, table_schema LIMIT 1"""
_TABLES = """
SELECT table_name AS name FROM information_schema.tables
WHERE table_schema = database() AND table_type = 'BASE TABLE' ORDER BY 1"""
_COLUMNS = """
SELECT column_name AS name, column_type AS type, is_nullable AS nullable, column_default AS fallback, extra AS extra
FROM information_schema.columns WHERE table_schema = database() AND table_name = %s ORDER BY ordinal_position"""
_STATEMENTS = """
SELECT digest_text AS query, count_star AS calls, sum_rows_sent AS rows_sent, sum_timer_wait / 1e9 AS milliseconds
FROM performance_schema.events_statements_summary_by_digest
WHERE schema_name = database() AND digest_text IS NOT NULL ORDER BY sum_timer_wait DESC"""
_LOGGED = """
SELECT argument FROM mysql.general_log WHERE command_type IN ('Query', 'Execute') ORDER BY event_time DESC"""
_KEY_COLUMNS = """
SELECT column_name AS name FROM information_schema.statistics
WHERE table_schema = database() AND table_name = %s AND index_name = %s ORDER BY seq_in_index"""
_READS = (
    "SHOW SESSION STATUS WHERE variable_name LIKE 'Handler_read%' AND variable_name <> 'Handler_read_retry'"
)
# What tools write about their own work.
_OF_SESSIONS = regex(
    r"^(set|show|use|start|commit|rollback|begin|truncate|create|drop|alter|select @@)\b", re.I
)
_ACCESS = {
    "ALL": "full scan",
    "index": "full index scan",
    "range": "index range",
    "fulltext": "full text index",
}
_CUT = (pymysql.OperationalError, pymysql.InterfaceError)
_WAITING = "SELECT count(*) AS n FROM information_schema.processlist WHERE state LIKE 'Waiting for table%'"
_PLACEHOLDER = regex(r"`([^`]*)`|([A-Z][A-Z_]*)")


class MysqlDatabase(Database):
    """`while_stopped` runs a function while the app is stopped, then starts the app: needed when the schema itself has to be
    made anew."""

    kind = "mysql"
    tests_can_be_written = False

    def __init__(
        self, server: Mysql | GivenMysql, name: str, *, while_stopped: Callable[[Callable[[], None]], None]
    ) -> None:
        self._server = server
        self._while_stopped = while_stopped
        self._local = threading.local()
        self._opened: list[Connection] = []
        self._snapshots: dict[str, Snapshot] = {}
        self.name = name

    def connection(self) -> Connection:
        """This thread's own connection, opened when first needed and again when it was cut."""
        current: Connection | None = getattr(self._local, "connection", None)
        if current is None or not current.open:
            current = self._server.connect(self.name)
            self._local.connection = current
            self._opened.append(current)
        return current

    def _run(self, sql: str, params: Sequence[Any] | Mapping[str, Any]) -> tuple[int, list[dict[str, Any]]]:
        with self.connection().cursor() as cursor:
            try:
                changed = cursor.execute(sql, params or None)
            except _CUT as error:
                if error.args and error.args[0] in (2006, 2013):
                    self.connection().close()
                raise
            rows = list(cursor.fetchall()) if cursor.description else []
            switches = [one[0] for one in cursor.description or () if _is_switch(one)]
        return changed, [_with_switches(row, switches) for row in rows]

    def query(self, sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> list[dict[str, Any]]:
        return self._run(sql, params)[1]

    def execute(self, sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> int:
        self.writes += 1
        return self._run(sql, params)[0]

    def explain(self, sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> dict[str, Any]:
        row = self.query(f"EXPLAIN FORMAT=JSON {sql}", params)[0]
        return explained(str(next(iter(row.values()))))

    def ran(self, table: str, sql: str, params: Sequence[Any] = ()) -> Ran:
        """Rows read are those that the storage engine was asked for, of all tables of the statement."""
        plan = self.explain(sql, params)
        ways = [str(one) for one in _values(plan, "access_type")]
        before = self._reads()
        begun = time.perf_counter()
        rows = self.query(sql, params)
        milliseconds = (time.perf_counter() - begun) * 1000
        shown = ", ".join(dict.fromkeys(_ACCESS.get(way, f"{way} by index") for way in ways))
        return Ran(read=self._reads() - before, returned=len(rows), milliseconds=milliseconds, way=shown)

    def _reads(self) -> int:
        return sum(int(row["Value"]) for row in self.query(_READS))

    @contextlib.contextmanager
    def with_index(self, table: str, columns: Sequence[str]) -> Iterator[str]:
        """MySQL ends transactions at such a statement: the index is dropped again."""
        quoted, name = self.quoted(table), "roadworthy_probe"
        listed = ", ".join(self._keyed(table, column) for column in columns)
        statement = f"CREATE INDEX {name} ON {quoted} ({listed})"
        self.execute(statement)
        try:
            yield statement
        finally:
            self.execute(f"DROP INDEX {name} ON {quoted}")

    def _keyed(self, table: str, column: str) -> str:
        """A column of an index: of long text it takes the beginning."""
        kind = next((one.type for one in self.columns(table) if one.name == column), "")
        return f'"{column}"(191)' if re.search("text|blob", kind) else f'"{column}"'

    def tables(self) -> list[str]:
        return [row["name"] for row in self.query(_TABLES)]

    def columns(self, table: str) -> list[StoredColumn]:
        return [_column(row) for row in self.query(_COLUMNS, (table,))]

    def quoted(self, table: str) -> str:
        return '"' + table.replace('"', '""') + '"'

    def as_text(self, expression: str) -> str:
        return f"cast({expression} as char)"

    def state(self, table: str) -> Any:
        return self.query(f"CHECKSUM TABLE {self.quoted(table)}")[0]["Checksum"]

    def key_refused(self, table: str, refused: Exception) -> str:
        """The server names the key alone, in MySQL with the table before it."""
        named = re.search(r"for key '(?:[^'.]*\.)?([^']+)'", str(refused))
        rows = self.query(_KEY_COLUMNS, (table, named[1] if named else ""))
        return ", ".join(row["name"] for row in rows)

    def rename(self, table: str, name: str, patience: int = 5) -> None:
        self.execute(f"SET lock_wait_timeout = {patience}")
        try:
            super().rename(table, name, patience)
        finally:
            self.execute("SET lock_wait_timeout = DEFAULT")

    def empty(self, table: str) -> None:
        self.execute("SET foreign_key_checks = 0")
        try:
            super().empty(table)
        finally:
            self.execute("SET foreign_key_checks = 1")

    def fill(self, table: str, rows: int, *, fixed: Mapping[str, Any] | None = None) -> int:
        self.writes += 1
        return fill_table(self, table, rows, dict(fixed or {}))

    def statements(self) -> list[StoredStatement]:
        found = [
            StoredStatement(_plain(row["query"]), row["calls"], row["rows_sent"], float(row["milliseconds"]))
            for row in self.query(_STATEMENTS)
        ]
        return [one for one in found if not _OF_SESSIONS.match(one.query)]

    def told_while(self, ask: Callable[[], object]) -> list[str]:
        """What the server was asked while `ask` runs, as it came, with its values: by the general log. Raises TrialUnavailable for a
        server that is not the trial's own, whose log is somebody's."""
        if not self._server.is_ours:
            raise TrialUnavailable("what a server that was given is asked is not written down")
        try:
            self.execute("TRUNCATE mysql.general_log")
            self.execute("SET GLOBAL log_output = 'TABLE'")
            self.execute("SET GLOBAL general_log = ON")
        except pymysql.MySQLError as error:
            raise AppError(
                f"the server tells no statements: {error.args[-1]}", where="general_log"
            ) from error
        try:
            ask()
        finally:
            self.execute("SET GLOBAL general_log = OFF")
        return [str(_text(row["argument"])) for row in self.query(_LOGGED)]

    @contextlib.contextmanager
    def held(self, tables: Sequence[str]) -> Iterator[Callable[[], int]]:
        self.query(f"LOCK TABLES {', '.join(f'{self.quoted(table)} WRITE' for table in tables)}")
        try:
            yield lambda: int(self.query(_WAITING)[0]["n"])
        finally:
            self.query("UNLOCK TABLES")

    def clear_statements(self) -> None:
        with contextlib.suppress(pymysql.MySQLError):
            self.execute("TRUNCATE performance_schema.events_statements_summary_by_digest")

    def snapshot(self, name: str) -> None:
        self._snapshots[name] = take_snapshot(self.connection(), name)

    def restore(self, name: str) -> None:
        """Put the rows back without touching the app's connections. Only when the schema has changed since are the tables
        made anew, with the app stopped meanwhile."""
        self.writes += 1
        if not self._server.running:
            self.start()
        snapshot = self._snapshots[name]
        if not same_schema(self.connection(), snapshot):
            self._while_stopped(lambda: make_anew(self.connection(), snapshot))
        try:
            restore_rows(self.connection(), snapshot)
        except TimeoutError as error:
            raise AppError("the app keeps tables locked", where="reset") from error

    def stop(self) -> None:
        self.close()
        self._server.stop()

    def start(self) -> None:
        self._server.start()

    def close(self) -> None:
        for connection in self._opened:
            if connection.open:
                connection.close()
        self._opened.clear()


def with_tables(connection: Connection, usual: str) -> str:
    """The database in which there are tables: an app may name it in its own code. The `usual` one where there are none."""
    with connection.cursor() as cursor:
        cursor.execute(_LARGEST, (_SYSTEM,))
        found = cursor.fetchone()
    return str(found["name"]) if found is not None else usual


def _column(row: Mapping[str, Any]) -> StoredColumn:
    """MariaDB writes the default of a column that has none as the word NULL. A number of one digit is MySQL's boolean."""
    kind, fallback, extra = str(row["type"]), row["fallback"], str(row["extra"]).lower()
    made = "auto_increment" in extra or re.search(
        r"(virtual|stored|persistent) generated|^(virtual|stored)", extra
    )
    return StoredColumn(
        name=row["name"],
        type="boolean" if kind == "tinyint(1)" else kind,
        nullable=row["nullable"] == "YES",
        default=None if fallback in (None, "NULL") else str(fallback),
        generated=bool(made),
    )


def _is_switch(described: Sequence[Any]) -> bool:
    return bool(described[1] == FIELD_TYPE.TINY and described[3] == 1)


def _with_switches(row: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {**row, **{name: bool(row[name]) for name in names if row[name] is not None}}


def _text(value: Any) -> Any:
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def _plain(digest: str) -> str:
    """A statement as the server counts it, without its quotes; words that stand bare are the language's own."""
    return _PLACEHOLDER.sub(
        lambda found: found[1] if found[1] is not None else found[2].lower(), digest
    ).strip()


def _values(plan: Any, name: str) -> Iterator[Any]:
    if isinstance(plan, dict):
        if name in plan:
            yield plan[name]
        for inner in plan.values():
            yield from _values(inner, name)
    elif isinstance(plan, list):
        for inner in plan:
            yield from _values(inner, name)


# MariaDB writes one value a line, and names in double quotes as they are where the session asks for them (`ANSI_QUOTES`).
_VALUE = regex(r'^(\s*"\w+": ")(.*)("(?:,?))$', re.MULTILINE)


def explained(text: str) -> dict[str, Any]:
    """A plan, of which MariaDB's may be no JSON as it stands."""
    try:
        return dict(json.loads(text))
    except json.JSONDecodeError:
        whole = _VALUE.sub(lambda one: one[1] + re.sub(r'(?<!\\)"', r'\\"', one[2]) + one[3], text)
        return dict(json.loads(whole))
