"""Questions to tables and functions of the database, which run when they are awaited."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from roadworthy.frameworks.events import QuerySeen, WriteSeen
from roadworthy.frameworks.known_text import assembled_text
from roadworthy.frameworks.optional_fields import with_optional
from roadworthy.frameworks.rows import Row, Rows, emit_query
from roadworthy.frameworks.supabase.answers import Answer
from roadworthy.frameworks.supabase.filters import filters_of
from roadworthy.frameworks.supabase.selecting import EVERYTHING, Selection, selection
from roadworthy.interpret import (
    Args,
    Choice,
    Constant,
    Derived,
    ListValue,
    Model,
    ObjectValue,
    Run,
    Unknown,
    Value,
)
from roadworthy.interpret.expressions import Collected
from roadworthy.interpret.trace import Called
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.frameworks.supabase.relations import Relations

LIBRARY = "supabase"
_WRITES = ("insert", "upsert", "update", "delete")


class TableDoor(Model):
    """`supabase.from("orders")`."""

    __slots__ = ("relations", "rights", "table")

    def __init__(self, table: str, rights: str, relations: Callable[[], Relations]) -> None:
        self.table, self.rights, self.relations = table, rights, relations

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name != "select" and name not in _WRITES:
            return None
        builder = Builder(run, name, self.table, self.rights, node, self.relations)
        if name == "select":
            builder.select(args)
        elif name in _WRITES:
            builder.write(run, args)
        return builder


class Builder(Model):
    """A question under construction. It runs once: when it is awaited."""

    __slots__ = (
        "branching",
        "counted",
        "done",
        "failing",
        "head",
        "relations",
        "returns",
        "seen",
        "selected",
    )

    def __init__(
        self,
        run: Run,
        operation: str,
        table: str,
        rights: str,
        node: form.Node,
        relations: Callable[[], Relations],
    ) -> None:
        self.seen = QuerySeen(operation, table, run.module, node, run.context, library=LIBRARY)
        self.seen.rights, self.seen.checked = rights, False
        self.relations = relations
        self.selected: Selection = EVERYTHING
        self.returns = operation in ("select", "raw")
        self.head = self.failing = self.counted = False
        self.branching = run.branching
        self.done: Value | None = None

    # --- building -----------------------------------------------------------------------------------

    def select(self, args: Args) -> None:
        """`select(columns, { count, head })`."""
        self.returns = True
        first, options = args.get(0), args.get(1)
        text = assembled_text(first)
        self.selected = selection(text) if text else EVERYTHING
        # As the client sends it: without the spaces that people lay it out with.
        self.seen.sql = "".join(text.split())
        self.seen.columns = [column for _, column in self.selected.columns if column != "*"]
        if isinstance(options, ObjectValue):
            self.counted = "count" in options.fields
            head = options.fields.get("head")
            self.head = isinstance(head, Constant) and bool(head.value)
            if self.counted and self.head:
                self.seen.columns = ["count(*)"]
        for embedded in self.selected.embedded:
            relation = self.relations().between(self.seen.table, embedded.name, embedded.hint)
            if relation.near or relation.table in self.relations().tables:
                self.seen.joins.append((relation.table, relation.near, relation.far))
                names = {column for _, column in embedded.inner.columns}
                if relation.many and names - {"count", "count()"}:
                    self.seen.parts.append((relation.table, relation.far))

    def write(self, run: Run, args: Args) -> None:
        """`insert(rows)`, `update(values)`, `upsert(rows, { onConflict })`, `delete()`."""
        self._write(run, args.get(0))
        options = args.get(1)
        if self.seen.operation == "upsert":
            target = options.fields.get("onConflict") if isinstance(options, ObjectValue) else None
            self.seen.conflict = assembled_text(target).replace(" ", "") or "key"

    def _write(self, run: Run, record: Value | None) -> None:
        if isinstance(record, Choice):
            for option in record.values():
                self._write(run, option)
            return
        if isinstance(record, (ListValue, Collected)):
            record = record.element(run)
        if isinstance(record, ObjectValue):
            record = with_optional(record)
            known = {write.column for write in self.seen.writes}
            self.seen.writes += [
                WriteSeen(k, v, False, record.maybe.get(k, ()))
                for k, v in record.fields.items()
                if k not in known
            ]
            self.seen.spreads.extend(record.spreads)
        elif record is not None and not isinstance(record, Constant):
            self.seen.spreads.append(record)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "then":
            return None
        if name in ("catch", "finally"):
            return self.settle(run, node)
        added = filters_of(name, args, self.seen.table)
        if added is not None:
            self._narrow(run, name, added, args, node)
        elif name == "select":
            self.select(args)
        elif name == "throwOnError":
            self.failing, self.seen.checked = True, True
        elif name in _STEPS:
            _STEPS[name](self, run, args)
        self.seen.node = node
        return self

    def _narrow(self, run: Run, name: str, added: list, args: Args, node: form.Node) -> None:  # type: ignore[type-arg]
        """More conditions; those that are put on only in some cases hold only sometimes."""
        sometimes = run.branching > self.branching
        # What is put on only sometimes is no either-or that always holds.
        self.seen.filters += [replace(f, optional=True, either=0) if sometimes else f for f in added]
        if name in ("or", "filter", "not", "textSearch"):
            run.emit(Called(f"supabase.from().{name}", args, self, run.module, node, run.context))

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "then":
            return Then(self)
        return Derived(f".{name}", (self,), node)

    # --- running ------------------------------------------------------------------------------------

    def settle(self, run: Run, node: form.Node) -> Value:
        """Asks the question, once, where it is awaited."""
        if self.done is None:
            self.seen.context = run.context
            emit_query(run, self.seen)
            self.done = self._answer(run, node)
        return self.done

    def _answer(self, run: Run, node: form.Node) -> Value:
        rows = Rows(self.seen, self._row())
        count = Derived("count", (rows,), node) if self.counted else None
        if not self.returns or self.head:
            return Answer(self.seen, Constant(None), node, count)
        data: Value = run.join([(rows.row, ()), (Constant(None), ())]) if self.seen.one else rows
        return Answer(self.seen, data, node, count)

    def _row(self) -> Value:
        return _row(self.seen, self.seen.table, self.selected, self.relations)


def _row(seen: QuerySeen, table: str, selected: Selection, relations: Callable[[], Relations]) -> Row:
    """A row with what is embedded in it and what is called otherwise in the answer."""
    known: dict[str, Value] = {}
    for called, column in selected.columns:
        if called != column:
            known[called] = Row(seen, table, (column,))
    for embedded in selected.embedded:
        relation = relations().between(table, embedded.name, embedded.hint)
        inner = _row(seen, relation.table, embedded.inner, relations)
        known[embedded.alias] = Rows(seen, inner) if relation.many else inner
    return Row(seen, table, (), None, known)


class Then(Model):
    """`builder.then`: asking and going on with the answer."""

    __slots__ = ("builder",)

    def __init__(self, builder: Builder) -> None:
        self.builder = builder

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        answer = self.builder.settle(run, node)
        return run.call(args.positional[0], Args([answer]), node) if args.positional else answer


def _order(builder: Builder, run: Run, args: Args) -> None:
    column, options = args.get(0), args.get(1)
    fields = options.fields if isinstance(options, ObjectValue) else {}
    if "foreignTable" in fields or "referencedTable" in fields:
        return
    ascending = fields.get("ascending")
    descending = isinstance(ascending, Constant) and ascending.value is False
    if assembled_text(column):
        builder.seen.order.append((assembled_text(column), descending))


def _limit(builder: Builder, run: Run, args: Args) -> None:
    options = args.get(1)
    fields = options.fields if isinstance(options, ObjectValue) else {}
    inner = fields.get("referencedTable") or fields.get("foreignTable")
    if inner is not None:
        named = {
            one.name for one in builder.selected.embedded if assembled_text(inner) in (one.name, one.alias)
        }
        builder.seen.parts = [part for part in builder.seen.parts if part[0] not in named]
        return
    builder.seen.limit = args.get(0) or Unknown()


def _range(builder: Builder, run: Run, args: Args) -> None:
    """`range(from, to)`: as many rows as lie between."""
    first, last = args.get(0), args.get(1)
    if isinstance(first, Constant) and isinstance(last, Constant) and _numbers(first, last):
        builder.seen.limit = Constant(int(str(last.value)) - int(str(first.value)) + 1)
    else:
        builder.seen.limit = Derived("-", tuple(v for v in (last, first) if v is not None))


def _numbers(*values: Constant) -> bool:
    return all(isinstance(value.value, int) for value in values)


def _one(builder: Builder, run: Run, args: Args) -> None:
    builder.seen.one = True


_STEPS: dict[str, Callable[[Builder, Run, Args], None]] = {
    "order": _order,
    "limit": _limit,
    "range": _range,
    "single": _one,
    "maybeSingle": _one,
}


def routine(
    run: Run, name: str, args: Args, rights: str, node: form.Node, relations: Callable[[], Relations]
) -> Builder:
    """`supabase.rpc("name", { ... })`: a function of the database, asked like a table."""
    builder = Builder(run, "raw", "", rights, node, relations)
    builder.seen.routine = name
    builder.seen.sql = f"select {name}()"
    builder._write(run, args.get(1))
    return builder
