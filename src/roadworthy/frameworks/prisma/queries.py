"""`prisma.order.findMany({...})`: what the client's model delegates do."""

from __future__ import annotations

from roadworthy.frameworks.events import FilterSeen, QuerySeen
from roadworthy.frameworks.narrowing import narrowed
from roadworthy.frameworks.pending import Pending
from roadworthy.frameworks.prisma.changes import Nested, run_nested, write
from roadworthy.frameworks.prisma.conditions import filters_of, ordering, spelled_out
from roadworthy.frameworks.prisma.rows import row_of
from roadworthy.frameworks.prisma.tables import PrismaTable
from roadworthy.frameworks.rows import Row, Rows
from roadworthy.interpret import Args, Constant, Derived, ListValue, Model, ObjectValue, Run, Value
from roadworthy.languages import form

# name: (operation, what it gives)
METHODS = {
    "findUnique": ("select", "row?"),
    "findUniqueOrThrow": ("select", "row"),
    "findFirst": ("select", "row?"),
    "findFirstOrThrow": ("select", "row"),
    "findMany": ("select", "rows"),
    "create": ("insert", "row"),
    "createMany": ("insert", "count"),
    "createManyAndReturn": ("insert", "rows"),
    "update": ("update", "row"),
    "updateMany": ("update", "count"),
    "updateManyAndReturn": ("update", "rows"),
    "upsert": ("upsert", "row"),
    "delete": ("delete", "row"),
    "deleteMany": ("delete", "count"),
    "count": ("select", "number"),
    "aggregate": ("select", "aggregate"),
    "groupBy": ("select", "groups"),
}


class Delegate(Model):
    """`prisma.order`."""

    __slots__ = ("table", "transaction")

    def __init__(self, table: PrismaTable, transaction: str = "") -> None:
        self.table, self.transaction = table, transaction

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in METHODS:
            return PrismaQuery(run, self, name, args.get(0), node)
        return None

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Operation(self, name) if name in METHODS else Derived(f".{name}", (self,), node)


class Operation(Model):
    """`prisma.order.findMany` handed on as a value."""

    __slots__ = ("name", "owner")

    def __init__(self, owner: Delegate, name: str) -> None:
        self.owner, self.name = owner, name

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return PrismaQuery(run, self.owner, self.name, args.get(0), node)


class PrismaQuery(Pending):
    """A query of a model; it runs when it is awaited or handed to a transaction."""

    __slots__ = ("gives", "nested", "options", "table")

    def __init__(self, run: Run, owner: Delegate, name: str, given: Value | None, node: form.Node) -> None:
        operation, self.gives = METHODS[name]
        seen = QuerySeen(operation, owner.table.name, run.module, node, run.context, library="prisma")
        super().__init__(run, seen, None, owner.transaction)
        self.table = owner.table
        self.options: dict[str, Value] = given.fields if isinstance(given, ObjectValue) else {}
        self.nested: list[Nested] = []
        seen.one = self.gives in ("row", "row?", "aggregate") or self.gives == "number"
        if given is not None and not isinstance(given, ObjectValue) and operation == "select":
            seen.filters = [FilterSeen("", "record", given, owner.table.name)]
        self._read(run)
        self._write(run, name)

    def _read(self, run: Run) -> None:
        seen = self.seen
        where = spelled_out(run, self.options.get("where"), seen.node)
        seen.filters += filters_of(narrowed(where, run.context.conditions), self.table)
        for relation in {f.table for f in seen.filters} - {self.table.name, ""}:
            seen.joins += self._joins(relation)
        seen.order = ordering(self.options.get("orderBy"), self.table)
        seen.limit = self.options.get("take")
        if self.gives == "number":
            seen.columns = ["count(*)"]
        elif self.gives == "aggregate":
            seen.columns = ["aggregate"]
        elif self.gives == "groups":
            by = self.options.get("by")
            listed = by.items if isinstance(by, ListValue) else [by]
            seen.columns = [self.table.column_named(str(v.value)) for v in listed if isinstance(v, Constant)]
            seen.grouped = True

    def _joins(self, name: str) -> list[tuple[str, str, str]]:
        for field in self.table.model.fields:
            relation = self.table.relation(field)
            if relation is not None and relation.target.name == name:
                return [(name, relation.near, relation.far)]
        return []

    def _write(self, run: Run, name: str) -> None:
        seen, known = self.seen, run.context.conditions
        if name == "upsert":
            seen.conflict = ",".join(f.column for f in seen.filters if f.operator == "=") or "any"
            self.nested += write(seen, narrowed(self.options.get("create"), known), self.table)
            self.nested += write(seen, narrowed(self.options.get("update"), known), self.table)
        elif seen.operation in ("insert", "update"):
            self.nested += write(seen, narrowed(self.options.get("data"), known), self.table)
            skip = self.options.get("skipDuplicates")
            seen.conflict = "any" if isinstance(skip, Constant) and skip.value else ""

    def result(self, run: Run) -> Value:
        node = self.seen.node
        run_nested(run, self.seen, self.nested)
        row = row_of(self.seen, self.table, self.options)
        rows = Rows(self.seen, row)
        if self.gives == "rows":
            return rows
        if self.gives == "row?":
            return run.join([(row, ()), (Constant(None), ())])
        if self.gives == "number":
            return Derived("count", (rows,), node)
        if self.gives == "count":
            return ObjectValue({"count": Derived("count", (rows,), node)}, node=node)
        if self.gives == "aggregate":
            return Derived("aggregate", (rows,), node)
        if self.gives == "groups":
            return Rows(self.seen, Row(self.seen, self.table.name, (), self.table.column_named))
        return row

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        relation = self.table.relation(name)
        if relation is not None:
            return self._fluent(run, name, args, node)
        return super().call_member(run, name, args, node)

    def _fluent(self, run: Run, name: str, args: Args, node: form.Node) -> Value:
        """`prisma.user.findUnique({...}).posts()`."""
        relation = self.table.relation(name)
        assert relation is not None
        settled = self.settle(run, node)
        owner = Delegate(relation.target, self.transaction)
        further = PrismaQuery(run, owner, "findMany" if relation.many else "findFirst", args.get(0), node)
        key = settled.member(run, relation.near, node)
        further.seen.filters.append(FilterSeen(relation.far, "=", key, relation.target.name))
        return further
