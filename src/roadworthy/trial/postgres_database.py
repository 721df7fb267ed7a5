"""The app's database in PostgreSQL."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import psycopg

from roadworthy.trial.database import Database, Ran, StoredColumn, StoredStatement
from roadworthy.trial.enum_labels import as_stored
from roadworthy.trial.fill import fill_table
from roadworthy.trial.postgres import APP_DATABASE, Postgres
from roadworthy.trial.snapshot import Snapshot, restore_rows, same_schema, take_snapshot

_OWN = "n.nspname NOT IN ('pg_catalog', 'information_schema', 'roadworthy') AND n.nspname NOT LIKE 'pg\\_%%'"
_TABLES = f"""
SELECT CASE WHEN n.nspname = 'public' THEN c.relname ELSE n.nspname || '.' || c.relname END AS name
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND {_OWN} ORDER BY 1"""
_COLUMNS = """
SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable,
       pg_get_expr(d.adbin, d.adrelid) AS "default",
       (a.attgenerated <> '' OR a.attidentity <> '') AS generated
FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid = to_regclass(%s) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"""


class PostgresDatabase(Database):
    """`while_stopped` runs a function while the app is stopped, then starts the app: needed when the schema itself
    has to be made anew."""

    kind = "postgres"

    def __init__(
        self,
        server: Postgres,
        folder: Path,
        *,
        while_stopped: Callable[[Callable[[], None]], None],
        forward: Callable[[bool], None],
    ) -> None:
        self._server = server
        self._folder = folder
        self._while_stopped = while_stopped
        self._forward = forward
        self._local = threading.local()
        self._opened: list[psycopg.Connection[dict[str, Any]]] = []
        self._snapshots: dict[str, Snapshot] = {}
        # Without our schema and perhaps without the app's: made anew by the next `restore`.
        self._bare = False

    def connection(self) -> psycopg.Connection[dict[str, Any]]:
        """This thread's own connection, opened when first needed and again when it was cut."""
        current: psycopg.Connection[dict[str, Any]] | None = getattr(self._local, "connection", None)
        if current is None or current.closed or current.broken:
            current = self._server.connect()
            self._local.connection = current
            self._opened.append(current)
        return current

    def query(self, sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> list[dict[str, Any]]:
        cursor = self.connection().execute(_literal(sql, params), params or None)
        return cursor.fetchall() if cursor.description else []

    def execute(self, sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> int:
        self.writes += 1
        return self.connection().execute(_literal(sql, params), params or None).rowcount

    def explain(self, sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> dict[str, Any]:
        """The plan of a statement. Statements with $1 placeholders (from `statements()`) get a generic plan."""
        generic = "GENERIC_PLAN, " if "$1" in sql and not params else ""
        row = self.query(f"EXPLAIN ({generic}FORMAT JSON) {sql}", params)[0]
        plan = row["QUERY PLAN"]
        found = json.loads(plan) if isinstance(plan, str) else plan
        return dict(found[0]["Plan"])

    def ran(self, table: str, sql: str, params: Sequence[Any] = ()) -> Ran:
        """Under EXPLAIN ANALYZE."""
        row = self.query(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)[0]
        written = row["QUERY PLAN"]
        found = (json.loads(written) if isinstance(written, str) else written)[0]
        nodes = list(_nodes(found["Plan"]))
        bare = table.split(".")[-1]
        own = [node for node in nodes if node.get("Relation Name") == bare]
        return Ran(
            read=round(sum(_looked_at(node) for node in own)),
            returned=round(found["Plan"].get("Actual Rows", 0)),
            milliseconds=float(found["Execution Time"]),
            way=", ".join(dict.fromkeys(node["Node Type"] for node in nodes)),
        )

    def state(self, table: str) -> Any:
        rows = self.query(
            "select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as state "
            f"from {self.quoted(table)} t"
        )
        return rows[0]["state"]

    def rename(self, table: str, name: str, patience: int = 5) -> None:
        self.execute(f"SET lock_timeout = {patience * 1000}")
        try:
            super().rename(table, name, patience)
        finally:
            self.execute("RESET lock_timeout")

    def empty(self, table: str) -> None:
        try:
            super().empty(table)
        except (psycopg.errors.ForeignKeyViolation, psycopg.errors.RestrictViolation):
            self._empty_past_references(table)

    def _empty_past_references(self, table: str) -> None:
        try:
            self.execute("SET session_replication_role = replica")
            super().empty(table)
        finally:
            self.execute("RESET session_replication_role")

    def key_refused(self, table: str, refused: Exception) -> str:
        return str(refused.diag.message_detail or "") if isinstance(refused, psycopg.Error) else str(refused)

    def tables(self) -> list[str]:
        return [row["name"] for row in self.query(_TABLES.replace("%%", "%"))]

    def columns(self, table: str) -> list[StoredColumn]:
        return [StoredColumn(**row) for row in self.query(_COLUMNS, (self.quoted(table),))]

    def quoted(self, table: str) -> str:
        return ".".join('"' + part.strip('"').replace('"', '""') + '"' for part in table.split("."))

    def fill(self, table: str, rows: int, *, fixed: Mapping[str, Any] | None = None) -> int:
        self.writes += 1
        return fill_table(self, table, rows, as_stored(self, table, fixed or {}))

    def statements(self) -> list[StoredStatement]:
        rows = self.query(
            "SELECT s.query, s.calls, s.rows, s.total_exec_time AS milliseconds FROM roadworthy.pg_stat_statements s "
            "JOIN pg_roles r ON r.oid = s.userid JOIN pg_database d ON d.oid = s.dbid "
            "WHERE r.rolname <> current_user AND d.datname = %s ORDER BY s.total_exec_time DESC",
            (APP_DATABASE,),
        )
        return [StoredStatement(**row) for row in rows]

    def clear_statements(self) -> None:
        self.query("SELECT roadworthy.pg_stat_statements_reset() IS NULL AS done")

    def snapshot(self, name: str) -> None:
        self._snapshots[name] = take_snapshot(
            self.connection(), self._folder / name, self._server.dump_schema
        )

    def restore(self, name: str) -> None:
        """Put the rows back without touching the app's connections: many apps end when theirs are cut. Only when the
        schema has changed since is the database made anew, with the app stopped meanwhile."""
        self.writes += 1
        if not self._server.running:
            self.start()
        snapshot = self._snapshots[name]
        if not self._bare and same_schema(self.connection(), snapshot):
            self.cut = restore_rows(self.connection(), snapshot)
            return
        self._while_stopped(lambda: self._make_anew(snapshot))

    def _make_anew(self, snapshot: Snapshot) -> None:
        if self._bare:
            self._drop_others()
        self.close()
        self._server.recreate(snapshot.schema)
        self._bare = False
        restore_rows(self.connection(), snapshot)

    def bare(self) -> None:
        self._bare = True
        self.execute("DROP SCHEMA IF EXISTS roadworthy CASCADE")

    def destroy(self) -> None:
        self._bare = True
        self._drop_others()
        self.close()
        self._server.recreate("")

    def _drop_others(self) -> None:
        for name in self.others():
            self._server.drop(name)

    def others(self) -> list[str]:
        return self._server.others()

    def elsewhere(self, name: str, sql: str) -> list[dict[str, Any]]:
        with self._server.connect(name) as connection:
            cursor = connection.execute(_literal(sql, ()))
            return cursor.fetchall() if cursor.description else []

    def stop(self) -> None:
        self._forward(False)
        self.close()
        self._server.stop()

    def start(self) -> None:
        self._server.start()
        self._forward(True)

    def close(self) -> None:
        for connection in self._opened:
            connection.close()
        self._opened.clear()


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from _nodes(inner)


def _looked_at(node: dict[str, Any]) -> float:
    rows = node.get("Actual Rows", 0) + node.get("Rows Removed by Filter", 0)
    rows += node.get("Rows Removed by Index Recheck", 0)
    return float(rows) * float(node.get("Actual Loops", 1))


def _literal(sql: str, params: object) -> Any:
    # psycopg reads %% and %s only when there are parameters; its type asks for a literal, ours are written by proofs.
    return sql
