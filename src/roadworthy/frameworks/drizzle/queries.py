"""Drizzle's queries, which run when they are awaited."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy

from roadworthy.frameworks.drizzle.conditions import (
    ConditionModel,
    SqlModel,
    filters_of,
    ordering,
)
from roadworthy.frameworks.drizzle.prepared import Prepared
from roadworthy.frameworks.drizzle.relations import partial_columns, read_along
from roadworthy.frameworks.drizzle.schema import ColumnModel, TableModel
from roadworthy.frameworks.events import QuerySeen, WriteSeen
from roadworthy.frameworks.optional_fields import with_optional
from roadworthy.frameworks.rows import Row, Rows, emit_query
from roadworthy.interpret import (
    Args,
    Constant,
    Derived,
    External,
    ListValue,
    Model,
    ObjectValue,
    Run,
    Unknown,
    Value,
)
from roadworthy.interpret.expressions import Collected
from roadworthy.languages import form
from roadworthy.regex import regex

_AGGREGATES = {"count", "countDistinct", "sum", "sumDistinct", "avg", "avgDistinct", "max", "min"}
_AGGREGATE = regex(r"\b(count|sum|avg|max|min|array_agg|json_agg|string_agg)\s*\(", re.I)
_JOINS = {"leftJoin", "innerJoin", "rightJoin", "fullJoin", "crossJoin"}


class Database(Model):
    """What `drizzle(...)` gives, also inside a transaction (then `transaction` is its name)."""

    __slots__ = ("transaction",)

    def __init__(self, transaction: str = "") -> None:
        self.transaction = transaction

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("select", "selectDistinct", "selectDistinctOn"):
            return Builder("select", run, node, self.transaction).selecting(args, distinct=name != "select")
        if name in ("insert", "update", "delete"):
            return Builder(name, run, node, self.transaction).on(args.get(0))
        if name == "transaction":
            return self._transaction(run, args, node)
        if name in ("execute", "run", "all", "get", "values") and args.positional:
            return self._execute(run, args, node)
        if name == "batch":
            return self._batch(run, args, node)
        if name == "$count":
            return Builder("select", run, node, self.transaction).on(args.get(0)).counting(args.get(1))
        if name in ("$with", "with", "refreshMaterializedView"):
            return self
        return None

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Relational(self.transaction) if name == "query" else Derived(f".{name}", (self,), node)

    def _transaction(self, run: Run, args: Args, node: form.Node) -> Value:
        if not args.positional:
            return Unknown()
        name = f"{run.module}:{node.span.start}"
        with run.within(transaction=name):
            return run.call(args.positional[0], Args([Database(name)]), node)

    def _batch(self, run: Run, args: Args, node: form.Node) -> Value:
        """`db.batch([...])`: all of them, or none."""
        given = args.get(0)
        if not isinstance(given, ListValue):
            return Unknown()
        with run.within(transaction=f"{run.module}:{node.span.start}"):
            items = [_settled(run, item, node) for item in given.items]
            rest = _settled(run, given.rest, node) if given.rest is not None else None
        return ListValue(items, rest, node)

    def _execute(self, run: Run, args: Args, node: form.Node) -> Value:
        sql = args.get(0)
        seen = QuerySeen("raw", "", run.module, node, run.context, library="drizzle")
        if isinstance(sql, SqlModel):
            seen.sql, seen.filters = sql.text, filters_of(sql)
            seen.table = next((p.name for p in sql.parts if isinstance(p, TableModel)), "")
        emit_query(run, seen)
        return Rows(seen, Row(seen, seen.table))


def _settled(run: Run, query: Value, node: form.Node) -> Value:
    return query.settle(run, node) if isinstance(query, Builder) else query


class Relational(Model):
    """`db.query`."""

    __slots__ = ("transaction",)

    def __init__(self, transaction: str) -> None:
        self.transaction = transaction

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        table = next((t.declared for t in run.program.tables if t.symbol == name), None)
        return RelationalTable(name, table if isinstance(table, TableModel) else None, self.transaction)


class RelationalTable(Model):
    """`db.query.users`."""

    __slots__ = ("name", "table", "transaction")

    def __init__(self, name: str, table: TableModel | None, transaction: str) -> None:
        self.name, self.table, self.transaction = name, table, transaction

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        builder = Builder("select", run, node, self.transaction).on(self.table)
        builder.seen.table = builder.seen.table or self.name
        builder.seen.one = name == "findFirst"
        options = args.get(0)
        if isinstance(options, ObjectValue):
            self._options(run, builder, options, node)
        return builder

    def _options(self, run: Run, builder: Builder, options: ObjectValue, node: form.Node) -> None:
        where = options.fields.get("where")
        if where is not None and not filters_of(where) and not isinstance(where, (ConditionModel, SqlModel)):
            where = run.call(where, Args([self.table or Unknown(), External("drizzle-orm")]), node)
        builder.seen.filters = filters_of(where)
        builder.seen.limit = options.fields.get("limit")
        builder.seen.columns = partial_columns(self.table, options.fields.get("columns"))
        if self.table is not None:
            builder.related = read_along(run, builder.seen, self.table, options.fields.get("with"))
        order = options.fields.get("orderBy")
        builder.seen.order = ordering([order] if order is not None else [])


class Builder(Model):
    """A query under construction. It runs once: when it is awaited."""

    __slots__ = ("done", "fields", "node", "related", "run", "seen", "table", "transaction")

    def __init__(self, operation: str, run: Run, node: form.Node, transaction: str) -> None:
        self.seen = QuerySeen(operation, "", run.module, node, run.context, library="drizzle")
        self.table: TableModel | None = None
        self.fields: ObjectValue | None = None
        self.transaction, self.node = transaction, node
        self.done: Value | None = None
        self.related: dict[str, Value] = {}

    def selecting(self, args: Args, *, distinct: bool = False) -> Builder:
        """`select({ ... })`."""
        fields = args.get(0)
        if isinstance(fields, ObjectValue):
            self.fields = fields
            columns = [value.name for value in fields.fields.values() if isinstance(value, ColumnModel)]
            self.seen.columns = columns
            self.seen.grouped = distinct or any(_aggregates(value) for value in fields.fields.values())
        return self

    def on(self, table: Value | None) -> Builder:
        """The table the query is about."""
        if isinstance(table, TableModel):
            self.table, self.seen.table = table, table.name
        return self

    def counting(self, where: Value | None) -> Builder:
        """`$count(table, where)`."""
        self.seen.filters, self.seen.columns = filters_of(where), ["count(*)"]
        return self

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        step = _STEPS.get(name)
        self.seen.node = node
        if name in ("then", "catch", "finally"):
            return None if name == "then" else self.settle(run, node)
        if name in ("execute", "all", "get", "run", "values") and step is None:
            # SQLite's drivers give the first row alone (https://orm.drizzle.team/docs/get-started-sqlite).
            self.seen.one = self.seen.one or name == "get"
            return self.settle(run, node)
        if name == "prepare":
            return Prepared(self.seen, self._again)
        if name in _JOINS:
            self._join(args)
        elif step is not None:
            step(self, run, args)
        return self

    def _again(self, seen: QuerySeen, run: Run, node: form.Node) -> Value:
        """The same query with other values."""
        made = copy(self)
        made.seen, made.done = seen, None
        return made.settle(run, node)

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "then":
            return Then(self)
        return Derived(f".{name}", (self,), node)

    def _join(self, args: Args) -> None:
        table, on = args.get(0), args.get(1)
        if isinstance(table, TableModel):
            pair = on.pair if isinstance(on, ConditionModel) else None
            near, far = pair if pair is not None else (None, None)
            # `eq(lines.orderId, orders.id)` and `eq(orders.id, lines.orderId)` say the same.
            if near is not None and far is not None and near.table is table and far.table is not table:
                near, far = far, near
            columns = (near.name, far.name) if near is not None and far is not None else ("", "")
            self.seen.joins.append((table.name, *columns))

    def settle(self, run: Run, node: form.Node) -> Value:
        """Runs the query, once, where it is awaited."""
        if self.done is None:
            self.seen.context = run.context
            if self.transaction:
                self.seen.context = run.context.changed(transaction=self.transaction)
            emit_query(run, self.seen)
            self.done = self._result(run)
        return self.done

    def _result(self, run: Run) -> Value:
        row = self._row(run)
        if self.seen.one:
            return run.join([(row, ()), (Constant(None), ())])
        return Rows(self.seen, row)

    def _row(self, run: Run) -> Value:
        names = self.table.column_named if self.table is not None else None
        whole = Row(self.seen, self.seen.table, (), names, dict(self.related))
        if self.fields is None:
            return whole
        known: dict[str, Value] = {}
        for key, value in self.fields.fields.items():
            if isinstance(value, ColumnModel):
                known[key] = Row(self.seen, value.qualified or self.seen.table, (value.name,))
            elif isinstance(value, TableModel):
                known[key] = Row(self.seen, value.name, (), value.column_named)
        return Row(self.seen, self.seen.table, (), names, known)

    def _write(self, run: Run, record: Value | None, node: form.Node | None = None) -> None:
        if isinstance(record, (ListValue, Collected)):
            record = record.element(run)
        if isinstance(record, ObjectValue):
            record = with_optional(record)
            for key, value in record.fields.items():
                name = self.table.column_named(key) if self.table is not None else key
                arithmetic = isinstance(value, SqlModel) and any(
                    isinstance(part, ColumnModel) for part in value.parts
                )
                self.seen.writes.append(WriteSeen(name, value, arithmetic, record.maybe.get(key, ())))
            self.seen.spreads.extend(record.spreads)
        elif record is not None:
            self._write_other(run, record)

    def _write_other(self, run: Run, record: Value) -> None:
        """A record that was not written out here: named fields where a schema knows them."""
        from roadworthy.frameworks.zod import Parsed

        if isinstance(record, Parsed) and record.schema.fields and "[]" not in record.schema.fields:
            for key in record.schema.fields:
                name = self.table.column_named(key) if self.table is not None else key
                self.seen.writes.append(WriteSeen(name, record.member(run, key, self.node)))
        else:
            self.seen.spreads.append(record)


def _aggregates(value: Value) -> bool:
    """Whether a selected value is made of many rows: `count()`, ``sql`sum(${orders.total})` ``."""
    if isinstance(value, SqlModel):
        return _AGGREGATE.search(value.text) is not None
    return isinstance(value, External) and value.path.rsplit(".", 1)[-1].removesuffix("()") in _AGGREGATES


def _group(builder: Builder, run: Run, args: Args) -> None:
    builder.seen.grouped = True


class Then(Model):
    """`builder.then`: running the query and going on with its rows."""

    __slots__ = ("builder",)

    def __init__(self, builder: Builder) -> None:
        self.builder = builder

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        rows = self.builder.settle(run, node)
        return run.call(args.positional[0], Args([rows]), node) if args.positional else rows


def _where(builder: Builder, run: Run, args: Args) -> None:
    """A second `where` takes the place of the first: Drizzle does not join them (it says so in its documentation of
    dynamic queries), so that an owner filter set before is gone."""
    builder.seen.filters = filters_of(args.get(0))


def _from(builder: Builder, run: Run, args: Args) -> None:
    builder.on(args.get(0))


def _order(builder: Builder, run: Run, args: Args) -> None:
    builder.seen.order = ordering(args.positional)


def _limit(builder: Builder, run: Run, args: Args) -> None:
    builder.seen.limit = args.get(0) or Unknown()


def _values(builder: Builder, run: Run, args: Args) -> None:
    builder._write(run, args.get(0))


def _conflict(builder: Builder, run: Run, args: Args) -> None:
    options = args.get(0)
    target = options.fields.get("target") if isinstance(options, ObjectValue) else None
    names = target.items if isinstance(target, ListValue) else [target]
    builder.seen.conflict = ",".join(v.name for v in names if isinstance(v, ColumnModel)) or "any"


def _overwrite(builder: Builder, run: Run, args: Args) -> None:
    """Only the rows that `setWhere` (`where`, as it was called before) leaves are changed."""
    _conflict(builder, run, args)
    builder.seen.operation = "upsert"
    options = args.get(0)
    fields = options.fields if isinstance(options, ObjectValue) else {}
    builder.seen.filters = filters_of(fields.get("setWhere") or fields.get("where"))


def _lock(builder: Builder, run: Run, args: Args) -> None:
    mode = args.get(0)
    builder.seen.lock = isinstance(mode, Constant) and "update" in str(mode.value)


_STEPS: dict[str, Callable[[Builder, Run, Args], None]] = {
    "from": _from,
    "where": _where,
    "orderBy": _order,
    "groupBy": _group,
    "limit": _limit,
    "values": _values,
    "set": _values,
    "onConflictDoNothing": _conflict,
    "onConflictDoUpdate": _overwrite,
    "for": _lock,
}
