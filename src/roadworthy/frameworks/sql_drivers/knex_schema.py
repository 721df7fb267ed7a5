"""What the migrations of knex make: `knex.schema.createTable("users", (table) => { table.increments(); ... })`, in their order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from msgspec import Struct

from roadworthy.app import Column, ForeignKey, Index, Location, Table
from roadworthy.app.location import at
from roadworthy.frameworks.found import Found, TableSource
from roadworthy.frameworks.known_text import text_of, texts_of
from roadworthy.frameworks.script_migrations import run_ups
from roadworthy.interpret import (
    Args,
    Closure,
    Constant,
    Derived,
    External,
    Model,
    ObjectValue,
    Program,
    Run,
    Unknown,
    Value,
)
from roadworthy.languages import form
from roadworthy.regex import regex

_SPEAKS = regex(r"\.(createTable|alterTable|table)(IfNotExists)?\(")
_TYPES = {
    "increments": "integer", "bigIncrements": "bigint", "integer": "integer", "tinyint": "smallint", "smallint": "smallint",
    "mediumint": "integer", "bigint": "bigint", "bigInteger": "bigint", "text": "text", "string": "varchar", "float": "real",
    "double": "double precision", "decimal": "numeric", "boolean": "boolean", "date": "date", "datetime": "timestamptz",
    "dateTime": "timestamptz", "time": "time", "timestamp": "timestamptz", "json": "json", "jsonb": "jsonb", "uuid": "uuid",
    "enu": "enum", "enum": "enum", "binary": "bytea", "specificType": "",
}  # fmt: skip
_LENGTH = 255
"""Characters of a `string` for which no number is given (knex, "Schema Builder")."""


def replay(found: Found) -> Callable[[Program], None]:
    """Replays the migrations once every module is evaluated."""

    def run_all(program: Program) -> None:
        made: dict[str, MadeTable] = {}
        run_ups(program, _SPEAKS, Migrating(made), "knex")
        declared = {source.table().name for source in found.tables}
        found.tables.extend(one for name, one in made.items() if name not in declared and one.columns)

    return run_all


class MadeColumn(Struct):
    """A column while it is being said what it is."""

    name: str
    type: str
    location: Location
    nullable: bool = True
    primary: bool = False
    unique: bool = False
    default: str = ""
    target: str = ""
    key: str = "id"
    on_delete: str = ""
    values: tuple[str, ...] = ()

    def column(self) -> Column:
        """As it is in the end."""
        reference = ForeignKey(self.target, self.key, self.on_delete) if self.target else None
        return Column(
            self.name, self.name, self.type, self.location, self.nullable and not self.primary, self.primary, self.unique, self.default,
            reference, self.values,
        )  # fmt: skip


@dataclass(slots=True, eq=False)
class MadeTable(TableSource):
    """A table as the migrations leave it."""

    name: str
    location: Location
    columns: dict[str, MadeColumn] = field(default_factory=dict)
    indexes: list[Index] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)
    primary: tuple[str, ...] = ()
    symbol: str = ""

    library = "knex"

    def table(self) -> Table:
        columns = tuple(one.column() for one in self.columns.values())
        primary = self.primary or tuple(one.name for one in columns if one.primary)
        return Table(
            self.name, self.symbol or self.name, self.location, columns, tuple(self.indexes), tuple(self.checks), primary, "knex"
        )  # fmt: skip


class Migrating(Model):
    """`knex` as a migration is handed it."""

    __slots__ = ("made",)

    def __init__(self, made: dict[str, MadeTable]) -> None:
        self.made = made

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Schema(self.made) if name == "schema" else External(f"knex().{name}", None, node)

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return Unknown()

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return Derived(name, (), node)


class Schema(Model):
    """`knex.schema`, whose steps are chained or awaited one by one."""

    __slots__ = ("made",)

    def __init__(self, made: dict[str, MadeTable]) -> None:
        self.made = made

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        named, shape = text_of(args.get(0)), args.get(1)
        if name in ("hasTable", "hasColumn"):
            return Unknown()
        if name in ("createTable", "createTableIfNotExists", "table", "alterTable") and named:
            table = self.made.setdefault(named, MadeTable(named, at(run.module, node)))
            if isinstance(shape, Closure):
                run.call(shape, Args([Shape(table)]), node)
        elif name.startswith("dropTable"):
            self.made.pop(named, None)
        elif name == "renameTable" and named in self.made:
            table = self.made.pop(named)
            table.name = text_of(shape)
            self.made[table.name] = table
        elif name in ("then", "catch", "finally"):
            run.call_back(args.positional, node, Unknown())
        return self


class Shape(Model):
    """`table` in the function that says what is in it."""

    __slots__ = ("table",)

    def __init__(self, table: MadeTable) -> None:
        self.table = table

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        place, first = at(run.module, node), text_of(args.get(0))
        if name in _TYPES:
            return Said(self.table, self._column(name, args, place))
        if name == "timestamps":
            self._times(args, place)
        elif name == "foreign":
            return Said(self.table, self.table.columns.get(first or "".join(texts_of(args.get(0)))))
        elif name in ("index", "unique", "primary"):
            self._key(name, args, place)
        elif name in ("dropColumn", "dropColumns"):
            for one in (first, *texts_of(args.get(0)), *(text_of(value) for value in args.positional[1:])):
                self.table.columns.pop(one, None)
        elif name == "renameColumn" and first in self.table.columns:
            known = self.table.columns.pop(first)
            known.name = text_of(args.get(1))
            self.table.columns[known.name] = known
        elif name in ("dropIndex", "dropUnique"):
            gone = texts_of(args.get(0)) or (first,)
            self.table.indexes = [one for one in self.table.indexes if one.columns != gone]
        elif name == "check":
            self.table.checks.append(first)
        return self

    def _column(self, kind: str, args: Args, place: Location) -> MadeColumn:
        numbered = kind in ("increments", "bigIncrements")
        name = text_of(args.get(0)) or ("id" if numbered else kind)
        made = MadeColumn(
            name, _type(kind, args), place, values=texts_of(args.get(1)) if kind in ("enu", "enum") else ()
        )
        if numbered:
            made.primary, made.default = not _is_false(args.get(1), "primaryKey"), "generated"
        self.table.columns[name] = made
        return made

    def _times(self, args: Args, place: Location) -> None:
        first = args.get(0)
        camel = isinstance(args.get(2), Constant) or (
            isinstance(first, ObjectValue) and "useCamelCase" in first.fields
        )
        for name in ("createdAt", "updatedAt") if camel else ("created_at", "updated_at"):
            self.table.columns[name] = MadeColumn(
                name, "timestamptz", place, default="now()" if args.get(1) else ""
            )

    def _key(self, kind: str, args: Args, place: Location) -> None:
        columns = texts_of(args.get(0)) or ((text_of(args.get(0)),) if text_of(args.get(0)) else ())
        if kind == "primary":
            self.table.primary = columns
        elif kind == "unique" and len(columns) == 1 and columns[0] in self.table.columns:
            self.table.columns[columns[0]].unique = True
        elif columns:
            self.table.indexes.append(Index(columns, place, kind == "unique"))


class Said(Model):
    """A column, of which more is said: `.notNullable().references("id").inTable("users")`."""

    __slots__ = ("column", "table")

    def __init__(self, table: MadeTable, column: MadeColumn | None) -> None:
        self.table, self.column = table, column

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        own = self.column
        if own is None:
            return self
        first = args.get(0)
        if name in ("notNullable", "notNull"):
            own.nullable = False
        elif name == "nullable":
            own.nullable = not (isinstance(first, Constant) and first.value is False)
        elif name in ("unique", "primary"):
            setattr(own, name, True)
        elif name == "index":
            self.table.indexes.append(Index((own.name,), at(run.module, node)))
        elif name == "references":
            target, _, key = text_of(first).rpartition(".")
            own.target, own.key = target or own.target, key or "id"
        elif name in ("inTable", "on"):
            own.target = text_of(first)
        elif name == "onDelete":
            own.on_delete = text_of(first).lower()
        elif name in ("defaultTo", "default"):
            own.default = repr(first.value) if isinstance(first, Constant) else "generated"
        elif name.startswith("check"):
            self.table.checks.append(f"{own.name} is checked")
        return self


def _type(kind: str, args: Args) -> str:
    base = _TYPES[kind]
    sizes = [
        str(v.value) for v in args.positional[1:] if isinstance(v, Constant) and isinstance(v.value, int)
    ]
    if kind == "specificType":
        return text_of(args.get(1)).lower()
    if kind == "string":
        return f"varchar({sizes[0] if sizes else _LENGTH})"
    if kind == "decimal":
        return f"numeric({','.join(sizes) or '8,2'})"
    return "timestamp" if base == "timestamptz" and _is_false(args.get(1), "useTz") else base


def _is_false(options: Value | None, name: str) -> bool:
    given = options.fields.get(name) if isinstance(options, ObjectValue) else None
    return isinstance(given, Constant) and given.value is False
