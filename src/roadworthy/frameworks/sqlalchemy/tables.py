"""Tables: mapped classes and Core's `Table(...)`, their columns, keys, indexes and checks."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import Struct

from roadworthy.app import Column, ForeignKey, Index, Table
from roadworthy.app.location import at
from roadworthy.frameworks.found import TableSource
from roadworthy.frameworks.python_types import Annotation, enum_names
from roadworthy.frameworks.sqlalchemy.columns import ColumnExpression, ColumnModel, ConditionModel
from roadworthy.frameworks.sqlalchemy.types import annotated_type, sql_type, stored_words
from roadworthy.interpret import (
    Args,
    ClassValue,
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


@dataclass(slots=True, eq=False)
class ColumnDeclaration(Model):
    """`mapped_column(...)`, `Column(...)`, SQLModel's `Field(...)`."""

    arguments: Args
    path: str
    node: form.Node
    style: str = "mapped"


@dataclass(slots=True, eq=False)
class RelationDeclaration(Model):
    """`relationship(...)`: no column, but rows that may be loaded when they are read."""

    arguments: Args
    annotation: Annotation | None = None

    @property
    def target(self) -> str:
        """The name of the class on the other side."""
        given = self.arguments.get(0, "argument")
        if isinstance(given, ClassValue):
            return given.name
        if isinstance(given, Constant):
            return str(given.value).rsplit(".", 1)[-1]
        if self.annotation is None:
            return ""
        inner = self.annotation.arguments[0] if self.annotation.arguments else None
        if isinstance(inner, Constant):
            return str(inner.value)
        if isinstance(inner, (External, ClassValue)):
            return inner.name if isinstance(inner, ClassValue) else inner.path.rsplit(".", 1)[-1]
        return self.annotation.name

    @property
    def lazy(self) -> bool:
        """Whether its rows are read only when they are asked for."""
        given = self.arguments.keywords.get("lazy")
        return not (isinstance(given, Constant) and given.value not in ("select", True))

    @property
    def dynamic(self) -> bool:
        """Whether reading it gives a query that can be narrowed first."""
        given = self.arguments.keywords.get("lazy")
        return isinstance(given, Constant) and given.value in ("dynamic", "write_only")

    @property
    def backref(self) -> tuple[str, Args] | None:
        """The name that the other side gets for the way back, with its own options."""
        given = self.arguments.keywords.get("backref")
        if isinstance(given, Constant):
            return str(given.value), Args()
        if isinstance(given, RelationDeclaration):
            named = given.arguments.get(0, "name")
            return (str(named.value), given.arguments) if isinstance(named, Constant) else None
        return None

    @property
    def many(self) -> bool:
        """Whether it stands for several rows, as far as its annotation tells."""
        return self.annotation is not None and self.annotation.name.lower() in ("list", "set", "sequence")


@dataclass(slots=True, eq=False)
class ConstraintDeclaration(Model):
    """`UniqueConstraint(...)`, `Index(...)`, `CheckConstraint(...)`, `PrimaryKeyConstraint(...)`."""

    kind: str
    arguments: Args
    path: str
    node: form.Node

    @property
    def name(self) -> str:
        """Its own name, '' for none."""
        given = self.arguments.get(0 if self.kind == "Index" else -1, "name")
        return str(given.value) if isinstance(given, Constant) and given.value is not None else ""

    def columns(self, table: TableModel) -> tuple[str, ...]:
        """The database names of its columns, '' for an expression."""
        given = self.arguments.positional[1 if self.kind == "Index" else 0 :]
        return tuple(_column_name(value, table) for value in given)

    @property
    def text(self) -> str:
        """The expression of a check."""
        return _text(self.arguments.get(0, "sqltext"))

    @property
    def partial(self) -> str:
        """The condition of a partial index, '' for none."""
        given = self.arguments.keywords.get("postgresql_where") or self.arguments.keywords.get("sqlite_where")
        return (_text(given) or "partial") if given is not None else ""


def _text(value: Value | None) -> str:
    if isinstance(value, Constant):
        return str(value.value)
    if isinstance(value, ConditionModel):
        return " and ".join(f"{f.column} {f.operator} {_shown(f.value)}" for f in value.filters)
    told = getattr(value, "sql", None)
    return str(told) if isinstance(told, str) else ""


def _shown(value: Value) -> str:
    if isinstance(value, Constant):
        return repr(value.value)
    return value.name if isinstance(value, ColumnModel) else "?"


def _column_name(value: Value, table: TableModel) -> str:
    if isinstance(value, Constant):
        return table.column_named(str(value.value))
    if isinstance(value, ColumnDeclaration):
        return next((c.name for c in table.columns.values() if c.declaration is value), "")
    if isinstance(value, ColumnModel):
        return value.name
    if isinstance(value, ColumnExpression):
        return ""
    told = getattr(value, "sql", None)
    return str(told).split(" ")[0] if isinstance(told, str) and "(" not in told else ""


class DeclaredColumn(Struct, eq=False):
    """A column as it will be recorded."""

    name: str
    field: str
    type: str
    path: str
    node: form.Node
    declaration: ColumnDeclaration | None = None
    nullable: bool = True
    primary: bool = False
    unique: bool = False
    indexed: bool = False
    default: str = ""
    values: tuple[str, ...] = ()
    stored: tuple[str, ...] = ()
    reference: Value | None = None
    on_delete: str = ""

    def record(self, *, alone: bool = True) -> Column:
        """The column as a record; `alone` when no other column is in the primary key with it."""
        return Column(
            self.name,
            self.field,
            self.type,
            at(self.path, self.node),
            nullable=self.nullable and not self.primary,
            primary=self.primary and alone,
            unique=self.unique,
            default=self.default,
            references=_foreign_key(self.reference, self.on_delete),
            values=self.values,
            stored=self.stored,
        )


def _foreign_key(reference: Value | None, on_delete: str) -> ForeignKey | None:
    if isinstance(reference, ColumnModel):
        return ForeignKey(reference.table.name, reference.name, on_delete)
    if isinstance(reference, Constant) and "." in str(reference.value):
        *_, table, column = str(reference.value).split(".")
        return ForeignKey(table, column, on_delete)
    return None


def declare(
    name: str,
    path: str,
    node: form.Node,
    declaration: ColumnDeclaration | None,
    annotation: Annotation | None,
) -> DeclaredColumn:
    """A column from its declaration, its annotation, or both."""
    column = DeclaredColumn(name, name, "", path, node, declaration)
    if annotation is not None:
        column.nullable = annotation.optional
        for extra in annotation.metadata:
            if isinstance(extra, ColumnDeclaration):
                _read(column, extra)
    if declaration is not None:
        column.path = declaration.path
        _read(column, declaration)
    if not column.type and annotation is not None:
        column.type, column.values = annotated_type(annotation)
        column.stored = enum_names(annotation.base)
    if (
        column.primary
        and column.type.endswith(("integer", "bigint", "smallint"))
        and column.reference is None
    ):
        column.default = column.default or "generated"
    return column


def _read(column: DeclaredColumn, declaration: ColumnDeclaration) -> None:
    given = declaration.arguments
    for number, value in enumerate(given.positional):
        if number == 0 and isinstance(value, Constant) and isinstance(value.value, str):
            column.name = value.value
        else:
            _positional(column, value)
    for key in ("type_", "sa_type", "sa_column"):
        if key in given.keywords:
            _positional(column, given.keywords[key])
    _keywords(column, given.keywords)
    handed = given.keywords.get("sa_column_kwargs")  # what SQLModel hands on to the column that it makes
    if isinstance(handed, ObjectValue):
        _keywords(column, handed.fields)


def _positional(column: DeclaredColumn, value: Value) -> None:
    told = sql_type(value)
    if told is not None:
        column.type, column.values = told
        column.stored = stored_words(value)
        return
    if isinstance(value, ColumnDeclaration):
        _read(column, value)
    path = value.path if isinstance(value, External) else ""
    if path.endswith("ForeignKey()") and isinstance(value, External) and value.arguments is not None:
        column.reference = value.arguments.get(0, "column")
        column.on_delete = _lower(value.arguments.keywords.get("ondelete"))
    elif path.endswith(("Identity()", "Sequence()", "Computed()")):
        column.default = "generated"


def _keywords(column: DeclaredColumn, given: dict[str, Value]) -> None:
    named = given.get("name")
    column.name = str(named.value) if isinstance(named, Constant) and named.value else column.name
    column.primary = _flag(given.get("primary_key"), column.primary)
    column.unique = _flag(given.get("unique"), column.unique)
    column.indexed = _flag(given.get("index"), column.indexed)
    column.nullable = _flag(given.get("nullable"), column.nullable)
    for key in ("server_default", "default", "default_factory", "insert_default"):
        if key in given and not column.default:
            column.default = _default(given[key])
    if isinstance(given.get("foreign_key"), Constant):
        column.reference = given["foreign_key"]
        column.on_delete = _lower(given.get("ondelete"))
    length = given.get("max_length")
    if isinstance(length, Constant) and not column.type:
        column.type = f"varchar({length.value})"


def _flag(value: Value | None, otherwise: bool) -> bool:
    return bool(value.value) if isinstance(value, Constant) and value.value is not None else otherwise


def _lower(value: Value | None) -> str:
    return str(value.value).lower() if isinstance(value, Constant) and value.value else ""


def _default(value: Value) -> str:
    if isinstance(value, Constant):
        return "" if value.value is None else repr(value.value)
    if isinstance(value, ColumnExpression):
        return f"{value.operation}()"
    return _text(value) or "generated"


class TableModel(Model, TableSource):
    """A table; `kind` is the class that is mapped to it, None for Core's `Table`."""

    def __init__(self, name: str, path: str, node: form.Node, kind: ClassValue | None = None) -> None:
        self.name, self.path, self.node, self.kind = name, path, node, kind
        self.symbol = kind.name if kind is not None else name
        self.columns: dict[str, DeclaredColumn] = {}
        self.relations: dict[str, RelationDeclaration] = {}
        self.constraints: list[ConstraintDeclaration] = []
        self._used: dict[str, ColumnModel] = {}

    def column_named(self, key: str) -> str:
        """The database's name of a column that the code calls `key`."""
        return self.columns[key].name if key in self.columns else key

    def column(self, key: str) -> ColumnModel:
        """A column for use in an expression."""
        if key not in self._used:
            self._used[key] = ColumnModel(self, self.column_named(key), key)
        return self._used[key]

    @property
    def primary_key(self) -> tuple[str, ...]:
        """The database names of the key's columns."""
        for constraint in self.constraints:
            if constraint.kind == "PrimaryKeyConstraint":
                return constraint.columns(self)
        return tuple(column.name for column in self.columns.values() if column.primary)

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in ("c", "columns"):
            return Columns(self)
        return Constant(self.name) if name in ("name", "key") else Derived(f".{name}", (self,), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        from roadworthy.frameworks.sqlalchemy.statements import start

        return start(name, self, args) if name in ("select", "insert", "update", "delete") else None

    def table(self) -> Table:
        primary = self.primary_key
        columns = tuple(column.record(alone=len(primary) < 2) for column in self.columns.values())
        checks = tuple(c.text for c in self.constraints if c.kind == "CheckConstraint")
        return Table(
            self.name,
            self.symbol,
            at(self.path, self.node),
            columns,
            tuple(self._indexes()),
            checks,
            primary,
            "sqlalchemy",
        )

    def _indexes(self) -> list[Index]:
        found = [
            Index((column.name,), at(column.path, column.node))
            for column in self.columns.values()
            if column.indexed and not column.unique
        ]
        for constraint in self.constraints:
            unique = constraint.arguments.keywords.get("unique")
            certain = constraint.kind == "UniqueConstraint" or _flag(unique, False)
            if constraint.kind in ("UniqueConstraint", "Index"):
                place = at(constraint.path, constraint.node)
                names = constraint.columns(self)
                found.append(Index(names, place, certain, constraint.name, constraint.partial))
        return found


class Columns(Model):
    """`users.c`, `User.__table__.columns`."""

    __slots__ = ("table",)

    def __init__(self, table: TableModel) -> None:
        self.table = table

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self.table.column(name)

    def element(self, run: Run) -> Value:
        return Derived("column of", (self.table,))


def add_constraints(run: Run, table: TableModel, given: Value | None) -> None:
    """What `__table_args__` holds."""
    if isinstance(given, Closure):
        given = run.call(given, Args([table]), given.function)
    for value in given.items if isinstance(given, ListValue) else [given]:
        if isinstance(value, ConstraintDeclaration):
            table.constraints.append(value)
            _single_unique(table, value)


def _single_unique(table: TableModel, constraint: ConstraintDeclaration) -> None:
    """A unique key of one column is the column's own."""
    names = constraint.columns(table)
    if constraint.kind == "UniqueConstraint" and len(names) == 1:
        for column in table.columns.values():
            column.unique = column.unique or column.name == names[0]
    if constraint.kind == "PrimaryKeyConstraint":
        for column in table.columns.values():
            column.primary = column.primary or column.name in names
