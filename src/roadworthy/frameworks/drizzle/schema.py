"""Drizzle tables: `pgTable("orders", {...})`, its columns, keys and checks."""

from __future__ import annotations

from dataclasses import dataclass, field

from roadworthy.app import Column, ForeignKey, Index, Table
from roadworthy.app.location import at
from roadworthy.app.origin import Origin
from roadworthy.frameworks.found import Found, TableSource
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
from roadworthy.languages import form

_SQL_TYPES = {
    "varchar": "varchar",
    "char": "char",
    "text": "text",
    "integer": "integer",
    "int": "integer",
    "serial": "integer",
    "bigserial": "bigint",
    "smallserial": "smallint",
    "bigint": "bigint",
    "smallint": "smallint",
    "decimal": "numeric",
    "numeric": "numeric",
    "real": "real",
    "doublePrecision": "double precision",
    "boolean": "boolean",
    "timestamp": "timestamp",
    "date": "date",
    "time": "time",
    "json": "json",
    "jsonb": "jsonb",
    "uuid": "uuid",
    "vector": "vector",
    "bytea": "bytea",
    "inet": "inet",
    "interval": "interval",
    "blob": "blob",
}
_SERIAL = {"serial", "bigserial", "smallserial"}


class ColumnModel(Model):
    """A column of a Drizzle table, built up by the methods chained on it."""

    __slots__ = ("default", "enum", "field", "generated", "name", "node", "not_null", "path", "primary",
                 "references", "table", "type", "unique", "values")  # fmt: skip

    def __init__(self, kind: str, args: Args, path: str, node: form.Node) -> None:
        first = args.get(0)
        named = isinstance(first, Constant) and isinstance(first.value, str)
        self.name = str(first.value) if isinstance(first, Constant) and named else ""
        options = args.get(1) if named else first
        self.type = _sql_type(kind, options)
        self.values = _enum_values(options)
        self.node, self.path = node, path
        self.field = ""
        self.table: TableModel | None = None
        self.not_null = self.primary = self.unique = False
        self.default = "generated" if kind in _SERIAL else ""
        self.references: tuple[Value | None, str] | None = None
        self.generated = kind in _SERIAL

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "notNull":
            self.not_null = True
        elif name == "primaryKey":
            self.primary = True
        elif name == "unique":
            self.unique = True
        elif name == "references":
            self.references = (args.get(0), _on_delete(args.get(1)))
        elif name.startswith("default") or name in ("$default", "$defaultFn", "$onUpdate"):
            self.default = self.default or _default(name, args)
        elif name.startswith("generated"):
            self.default = "generated"
        elif name == "array":
            self.type += "[]"
        if name not in ("getSQL", "as"):
            self.node = node
        return self

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Constant(self.name) if name == "name" else Derived(f".{name}", (self,), node)

    @property
    def qualified(self) -> str:
        """The table's database name."""
        return self.table.name if self.table is not None else ""

    def origin(self, depth: int) -> Origin:
        """A column as a value is the row's own: `stock - 1` computed by the database."""
        return Origin("row", (self.name,), table=self.qualified)

    def column(self, run: Run) -> Column:
        """The column as a record."""
        return Column(
            self.name,
            self.field,
            self.type,
            at(self.path, self.node),
            nullable=not (self.not_null or self.primary),
            primary=self.primary,
            unique=self.unique,
            default=self.default,
            references=_foreign_key(run, self.references),
            values=self.values,
        )


class TableModel(Model, TableSource):
    """A Drizzle table. `operate` and members make columns available as `orders.userId`."""

    library = "drizzle"

    def __init__(
        self, name: str, columns: dict[str, ColumnModel], path: str, node: form.Node, run: Run
    ) -> None:
        self.name, self.columns, self.path, self.node, self.run = name, columns, path, node, run
        self.symbol = name
        self.extras: list[Value] = []
        self.relations: list[Closure] = []
        for key, column in columns.items():
            column.field, column.table = key, self
            column.name = column.name or key

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in self.columns:
            return self.columns[name]
        if name in ("$inferInsert", "$inferSelect"):
            return Derived(name, (), node)
        return Derived(f".{name}", (), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return self if name == "enableRLS" else None

    def column_named(self, key: str) -> str:
        """The database's name of a column that the code calls `key`."""
        return self.columns[key].name if key in self.columns else key

    def table(self) -> Table:
        columns = tuple(column.column(self.run) for column in self.columns.values())
        extras = [extra for extra in self.extras if isinstance(extra, Extra)]
        keys = [extra for extra in extras if extra.kind == "primaryKey"]
        primary = keys[0].names() if keys else tuple(c.name for c in columns if c.primary)
        indexes = tuple(extra.as_index() for extra in extras if extra.kind in ("index", "unique"))
        checks = tuple(extra.text for extra in extras if extra.kind == "check")
        return Table(
            self.name,
            self.symbol,
            at(self.path, self.node),
            columns,
            indexes,
            checks,
            primary,
            "drizzle",
        )


@dataclass(slots=True, eq=False)
class Extra(Model):
    """An index, key or check declared beside the columns."""

    kind: str
    name: str
    path: str
    node: form.Node
    unique: bool = False
    columns: list[Value] = field(default_factory=list)
    text: str = ""
    where: str = ""

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("on", "using", "onOnly"):
            self.columns = [a for a in args.positional if not isinstance(a, Constant)]
        elif name == "where":
            self.where = "partial"
        self.node = node
        return self

    def names(self) -> tuple[str, ...]:
        """The columns' database names, '' for an expression."""
        return tuple(_column_name(value) for value in self.columns)

    def as_index(self) -> Index:
        """The index or unique key as a record."""
        return Index(self.names(), at(self.path, self.node), self.unique, self.name, self.where)


def _column_name(value: Value) -> str:
    if isinstance(value, ColumnModel):
        return value.name
    if isinstance(value, Derived):
        return next((_column_name(v) for v in value.operands if isinstance(v, ColumnModel)), "")
    return ""


def _sql_type(kind: str, options: Value | None) -> str:
    base = _SQL_TYPES.get(kind, kind)
    fields = options.fields if isinstance(options, ObjectValue) else {}
    length, precision, scale = (fields.get(key) for key in ("length", "precision", "scale"))
    if isinstance(length, Constant) and length.value is not None:
        return f"{base}({length.value})"
    if isinstance(precision, Constant) and precision.value is not None:
        digits = f",{scale.value}" if isinstance(scale, Constant) else ""
        return f"{base}({precision.value}{digits})"
    zone = fields.get("withTimezone")
    if kind == "timestamp" and isinstance(zone, Constant) and zone.value:
        return "timestamptz"
    return base


def _enum_values(options: Value | None) -> tuple[str, ...]:
    given = options.fields.get("enum") if isinstance(options, ObjectValue) else None
    if isinstance(given, ListValue):
        return tuple(str(v.value) for v in given.items if isinstance(v, Constant))
    return ()


def _default(name: str, args: Args) -> str:
    first = args.get(0)
    if name == "defaultNow":
        return "now()"
    if isinstance(first, Constant):
        return repr(first.value)
    return "generated"


def _on_delete(options: Value | None) -> str:
    given = options.fields.get("onDelete") if isinstance(options, ObjectValue) else None
    return str(given.value) if isinstance(given, Constant) else ""


def _foreign_key(run: Run, reference: tuple[Value | None, str] | None) -> ForeignKey | None:
    if reference is None or reference[0] is None:
        return None
    target = run.call(reference[0], Args(), form.Literal(form.Span(0, 0, 1, 1), None))
    if isinstance(target, ColumnModel):
        return ForeignKey(target.qualified, target.name, reference[1])
    return None


# --- models ------------------------------------------------------------------------------------------


def make_table(found: Found, run: Run, args: Args, node: form.Node, name: Value | None = None) -> Value:
    """`pgTable(name, columns, extras)`; `name` where the app's own creator of tables made it of the first argument."""
    name, columns = name or args.get(0), args.get(1)
    if isinstance(columns, Closure):
        columns = run.call(columns, Args([External("drizzle-orm/pg-core", None, node)]), node)
    fields = columns.fields if isinstance(columns, ObjectValue) else {}
    known = {key: value for key, value in fields.items() if isinstance(value, ColumnModel)}
    if isinstance(columns, ObjectValue):
        _spread_columns(columns, known)
    table = TableModel(str(name.value) if isinstance(name, Constant) else "", known, run.module, node, run)
    found.tables.append(table)
    found.stacks.add("drizzle")
    table.extras = _extras(run, table, args.get(2), node)
    return table


def _spread_columns(columns: ObjectValue, known: dict[str, ColumnModel]) -> None:
    for spread in columns.spreads:
        if isinstance(spread, ObjectValue):
            known.update({k: v for k, v in spread.fields.items() if isinstance(v, ColumnModel)})


def _extras(run: Run, table: TableModel, given: Value | None, node: form.Node) -> list[Value]:
    if not isinstance(given, Closure):
        return []
    made = run.call(given, Args([table]), node)
    if isinstance(made, ObjectValue):
        return list(made.fields.values())
    return list(made.items) if isinstance(made, ListValue) else []


def make_extra(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`index("i")`, `uniqueIndex("u")`, `unique("u")`, `primaryKey({...})`, `check("c", sql)`."""
    name = target.path.rsplit(".", 1)[-1]
    first = args.get(0)
    title = str(first.value) if isinstance(first, Constant) else ""
    kind = {"uniqueIndex": "unique", "foreignKey": "foreign"}.get(name, name)
    extra = Extra(kind, title, run.module, node, unique=kind == "unique")
    if isinstance(first, ObjectValue) and isinstance(first.fields.get("columns"), ListValue):
        columns = first.fields["columns"]
        extra.columns = list(columns.items) if isinstance(columns, ListValue) else []
    if kind == "primaryKey" and not extra.columns:
        extra.columns = [value for value in args.positional if isinstance(value, ColumnModel)]
    if kind == "check":
        extra.text = sql_text(args.get(1))
    return extra


def sql_text(value: Value | None) -> str:
    """The SQL of a tagged template, columns by name, other holes as ?."""
    text = getattr(value, "text", None)
    return str(text) if text is not None else ""
