"""Rows that a query read, whatever library read them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from roadworthy.app.origin import Origin
from roadworthy.frameworks.events import QuerySeen, ServiceSeen, WriteSeen, sometimes
from roadworthy.interpret import Args, Constant, Derived, Model, Run, Value
from roadworthy.languages import form

SERIALIZED = "serialized"
"""Under this key a run remembers that its answers leave out what the rows' own classes keep back."""


class Row(Model):
    """A row of a table, or (`path` not empty) a column of it. `name_of` turns the code's name of a column into
    the database's. Assigned fields are remembered in `changes` (an ORM writes them later)."""

    __slots__ = ("changes", "column_names", "known", "path", "query", "table")

    def __init__(
        self,
        query: QuerySeen,
        table: str,
        path: tuple[str, ...] = (),
        column_names: Callable[[str], str] | None = None,
        known: dict[str, Value] | None = None,
    ) -> None:
        self.query, self.table, self.path = query, table, path
        self.column_names = column_names
        self.known = known or {}
        self.changes: list[WriteSeen] = []

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in self.known:
            return self.known[name]
        if self.path:
            return Derived(f".{name}", (self,), node)
        column = self.column_names(name) if self.column_names is not None else name
        return Row(self.query, self.table, (column,), self.column_names)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        from roadworthy.interpret import methods

        if name in self.known:
            return None
        return methods.call_method(run, self, name, args, node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        self.known = {**self.known, name: value}

    def element(self, run: Run) -> Value:
        return self if not self.path else Derived("[]", (self,))

    def truth(self) -> bool | None:
        return None

    def origin(self, depth: int) -> Origin:
        """A column of a row that a query read. A row found by the session's own key is the signed-in user's."""
        return Origin("row", self.path, table=self.table, query=self.query.number)


class Rows(Model):
    """The rows that a query read."""

    __slots__ = ("query", "row")

    def __init__(self, query: QuerySeen, row: Value) -> None:
        self.query, self.row = query, row

    def element(self, run: Run) -> Value:
        return self.row

    def index(self, run: Run, key: Value, node: form.Node) -> Value:
        if isinstance(key, Constant) and isinstance(key.value, str):
            return self.member(run, key.value, node)
        return run.join([(self.row, ()), (Constant(None), ())])

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in ("length", "rowCount"):
            return Derived("count", (self,), node)
        if name == "rows":
            return self
        return Derived(f".{name}", (self,), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        from roadworthy.interpret import methods

        return methods.call_method(run, self, name, args, node)

    def truth(self) -> bool | None:
        return None

    def origin(self, depth: int) -> Origin:
        """All the rows."""
        return Origin("row", ("[]",), table=self.query.table, query=self.query.number)


def emit_query(run: Run, seen: QuerySeen) -> QuerySeen:
    """Numbers a query and puts it into the trace."""
    if seen.sql and seen.table:
        as_declared(run, seen)
    seen.number = next_number(run)
    run.emit(seen)
    return seen


def next_number(run: Run) -> int:
    """How many queries and calls to services were seen before. Each event is counted once: a handler may ask hundreds of times."""
    events, (of, counted, asked) = run.trace.events, run.trace.counted
    if of is not events:
        counted, asked = 0, 0
    for position in range(counted, len(events)):
        asked += isinstance(events[position], (QuerySeen, ServiceSeen))
    run.trace.counted = (events, len(events), asked)
    return asked


def as_declared(run: Run, seen: QuerySeen) -> None:
    """Calls the tables of a written statement as they are declared: SQL takes `students` and `Students` for one."""
    names = {_name(source.declared) for source in run.program.tables}
    other = {name.lower(): name for name in names}

    def called(name: str) -> str:
        return name if name in names else other.get(name.lower(), name)

    seen.table = called(seen.table)
    seen.filters = [replace(one, table=called(one.table)) for one in seen.filters]
    seen.joins = [(called(table), near, far) for table, near, far in seen.joins]


def _name(source: Any) -> str:
    own = getattr(source, "name", "") or getattr(getattr(source, "record", None), "name", "")
    return own if isinstance(own, str) else ""


def merge_into(seen: QuerySeen, other: Any) -> None:
    """Another way to the same query: what only one of the ways has is optional."""
    mine = {(f.column, f.operator, id(f.value)) for f in seen.filters}
    theirs = {(f.column, f.operator, id(f.value)) for f in other.filters}
    merged = [sometimes(f) if (f.column, f.operator, id(f.value)) not in theirs else f for f in seen.filters]
    merged += [sometimes(f) for f in other.filters if (f.column, f.operator, id(f.value)) not in mine]
    seen.filters = merged
    seen.order, seen.limit = seen.order or other.order, seen.limit or other.limit
    seen.joins = seen.joins or other.joins
    seen.lock = seen.lock and other.lock
