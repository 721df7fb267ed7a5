"""Prisma's client: `new PrismaClient()`, its transactions and raw queries."""

from __future__ import annotations

from roadworthy.frameworks.events import QuerySeen
from roadworthy.frameworks.pending import Pending
from roadworthy.frameworks.prisma.queries import Delegate
from roadworthy.frameworks.prisma.tables import PrismaTable
from roadworthy.frameworks.rows import Row, Rows, emit_query
from roadworthy.frameworks.sql_statement import describe
from roadworthy.frameworks.sql_text import SqlText, tagged, written
from roadworthy.interpret import (
    Args,
    Closure,
    Constant,
    Derived,
    External,
    ListValue,
    Model,
    ObjectValue,
    Run,
    Value,
)
from roadworthy.interpret.expressions import Collected, settle
from roadworthy.languages import form

_RAW = {"$queryRaw", "$executeRaw", "$queryRawUnsafe", "$executeRawUnsafe", "$queryRawTyped"}
_QUIET = {"$connect", "$disconnect", "$on", "$use", "$metrics"}


class Client(Model):
    """The client, also inside a transaction (then `transaction` is its name)."""

    __slots__ = ("own", "tables", "transaction")

    def __init__(
        self, tables: dict[str, PrismaTable], transaction: str = "", own: dict[str, Value] | None = None
    ) -> None:
        self.tables, self.transaction = tables, transaction
        self.own = own or {}

    def known_by(self) -> object:
        """Two clients of the same schema ask the same database: the one of production and the one that is kept while an app is
        developed are one."""
        return id(self) if self.own else ("prisma", id(self.tables), self.transaction)

    def table(self, name: str) -> PrismaTable | None:
        """The table that `client.name` asks."""
        return self.tables.get(name) or self.tables.get(name[:1].upper() + name[1:])

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in self.own:
            return self.own[name]
        table = self.table(name)
        if table is not None:
            return Delegate(table, self.transaction)
        if name.startswith("$"):
            return ClientMethod(self, name)
        return Derived(f".{name}", (self,), node)

    def index(self, run: Run, key: Value, node: form.Node) -> Value:
        if isinstance(key, Constant) and isinstance(key.value, str):
            return self.member(run, key.value, node)
        return Derived("[]", (self, key), node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        self.own[name] = value

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in self.own:
            return run.call(self.own[name], args, node)
        if name == "$transaction":
            return self._transaction(run, args, node)
        if name in _RAW:
            return self._raw(run, name, args, node)
        if name == "$extends":
            return self._extended(args.get(0))
        if name in _QUIET:
            with run.branch():
                run.call_back(args.positional, node)
            return Constant(None)
        return None

    def _extended(self, value: Value | None) -> Client:
        """`$extends({ client: {...}, model: {...} })`: the same client with methods of its own."""
        fields = value.fields if isinstance(value, ObjectValue) else {}
        further = fields.get("client")
        own = further.fields if isinstance(further, ObjectValue) else {}
        return Client(self.tables, self.transaction, {**self.own, **own})

    def _transaction(self, run: Run, args: Args, node: form.Node) -> Value:
        first, options = args.get(0), args.get(1)
        name = f"{run.module}:{node.span.start}{_isolation(options)}"
        if isinstance(first, Closure):
            with run.within(transaction=name):
                return settle(run, run.call(first, Args([Client(self.tables, name, self.own)]), node), node)
        if isinstance(first, ListValue):
            items = [_in_transaction(run, item, name, node) for item in first.items]
            rest = _in_transaction(run, first.rest, name, node) if first.rest is not None else None
            return ListValue(items, rest, node)
        if isinstance(first, Collected):
            return ListValue([], _in_transaction(run, first.element(run), name, node), node)
        return first if first is not None else Constant(None)

    def _raw(self, run: Run, name: str, args: Args, node: form.Node) -> Value:
        first = args.get(0)
        if name.endswith("Unsafe"):
            values = [a for a in args.positional[1:] if not isinstance(a, ListValue) or a.node is not node]
            sql = written(first, ListValue(values, None, node), run, node)
        else:
            sql = getattr(first, "sql_text", None) or tagged(first)
        seen = QuerySeen("raw", "", run.module, node, run.context, library="prisma")
        describe(seen, sql)
        table = next((one for one in self.tables.values() if one.name == seen.table), None)

        def answer(_: Run) -> Value:
            return Rows(seen, Row(seen, seen.table, (), table.column_named if table is not None else None))

        return Pending(run, seen, answer, self.transaction)


def _in_transaction(run: Run, value: Value, name: str, node: form.Node) -> Value:
    if isinstance(value, Pending):
        value.transaction = name
    return settle(run, value, node)


def _isolation(options: Value | None) -> str:
    level = options.fields.get("isolationLevel") if isinstance(options, ObjectValue) else None
    told = (
        str(level.value)
        if isinstance(level, Constant)
        else (level.path if isinstance(level, External) else "")
    )
    return ":serializable" if told.endswith("Serializable") else ""


class ClientMethod(Model):
    """`prisma.$queryRaw`, whose template is its argument."""

    __slots__ = ("name", "owner")

    def __init__(self, owner: Client, name: str) -> None:
        self.owner, self.name = owner, name

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return self.owner.call_member(run, self.name, args, node) or Constant(None)


class Sql(Model):
    """`` Prisma.sql`...` ``, `Prisma.join(list)`, `Prisma.raw(text)`."""

    __slots__ = ("sql_text",)

    def __init__(self, sql_text: SqlText) -> None:
        self.sql_text = sql_text

    def inputs(self) -> tuple[Value, ...]:
        return (*self.sql_text.values, *self.sql_text.spliced)


def make_sql(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """What the functions of `Prisma` make."""
    name = target.path.rsplit(".", 1)[-1]
    if name == "sql":
        return Sql(tagged(args.get(0)))
    if name == "raw":
        return Sql(written(args.get(0), None, run, node))
    made = SqlText()
    if name == "join" and args.positional:
        made.text = made.hole(args.positional[0])
    return Sql(made)


def query_of_driver(run: Run, seen: QuerySeen) -> Value:
    """Runs a statement at once and gives its rows."""
    emit_query(run, seen)
    return Rows(seen, Row(seen, seen.table))
