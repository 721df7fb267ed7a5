"""TypeORM's query builder: `repo.createQueryBuilder("p").leftJoinAndSelect("p.author", "a").where("p.id = :id", { id }).getOne()`.

Its conditions are pieces of SQL about fields instead of columns; each is read as the WHERE of a statement over the tables that were
joined, and the fields are then called what the database calls them."""

from __future__ import annotations

from roadworthy.app.query import Along
from roadworthy.frameworks.events import FilterSeen, QuerySeen, WriteSeen, one_of
from roadworthy.frameworks.known_text import text_of
from roadworthy.frameworks.rows import Row, Rows, emit_query
from roadworthy.frameworks.sql_spelling import spelled
from roadworthy.frameworks.sql_statement import describe
from roadworthy.frameworks.sql_text import written
from roadworthy.frameworks.typeorm.conditions import filters_of
from roadworthy.frameworks.typeorm.entities import EntityTable
from roadworthy.frameworks.typeorm.pieces import Piece, condition, optional, plain
from roadworthy.frameworks.typeorm.registry import Registry
from roadworthy.frameworks.typeorm.rows import EntityRow, ends, writes_of
from roadworthy.interpret import (
    Args,
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
from roadworthy.languages import form

_ONE = {"getOne", "getOneOrFail", "getRawOne", "getExists"}
_RUNS = {
    "getMany",
    "getManyAndCount",
    "getRawMany",
    "getRawAndEntities",
    "getCount",
    "execute",
    "stream",
    *_ONE,
}
_RAW = {"getRawOne", "getRawMany", "execute"}
SPLICED = "sql"


class Builder(Model):
    """A query under construction. `aliases` are the entities that are joined, by the name they are given."""

    __slots__ = (
        "aliases",
        "branching",
        "entity",
        "grouped",
        "pieces",
        "registry",
        "rows",
        "seen",
        "set",
        "transaction",
        "values",
    )

    def __init__(
        self,
        run: Run,
        registry: Registry,
        entity: EntityTable | None,
        alias: str,
        node: form.Node,
        transaction: str,
    ) -> None:
        self.registry, self.entity, self.transaction = registry, entity, transaction
        self.seen = QuerySeen(
            "select", entity.name if entity else "", run.module, node, run.context, library="typeorm"
        )
        self.aliases: dict[str, EntityTable] = (
            {alias or (entity.label if entity else ""): entity} if entity else {}
        )
        self.pieces: list[Piece] = []
        self.values: list[Value] = []
        self.set: Value | None = None
        self.rows: dict[str, EntityRow] = {}
        self.branching = run.branching
        self.grouped = False
        if entity is not None:
            self.rows[next(iter(self.aliases))] = EntityRow(self.seen, entity)
            self.seen.columns, self.seen.left_out = entity.shown, entity.kept_back(run)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in _RUNS:
            return self._run(run, name, node)
        if name in ("then", "catch", "finally"):
            return None
        self.seen.node = node
        if "Join" in name or name.startswith("join"):
            self._join(run, name, args)
        elif name.lower().endswith("where") or name.lower().endswith("having"):
            self._where(run, name, args)
        elif name in ("setParameter", "setParameters"):
            self._parameters(args)
        elif name in ("orderBy", "addOrderBy"):
            self._order(args)
        elif name in _STEPS:
            _STEPS[name](self, run, args)
        elif name in ("getQuery", "getSql", "getParameters"):
            return Derived(name, (self,), node)
        else:
            run.call_back(args.positional, node, self)
        return self

    # --- conditions ---------------------------------------------------------------------------------

    def _where(self, run: Run, name: str, args: Args) -> None:
        first = args.get(0)
        if first is None:
            return
        if name == "where":
            # A `where` takes the place of those that stood there before, as far as it is certain to run.
            self.pieces = self.pieces if run.branching > self.branching else []
        either, maybe = name.startswith("or"), run.branching > self.branching
        self.pieces.append(Piece(condition(run, first, self), either, maybe))
        self._parameters(Args(args.positional[1:]))

    def _parameters(self, args: Args) -> None:
        first, second = args.get(0), args.get(1)
        if isinstance(first, Constant) and second is not None:
            self.values.append(ObjectValue({text_of(first): second}))
        elif first is not None:
            self.values.append(first)

    def bound(self) -> Value:
        """The values of the named parameters."""
        fields: dict[str, Value] = {}
        spreads: list[Value] = []
        for one in self.values:
            if isinstance(one, ObjectValue):
                fields.update(one.fields)
                spreads += one.spreads
            else:
                spreads.append(one)
        return ObjectValue(fields, spreads)

    def inside(self, run: Run) -> Builder:
        """A builder for what stands in brackets, over the same entities."""
        inner = Builder(run, self.registry, self.entity, "", self.seen.node, self.transaction)
        inner.aliases = dict(self.aliases)
        return inner

    def filters(self, run: Run) -> list[FilterSeen]:
        """What all conditions ask, by the database's names."""
        ways: list[list[FilterSeen]] = [[]]
        for piece in self.pieces:
            found = self._asked(run, piece.value)
            if piece.maybe:
                found = [optional(one) for one in found]
            if piece.either and ways[-1] and not piece.maybe:
                ways.append(found)
            else:
                ways[-1] += found
        return one_of(ways) if len(ways) > 1 else ways[0]

    def _asked(self, run: Run, value: Value) -> list[FilterSeen]:
        if isinstance(value, (ObjectValue, ListValue)) and self.entity is not None:
            return filters_of(run, value, self.entity)
        joins = " ".join(
            f'JOIN "{entity.name}" AS {alias} ON 1=1' for alias, entity in list(self.aliases.items())[1:]
        )
        main = next(iter(self.aliases), "")
        head = f'SELECT * FROM "{self.seen.table or "t"}" {f"AS {main}" if main else ""} {joins} WHERE '
        whole = Derived("template", (Constant(head), plain(value)), None)
        piece = describe(
            QuerySeen("raw", "", run.module, self.seen.node, run.context),
            written(whole, self.bound(), run, self.seen.node),
        )
        return [self._named(one) for one in piece.filters]

    def _named(self, one: FilterSeen) -> FilterSeen:
        owner = next((e for e in self.aliases.values() if e.name == one.table), self.entity)
        column = owner.column_named(one.column) if owner is not None and one.column else one.column
        return FilterSeen(column, one.operator, one.value, one.table, one.optional, one.either, one.way)

    # --- parts --------------------------------------------------------------------------------------

    def _join(self, run: Run, name: str, args: Args) -> None:
        """`leftJoinAndSelect("post.author", "author")`, `innerJoin(User, "u", "u.id = post.authorId")`."""
        first, alias = args.get(0), text_of(args.get(1))
        alias = text_of(args.get(2)) if "AndMap" in name else alias
        first = args.get(1) if "AndMap" in name else first
        owner, _, field = text_of(first).partition(".")
        source = self.aliases.get(owner)
        one = source.relation(field) if source is not None and field else None
        target = source.target(one) if source is not None and one is not None else self.registry.entity(first)
        if target is None:
            return
        self.aliases[alias or target.label] = target
        near, far = ends(source, one, target) if source is not None and one is not None else ("", "")
        self.seen.joins.append((target.name, near, far))
        row = self.rows.get(owner)
        if one is not None and row is not None:
            row.led_to(run, one)
            led = row.related[one.field]
            inner = led.row if isinstance(led, Rows) else led
            if isinstance(inner, EntityRow):
                self.rows[alias] = inner
        if "Select" in name:
            kept = tuple(target.kept_back(run))
            self.seen.along.append(Along(target.name, tuple(target.shown), kept))
        condition = args.get(3 if "AndMap" in name else 2)
        if condition is not None:
            self.pieces.append(
                Piece(condition, False, name.startswith("left") or run.branching > self.branching)
            )
            self._parameters(Args(args.positional[4 if "AndMap" in name else 3 :]))

    def _order(self, args: Args) -> None:
        first, second = args.get(0), args.get(1)
        if isinstance(first, ObjectValue):
            for key, value in first.fields.items():
                self._ordered(key, text_of(value).upper() == "DESC")
            return
        if isinstance(first, Constant):
            self._ordered(text_of(first), text_of(second).upper() == "DESC")
            return
        # What is no field is put into the statement as it is.
        self.seen.filters += [FilterSeen("", SPLICED, one) for one in (spelled(first)[1] if first else [])]

    def _ordered(self, name: str, down: bool) -> None:
        alias, _, field = name.rpartition(".")
        owner = self.aliases.get(alias, self.entity)
        if field.isidentifier():
            self.seen.order.append((owner.column_named(field) if owner is not None else field, down))

    def _run(self, run: Run, name: str, node: form.Node) -> Value:
        seen = self.seen
        seen.node = node
        context = run.context.changed(transaction=self.transaction) if self.transaction else run.context
        seen.context = context
        spliced = [f for f in seen.filters if f.operator == SPLICED]
        seen.filters = [*spliced, *self.filters(run)]
        seen.one = name in _ONE
        seen.grouped = seen.grouped or self.grouped
        if self.set is not None and self.entity is not None:
            seen.writes, seen.spreads = writes_of(run, self.entity, self.set)
        if name in ("getCount", "getExists"):
            seen.columns = ["count(*)"]
        emit_query(run, seen)
        return self._answer(run, name, node)

    def _answer(self, run: Run, name: str, node: form.Node) -> Value:
        row: Value = Row(self.seen, self.seen.table)
        if self.entity is not None and name not in _RAW and self.seen.operation == "select":
            row = next(iter(self.rows.values()), row)
        rows = Rows(self.seen, row)
        count = Derived("count", (rows,), node)
        if name == "getCount" or name == "getExists":
            return count
        if name == "getManyAndCount":
            return ListValue([rows, count], None, node)
        if name == "getRawAndEntities":
            return ObjectValue({"entities": rows, "raw": rows}, node=node)
        if name == "getOneOrFail":
            return row
        if self.seen.one:
            return run.join([(row, ()), (Constant(None), ())])
        if self.seen.operation != "select":
            return ObjectValue(
                {"affected": count, "raw": rows, "identifiers": rows, "generatedMaps": rows}, node=node
            )
        return rows


def _kind(operation: str):  # type: ignore[no-untyped-def]
    def step(query: Builder, run: Run, args: Args) -> None:
        query.seen.operation = operation
        target = query.registry.entity(args.get(0))
        if target is not None:
            _about(query, target, text_of(args.get(1)))
        if operation == "update" and isinstance(
            args.positional[-1] if args.positional else None, ObjectValue
        ):
            query.set = args.positional[-1]

    return step


def _about(query: Builder, entity: EntityTable, alias: str) -> None:
    query.entity, query.seen.table = entity, entity.name
    query.aliases = {
        alias or entity.label: entity,
        **{k: v for k, v in query.aliases.items() if v is not entity},
    }
    query.rows = {next(iter(query.aliases)): EntityRow(query.seen, entity)}
    if query.seen.operation == "select":
        query.seen.columns = query.seen.columns or entity.shown


def _from(query: Builder, run: Run, args: Args) -> None:
    target = query.registry.entity(args.get(0))
    if target is not None:
        _about(query, target, text_of(args.get(1)))
    elif text_of(args.get(0)):
        query.seen.table = text_of(args.get(0))


def _set(query: Builder, run: Run, args: Args) -> None:
    query.set = args.get(0)


def _insert_values(query: Builder, run: Run, args: Args) -> None:
    given = args.get(0)
    query.set = given.element(run) if isinstance(given, (ListValue, Collected)) else given


def _conflict(query: Builder, run: Run, args: Args) -> None:
    query.seen.operation, query.seen.conflict = "upsert", "any"


def _limit(query: Builder, run: Run, args: Args) -> None:
    query.seen.limit = args.get(0) or Unknown()


def _select(query: Builder, run: Run, args: Args) -> None:
    given = args.get(0)
    names = [text_of(one) for one in (given.items if isinstance(given, ListValue) else [given])]
    spliced = [
        v for one in [given] if one is not None and not isinstance(one, ListValue) for v in spelled(one)[1]
    ]
    query.seen.filters += [FilterSeen("", SPLICED, one) for one in spliced]
    if any(name.lower().startswith(("count(", "sum(", "avg(", "max(", "min(")) for name in names):
        query.seen.columns = ["count(*)"] if len(names) == 1 else query.seen.columns
        return
    columns = [name.rpartition(".")[2] for name in names if "." in name]
    if columns and query.entity is not None:
        query.seen.columns = [query.entity.column_named(name) for name in columns]


def _add_select(query: Builder, run: Run, args: Args) -> None:
    given = args.get(0)
    for one in given.items if isinstance(given, ListValue) else [given]:
        name = text_of(one).rpartition(".")[2]
        if query.seen.columns and name.isidentifier() and query.entity is not None:
            query.seen.columns = [*query.seen.columns, query.entity.column_named(name)]


def _group(query: Builder, run: Run, args: Args) -> None:
    query.grouped = True


def _lock(query: Builder, run: Run, args: Args) -> None:
    query.seen.lock = text_of(args.get(0)).startswith(("pessimistic_write", "pessimistic_partial"))


def _soft(query: Builder, run: Run, args: Args) -> None:
    query.seen.operation = "update"
    if query.entity is not None:
        query.seen.writes = [
            WriteSeen(query.entity.deletion or "deletedAt", Derived("now", (), query.seen.node))
        ]


_STEPS = {
    "update": _kind("update"),
    "insert": _kind("insert"),
    "delete": _kind("delete"),
    "softDelete": _soft,
    "restore": _soft,
    "from": _from,
    "into": _from,
    "set": _set,
    "values": _insert_values,
    "orUpdate": _conflict,
    "orIgnore": _conflict,
    "onConflict": _conflict,
    "take": _limit,
    "limit": _limit,
    "select": _select,
    "addSelect": _add_select,
    "groupBy": _group,
    "setLock": _lock,
    "distinct": _group,
}
