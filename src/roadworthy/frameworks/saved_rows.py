"""Rows as objects that save themselves: documents of Mongoose, instances of Sequelize."""

from __future__ import annotations

from typing import Protocol

from roadworthy.app.origin import Origin
from roadworthy.frameworks.events import FilterSeen, QuerySeen, WriteSeen
from roadworthy.frameworks.optional_fields import with_optional
from roadworthy.frameworks.origins import origin_of
from roadworthy.frameworks.rows import Row, emit_query
from roadworthy.interpret import (
    Args,
    Closure,
    Condition,
    Constant,
    Derived,
    ObjectValue,
    Run,
    Unknown,
    Value,
    methods,
)
from roadworthy.interpret.dicts import allowed_names, record_of
from roadworthy.languages import form

ALTER_LIST = {"push", "unshift", "pull", "addToSet", "remove", "splice", "pop", "shift"}


class Declared(Protocol):
    """What a row's own table tells about it. `key` is its primary key; `asks_rules` when a save holds the values against the rules
    that the model states (Mongoose's documentation, "Validation")."""

    library: str
    asks_rules: bool

    @property
    def name(self) -> str:
        """The table's name."""

    @property
    def key(self) -> str:
        """The primary key's column."""

    def column_named(self, key: str) -> str:
        """The database's name of what the code calls `key`."""

    def knows(self, key: str) -> bool:
        """Whether `key` is a column."""

    def method(self, run: Run, name: str) -> Value | None:
        """A method that the model declares for its rows."""

    def columns_of(self, writes: list[WriteSeen]) -> list[WriteSeen]:
        """The writes by column, where a record is written into several."""

    def before_save(self, run: Run, row: SavedRow, node: form.Node) -> None:
        """Runs the hooks that the model declares for saving."""


class SavedRow(Row):
    """A row that was read, or (`stored` False) an object that is not in the database yet. What is assigned to its
    fields is written when it is saved. `related` are rows that were read along, by the relation's name. `hooking` while
    the model's own hooks change it before it is saved: what they set replaces what was given."""

    __slots__ = ("declared", "hooking", "related", "spreads", "stored", "transaction")

    def __init__(self, query: QuerySeen, declared: Declared, *, stored: bool = True) -> None:
        super().__init__(query, declared.name, (), declared.column_named)
        self.declared, self.stored = declared, stored
        self.spreads: list[Value] = []
        self.related: dict[str, Value] = {}
        self.transaction = ""
        self.hooking = False

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in self.related:
            return self.related[name]
        if name in self.known:
            return self.known[name]
        method = self.declared.method(run, name)
        if method is not None:
            bound = method.bind(self) if isinstance(method, Closure) else method
            getter = isinstance(bound, Closure) and bound.function.kind == "getter"
            return run.call(bound, Args(), node) if getter else bound
        if not self.stored and self.spreads and not self.declared.knows(name):
            return run.join([(spread.member(run, name, node), ()) for spread in self.spreads])
        return self.field(self.declared.column_named(name))

    def field(self, path: str) -> Field:
        """A column, or a part of one."""
        return Field(self, (path,))

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in self.known or self.declared.method(run, name) is not None:
            return None
        return methods.call_method(run, self, name, args, node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        before = self.known.get(name) or (
            self.field(self.declared.column_named(name)) if self.stored and run.branching else None
        )
        both = run.branching and before is not None and not self.hooking
        joined = run.join([(before, ()), (value, ())]) if both and before is not None else value
        self.known = {**self.known, name: joined}
        column = self.declared.column_named(name)
        self.change(column, joined if not self.stored else value, conditions=self._assigned_when(run, column))

    def set_computed(self, run: Run, key: Value, value: Value, node: form.Node) -> None:
        """`row[key] = ...` and `Object.assign(row, ...)`."""
        if isinstance(key, Unknown):
            self.take(run, value)
            return
        names = allowed_names(run.context.conditions, key)
        for name in names or ():
            self.set_member(run, name, value)
        if names is None:
            self.spreads.append(record_of(key, value))

    def take(self, run: Run, record: Value | None) -> None:
        """Takes over the fields of a record; one that was not written out here is taken whole."""
        if isinstance(record, ObjectValue):
            record = with_optional(record)
            for name, value in record.fields.items():
                self.set_member(run, name, value)
            self.spreads += record.spreads
        elif record is not None and not isinstance(record, Constant):
            self.spreads.append(record)

    def _assigned_when(self, run: Run, column: str) -> tuple[Condition, ...]:
        """What holds where a column is assigned on one way; nothing where it was assigned before as well."""
        again = any(write.column == column for write in self.changes)
        return run.context.conditions if run.branching and not again else ()

    def change(
        self, column: str, value: Value, *, arithmetic: bool = False, conditions: tuple[Condition, ...] = ()
    ) -> None:
        """Notes that a column is to be written."""
        self.changes = [write for write in self.changes if write.column != column]
        self.changes.append(WriteSeen(column, value, arithmetic, conditions))

    def save(self, run: Run, node: form.Node, transaction: str = "") -> Value:
        """Stores it: an insert the first time, then an update of what was changed."""
        self.hooking = True
        self.declared.before_save(run, self, node)
        self.hooking = False
        seen = self._seen(run, "update" if self.stored else "insert", node, transaction)
        if self.stored:
            seen.filters = [self.key_filter()]
            seen.one = True
        seen.writes, seen.spreads = self.declared.columns_of(self.changes), list(self.spreads)
        seen.validated = self.declared.asks_rules
        emit_query(run, seen)
        if not self.stored:
            self.query, self.stored = seen, True
        self.changes, self.spreads = [], []
        return self

    def remove(self, run: Run, node: form.Node, transaction: str = "") -> Value:
        """Deletes it."""
        seen = self._seen(run, "delete", node, transaction)
        seen.filters, seen.one = [self.key_filter()], True
        emit_query(run, seen)
        return self

    def key_filter(self) -> FilterSeen:
        """The row itself, by its key."""
        return FilterSeen(
            self.declared.key, "=", Row(self.query, self.table, (self.declared.key,)), self.table
        )

    def _seen(self, run: Run, operation: str, node: form.Node, transaction: str) -> QuerySeen:
        name = transaction or self.transaction
        context = run.context.changed(transaction=name) if name else run.context
        return QuerySeen(operation, self.table, run.module, node, context, library=self.declared.library)

    def inputs(self) -> tuple[Value, ...]:
        return () if self.stored else (*self.known.values(), *self.spreads)

    def origin(self, depth: int) -> Origin:
        """The stored row, or the record that was made."""
        if self.stored:
            return Origin("row", self.path, table=self.table, query=self.query.number)
        fields = tuple((name, origin_of(value, depth + 1)) for name, value in self.known.items())
        spreads = tuple(origin_of(value, depth + 1) for value in self.spreads)
        return Origin("computed", operation="record", inputs=spreads, fields=fields)


class Field(Row):
    """A column of a row, or a part of one. Changing it in place changes its row."""

    __slots__ = ("owner",)

    def __init__(self, owner: SavedRow, path: tuple[str, ...]) -> None:
        super().__init__(owner.query, owner.table, path, None)
        self.owner = owner

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "length":
            return Derived("count", (self,), node)
        return self.owner.field(".".join((*self.path, name))) if len(self.path[0]) < 120 else self

    def set_member(self, run: Run, name: str, value: Value) -> None:
        self.owner.change(".".join((*self.path, name)), value)

    def element(self, run: Run) -> Value:
        return Derived("[]", (self,))

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ALTER_LIST:
            self.owner.change(self.path[0], Derived("list", (self, *args.positional), node), arithmetic=True)
            return Constant(None)
        return methods.call_method(run, self, name, args, node)

    def origin(self, depth: int) -> Origin:
        """The column, or what the object holds that is not stored yet."""
        if self.owner.query.number < 0 and not self.owner.stored:
            sources = tuple(origin_of(value, depth + 1) for value in self.owner.spreads)
            return Origin("computed", operation=f".{self.path[0]}", inputs=sources)
        return Origin("row", self.path, table=self.table, query=self.owner.query.number)
