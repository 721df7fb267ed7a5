"""knex: `db("orders").where({ user_id }).orderBy("created_at", "desc").limit(20)`."""

from __future__ import annotations

from collections.abc import Callable

from roadworthy.frameworks.events import FilterSeen, QuerySeen, WriteSeen, one_of
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.known_text import text_of
from roadworthy.frameworks.optional_fields import with_optional
from roadworthy.frameworks.pending import Pending
from roadworthy.frameworks.rows import Row, Rows
from roadworthy.frameworks.sql_statement import describe
from roadworthy.frameworks.sql_text import written
from roadworthy.interpret import (
    Args,
    Closure,
    Constant,
    Derived,
    External,
    Library,
    ListValue,
    Model,
    ObjectValue,
    Run,
    Unknown,
    Value,
)
from roadworthy.interpret.expressions import Collected
from roadworthy.languages import form

_JOINS = {"join", "innerJoin", "leftJoin", "leftOuterJoin", "rightJoin", "fullOuterJoin"}


class Knex(Model):
    """`knex({...})`, also a transaction of it."""

    __slots__ = ("transaction",)

    def __init__(self, transaction: str = "") -> None:
        self.transaction = transaction

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return KnexQuery(run, _table(args.get(0)), node, self.transaction)

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return External(f"knex().{name}", None, node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("from", "table", "into", "queryBuilder", "with"):
            return KnexQuery(run, _table(args.get(0)), node, self.transaction)
        if name in ("select", "insert", "where", "count", "first", "distinct"):
            return KnexQuery(run, "", node, self.transaction).call_member(run, name, args, node)
        if name == "transaction":
            held = f"{run.module}:{node.span.start}"
            callback = next((value for value in args.positional if isinstance(value, Closure)), None)
            if callback is None:
                return Knex(held)
            with run.within(transaction=held):
                return run.call(callback, Args([Knex(held)]), node)
        if name == "raw":
            return RawPiece(run, args, node, self.transaction)
        run.call_back(args.positional, node)
        return Constant(None)


class RawPiece(Pending):
    """`knex.raw("...", [...])`: a query when it is awaited, a piece of one elsewhere."""

    __slots__ = ()

    def __init__(self, run: Run, args: Args, node: form.Node, transaction: str) -> None:
        seen = QuerySeen("raw", "", run.module, node, run.context, library="knex")
        describe(seen, written(args.get(0), args.get(1), run, node))
        super().__init__(run, seen, None, transaction)

    def result(self, run: Run) -> Value:
        return Rows(self.seen, Row(self.seen, self.seen.table))


class KnexQuery(Pending):
    """A query under construction."""

    __slots__ = ("counted", "ways")

    def __init__(self, run: Run, table: str, node: form.Node, transaction: str) -> None:
        seen = QuerySeen("select", table, run.module, node, run.context, library="knex")
        super().__init__(run, seen, None, transaction)
        self.counted = False
        # `a and b or c`: what was asked since the last `or`.
        self.ways: list[list[FilterSeen]] = [[]]

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        self.seen.node = node
        if name in ("then", "catch", "finally"):
            return super().call_member(run, name, args, node)
        if name in _JOINS:
            self._join(args)
        elif name.lower().endswith("raw"):
            piece = describe(
                QuerySeen("raw", "", run.module, node, run.context),
                written(args.get(0), args.get(1), run, node),
            )
            self._put(run, name, [f for f in piece.filters if f.operator == "sql"])
        elif name == "modify" and isinstance(args.get(0), Closure):
            run.call(args.positional[0], Args([self, *args.positional[1:]]), node)
        elif name.lower().startswith(("where", "andwhere", "orwhere", "having")):
            self._put(run, name, self._conditions(run, name, args, node))
        elif name in _STEPS:
            _STEPS[name](self, args)
        return self

    def _join(self, args: Args) -> None:
        table = _table(args.get(0))
        known_as = (f"{table}.", f"{text_of(args.get(0)).rsplit(' ', 1)[-1]}.")
        columns = [
            text_of(value).rsplit(".", 1)[-1]
            for value in args.positional[1:]
            if text_of(value) not in ("=", "")
        ]
        near, far = (columns[0], columns[1]) if len(columns) > 1 else ("", "")
        first = text_of(args.get(1))
        self.seen.joins.append((table, far, near) if first.startswith(known_as) else (table, near, far))

    def _put(self, run: Run, name: str, added: list[FilterSeen]) -> None:
        """More conditions: to those that were there, or another way beside them."""
        if name.startswith("or") and self.ways[0] and not run.branching:
            self.ways.append(added)
        else:
            self.ways[-1] += added
        self.seen.filters = one_of(self.ways) if len(self.ways) > 1 else self.ways[0]

    def _conditions(self, run: Run, name: str, args: Args, node: form.Node) -> list[FilterSeen]:
        optional = name.startswith("or") and bool(run.branching)
        first, second, third = args.get(0), args.get(1), args.get(2)
        if isinstance(first, Closure):
            inner = KnexQuery(run, self.seen.table, node, self.transaction)
            run.call(first.bind(inner), Args([inner]), node)
            return inner.seen.filters
        if isinstance(first, ObjectValue):
            maybe = bool(run.branching)
            found = [
                self._one(key, "=", value, maybe or key in first.maybe) for key, value in first.fields.items()
            ]
            return [*found, *(FilterSeen("", "record", spread) for spread in first.spreads)]
        column = text_of(first)
        if not column:
            return [FilterSeen("", "record", first)] if first is not None else []
        low = name.lower()
        if low.endswith(("null", "exists")):
            return [self._one(column, "is null" if "not" not in low else "!=", Constant(None), optional)]
        if low.endswith("in"):
            return [self._one(column, "in" if "not" not in low else "!=", second or Unknown(), optional)]
        if low.endswith(("like", "ilike")):
            return [
                self._one(column, "ilike" if low.endswith("ilike") else "like", second or Unknown(), optional)
            ]
        if third is not None:
            return [self._one(column, text_of(second).lower() or "=", third, optional)]
        return [self._one(column, "!=" if "not" in low else "=", second or Unknown(), optional)]

    def _one(self, column: str, operator: str, value: Value, optional: bool) -> FilterSeen:
        table, _, name = column.rpartition(".")
        return FilterSeen(name, operator, value, table or self.seen.table, optional)

    def write(self, value: Value | None) -> None:
        """Puts the columns of a record or of several into the query."""
        if isinstance(value, (ListValue, Collected)):
            inside = value.made if isinstance(value, Collected) else value
            for one in inside.inputs():
                self.write(one)
        elif isinstance(value, ObjectValue):
            value = with_optional(value)
            for key, inner in value.fields.items():
                raw = isinstance(inner, RawPiece)
                self.seen.writes.append(WriteSeen(key, inner, raw, value.maybe.get(key, ())))
            self.seen.spreads += value.spreads
        elif value is not None and not isinstance(value, Constant):
            self.seen.spreads.append(value)

    def result(self, run: Run) -> Value:
        row = Row(self.seen, self.seen.table)
        rows = Rows(self.seen, row)
        node = self.seen.node
        if self.counted:
            count = Derived("count", (rows,), node)
            record = ObjectValue({"count": count, "total": count}, [count], node)
            return record if self.seen.one else ListValue([record])
        if self.seen.operation in ("update", "delete"):
            return Derived("count", (rows,), node) if not self.seen.columns else rows
        return run.join([(row, ()), (Constant(None), ())]) if self.seen.one else rows


def _operation(name: str) -> Callable[[KnexQuery, Args], None]:
    def step(query: KnexQuery, args: Args) -> None:
        query.seen.operation = name
        first, second = args.get(0), args.get(1)
        if name == "update" and text_of(first) and second is not None:
            query.seen.writes.append(WriteSeen(text_of(first), second, isinstance(second, RawPiece)))
        elif name != "delete":
            query.write(first)
            if second is not None:
                _returning(query, Args([second]))  # `insert(row, ["id"])` is `insert(row).returning(["id"])`

    return step


def _from(query: KnexQuery, args: Args) -> None:
    query.seen.table = _table(args.get(0))


def _table(value: Value | None) -> str:
    """The table of `orders`, `orders as o` and `{ o: "orders" }`."""
    if isinstance(value, ObjectValue):
        value = next(iter(value.fields.values()), None)
    return text_of(value).split(" ")[0]


def _names(args: Args) -> list[str]:
    """The columns that are listed, in a list or one by one."""
    first = args.get(0)
    given = first.items if isinstance(first, ListValue) else args.positional
    return [text_of(value).split(" ")[0].rsplit(".", 1)[-1] for value in given]


def _select(query: KnexQuery, args: Args) -> None:
    names = _names(args)
    query.seen.columns = [] if "*" in names else [name for name in names if name]


def _first(query: KnexQuery, args: Args) -> None:
    query.seen.one = True


def _count(query: KnexQuery, args: Args) -> None:
    query.counted, query.seen.columns = True, ["count(*)"]


def _limit(query: KnexQuery, args: Args) -> None:
    query.seen.limit = args.get(0) or Unknown()


def _order(query: KnexQuery, args: Args) -> None:
    first = args.get(0)
    if text_of(first):
        query.seen.order.append((text_of(first).rsplit(".", 1)[-1], text_of(args.get(1)).lower() == "desc"))
    for item in first.items if isinstance(first, ListValue) else ():
        fields = item.fields if isinstance(item, ObjectValue) else {}
        name = text_of(fields.get("column") or item)
        query.seen.order.append((name.rsplit(".", 1)[-1], text_of(fields.get("order")).lower() == "desc"))


def _step(query: KnexQuery, args: Args) -> None:
    query.seen.operation = "update"
    query.seen.writes.append(WriteSeen(text_of(args.get(0)), args.get(1) or Constant(1), True))


def _conflict(query: KnexQuery, args: Args) -> None:
    first = args.get(0)
    names = [text_of(value) for value in (first.items if isinstance(first, ListValue) else [first])]
    query.seen.conflict = ",".join(name for name in names if name) or "any"


def _lock(query: KnexQuery, args: Args) -> None:
    query.seen.lock = True


def _in_transaction(query: KnexQuery, args: Args) -> None:
    first = args.get(0)
    query.transaction = first.transaction if isinstance(first, Knex) else query.transaction


def _returning(query: KnexQuery, args: Args) -> None:
    named = [name for name in _names(args) if name]
    query.seen.columns = query.seen.columns or ([] if "*" in named else named) or ["*"]


_STEPS: dict[str, Callable[[KnexQuery, Args], None]] = {
    "from": _from,
    "into": _from,
    "table": _from,
    "select": _select,
    "columns": _select,
    "pluck": _select,
    "first": _first,
    "count": _count,
    "countDistinct": _count,
    "limit": _limit,
    "orderBy": _order,
    "insert": _operation("insert"),
    "update": _operation("update"),
    "del": _operation("delete"),
    "delete": _operation("delete"),
    "increment": _step,
    "decrement": _step,
    "onConflict": _conflict,
    "forUpdate": _lock,
    "transacting": _in_transaction,
    "returning": _returning,
}


def register_knex(library: Library, found: Found) -> None:
    """Tells what knex means."""

    @library.on_call("knex", "knex.knex", "knex.default")
    def knex(run: Run, target: External, args: Args, node: form.Node) -> Value:
        found.stacks.add("knex")
        return Knex()
