"""Connections and cursors: what they ask, and the rows they give."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from roadworthy.app import Table
from roadworthy.app.location import at
from roadworthy.app.origin import Origin
from roadworthy.frameworks.events import QuerySeen
from roadworthy.frameworks.found import Found, TableSource
from roadworthy.frameworks.python_sql.text import statement
from roadworthy.frameworks.rows import Row, Rows, emit_query
from roadworthy.frameworks.sql_statement import describe
from roadworthy.interpret import Args, Constant, Derived, ListValue, Model, Run, Unknown, Value
from roadworthy.interpret.trace import Called
from roadworthy.languages import form

_ASKS = {"execute", "executemany", "executescript", "fetch", "fetchrow", "fetchval", "fetch_all", "fetch_one", "callproc",
         "execute_fetchall"}  # fmt: skip
_ONE = {"fetchone", "fetchrow", "fetch_one", "fetchval"}
_MANY = {"fetchall", "fetchmany", "fetch", "fetch_all", "execute_fetchall"}


# Drivers that take the values of a statement one by one.
_LOOSE = ("asyncpg", "cs50")


class Declared(TableSource):
    """A table that a statement in the code creates."""

    def __init__(self, record: Table) -> None:
        self.symbol, self.record = record.name, record

    def table(self) -> Table:
        return self.record


class Record(Row):
    """A row as a tuple: `row[2]` is the third column that was asked for, or of the table when all were."""

    __slots__ = ("found",)

    def __init__(self, found: Found, seen: QuerySeen) -> None:
        super().__init__(seen, seen.table)
        self.found = found

    def index(self, run: Run, key: Value, node: form.Node) -> Value:
        if isinstance(key, Constant) and isinstance(key.value, int) and not isinstance(key.value, bool):
            return Cell(self, key.value)
        return super().index(run, key, node)

    def names(self) -> list[str]:
        asked = [name for name in self.query.columns if name != "*"]
        if asked:
            return asked if all(name.isidentifier() for name in asked) else []
        tables = [source.table() for source in self.found.tables]
        known = next((table for table in tables if table.name == self.table), None)
        return [column.name for column in known.columns] if known is not None and not self.query.joins else []


class Cell(Row):
    """`row[2]`. Which column it is may become known later than it is read: other code creates the table."""

    __slots__ = ("position", "whole")

    def __init__(self, whole: Record, position: int) -> None:
        super().__init__(whole.query, whole.table, (f"[{position}]",))
        self.whole, self.position = whole, position

    def origin(self, depth: int) -> Origin:
        """The column at the place; where nothing names it yet, the place itself."""
        names = self.whole.names()
        path = (names[self.position],) if 0 <= self.position < len(names) else self.path
        return Origin("row", path, table=self.table, query=self.query.number)


class Connection(Model):
    """A connection, a cursor or a pool. `seen` is the last statement, whose rows are fetched."""

    def __init__(self, found: Found, library: str) -> None:
        self.found, self.library = found, library
        self.seen: QuerySeen | None = None

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in ("lastrowid", "insert_id") and self.seen is not None:
            return Row(self.seen, self.seen.table, ("id",))
        if name in ("connection", "db"):
            # `mysql.connection` of flask_mysqldb: the request's own.
            return Connection(self.found, self.library)
        return Derived(f".{name}", (), node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        """`connection.row_factory = sqlite3.Row`: how rows are read says nothing of what is in them."""

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("cursor", "acquire", "getconn", "get_connection", "connection", "connect", "get_db"):
            return Connection(self.found, self.library)
        if name == "transaction":
            return Block(self, f"{run.module}:{node.span.start}")
        if name in _ASKS:
            return self._ask(run, name, args, node)
        if name in _ONE or name in _MANY:
            return self._rows(run, name)
        return Constant(None) if name not in ("mogrify",) else args.get(0)

    def _ask(self, run: Run, name: str, args: Args, node: form.Node) -> Value:
        given = args.positional[1:]
        loose = self.library in _LOOSE or (self.library == "pyodbc" and not _listed(given[:1]))
        single = given[0] if len(given) == 1 and not loose else None

        bound = args.get(1, "params") if single is not None or not given else ListValue(list(given))
        if name == "executemany" and bound is not None:
            bound = bound.element(run)
        sql = statement(args.get(0), bound, run, node)
        result: Value = self
        if sql.text.lstrip()[:6].upper() in ("CREATE", "ALTER ") or name == "executescript":
            self._declare(run, sql.text, node)
        elif sql.text.strip().split(" ")[0].upper() not in (
            "BEGIN",
            "COMMIT",
            "ROLLBACK",
            "PRAGMA",
            "SET",
            "DROP",
            "USE",
        ):
            many = {"loops": run.context.loops + 1} if name == "executemany" else {}
            context = run.context.changed(**many) if many else run.context
            seen = QuerySeen("raw", "", run.module, node, context, library=self.library)
            self.seen = emit_query(run, describe(seen, sql))
            result = self._rows(run, name) if name in _ONE or name in _MANY else self
        run.emit(
            Called(f"{self.library}.connect().cursor().{name}", args, result, run.module, node, run.context)
        )
        return result

    def _declare(self, run: Run, text: str, node: form.Node) -> None:
        from roadworthy.frameworks.sql_schema.reading import read_sql

        place = at(run.module, node)
        for table in read_sql(("schema.sql",), lambda _: text, supabase=False).tables:
            if any(
                other.table().name == table.name for other in self.found.tables if isinstance(other, Declared)
            ):
                continue
            columns = tuple(msgspec.structs.replace(column, location=place) for column in table.columns)
            indexes = tuple(msgspec.structs.replace(index, location=place) for index in table.indexes)
            record = msgspec.structs.replace(table, location=place, columns=columns, indexes=indexes)
            self.found.tables.append(Declared(record))

    def _rows(self, run: Run, name: str) -> Value:
        if self.seen is None:
            return Unknown()
        row = Record(self.found, self.seen)
        if name not in _ONE:
            return Rows(self.seen, row)
        self.seen.one = True
        found: Value = (
            row.member(run, self.seen.columns[0], self.seen.node)
            if name == "fetchval" and self.seen.columns
            else row
        )
        return run.join([(found, ()), (Constant(None), ())])

    def element(self, run: Run) -> Value:
        return Record(self.found, self.seen) if self.seen is not None else Unknown()

    def enter(self, run: Run, node: form.Node) -> Value:
        """`with connection:` is one transaction, `with connection.cursor() as cursor` the cursor's life."""
        return self

    def truth(self) -> bool | None:
        return True


class Answering(Connection):
    """`SQL("sqlite:///finance.db")` of cs50: `execute` answers the rows, the new row's key, or how many were changed."""

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        asked = super().call_member(run, name, args, node)
        if name != "execute" or self.seen is None:
            return asked
        if self.seen.operation == "select":
            return self._rows(run, "fetchall")
        if self.seen.operation == "insert":
            return Row(self.seen, self.seen.table, ("id",))
        return Derived("count", (), node)


class Block(Model):
    """`async with connection.transaction():`."""

    __slots__ = ("connection", "name")

    def __init__(self, connection: Connection, name: str) -> None:
        self.connection, self.name = connection, name

    def enter(self, run: Run, node: form.Node) -> Value:
        """Everything in the block belongs to the transaction."""
        run.context = run.context.changed(transaction=self.name)
        return self.connection


def opener(found: Found, library: str) -> Callable[..., Value]:
    """What opens a connection of a driver."""

    def connect(run: Run, target: Value, args: Args, node: form.Node) -> Value:
        return (Answering if library == "cs50" else Connection)(found, library)

    return connect


def _listed(values: list[Value]) -> bool:
    return bool(values) and isinstance(values[0], ListValue)
