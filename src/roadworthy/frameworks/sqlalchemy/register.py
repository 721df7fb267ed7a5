"""Tells what SQLAlchemy's and SQLModel's functions mean."""

from __future__ import annotations

from collections.abc import Callable

from roadworthy.frameworks.found import Found
from roadworthy.frameworks.pydantic import ModelClass
from roadworthy.frameworks.pydantic_rules import FieldModel, is_table
from roadworthy.frameworks.python_types import Annotation, annotated_fields, take_apart
from roadworthy.frameworks.sqlalchemy import session as sessions
from roadworthy.frameworks.sqlalchemy.brought_columns import add_brought, brought_name
from roadworthy.frameworks.sqlalchemy.columns import (
    ColumnExpression,
    ColumnModel,
    Ordering,
    combine,
)
from roadworthy.frameworks.sqlalchemy.databases import register_databases
from roadworthy.frameworks.sqlalchemy.flask import FLASK_MODEL, query_of, register_flask, snake_case
from roadworthy.frameworks.sqlalchemy.rows import Validate, construct
from roadworthy.frameworks.sqlalchemy.sql_text import of_value
from roadworthy.frameworks.sqlalchemy.statements import Mapping, RelationAttribute, start
from roadworthy.frameworks.sqlalchemy.tables import (
    ColumnDeclaration,
    ConstraintDeclaration,
    RelationDeclaration,
    TableModel,
    add_constraints,
    declare,
)
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    External,
    Instance,
    Library,
    Run,
    Value,
)
from roadworthy.languages import form

_BASES = (
    "sqlalchemy.orm.DeclarativeBase",
    "sqlalchemy.orm.DeclarativeBaseNoMeta",
    "sqlalchemy.orm.declarative_base()",
    "sqlalchemy.ext.declarative.declarative_base()",
    "sqlalchemy.orm.registry().generate_base()",
)
_CONSTRAINTS = ("UniqueConstraint", "Index", "CheckConstraint", "PrimaryKeyConstraint")
_SESSIONS = (
    "sqlalchemy.orm.Session",
    "sqlalchemy.ext.asyncio.AsyncSession",
    "sqlmodel.Session",
    "sqlmodel.ext.asyncio.session.AsyncSession",
)
SESSION_TYPES = {*_SESSIONS, "sqlalchemy.orm.session.Session", "sqlalchemy.engine.Connection",
                 "sqlalchemy.ext.asyncio.AsyncConnection", "sqlalchemy.Connection"}  # fmt: skip
_FACTORIES = (
    "sqlalchemy.orm.sessionmaker",
    "sqlalchemy.ext.asyncio.async_sessionmaker",
    "sqlalchemy.orm.scoped_session",
    "sqlalchemy.ext.asyncio.async_scoped_session",
)
_ENGINES = ("create_engine", "create_async_engine", "engine_from_config")


class MappedClass:
    """What a class that inherits from a declarative base means."""

    def __init__(
        self,
        found: Found,
        mapping: Mapping,
        *,
        sqlmodel: bool = False,
        naming: Callable[[str], str] | None = None,
    ) -> None:
        self.found, self.mapping, self.sqlmodel, self.naming = found, mapping, sqlmodel, naming
        self.plain = ModelClass()

    def __call__(self, run: Run, kind: ClassValue) -> None:
        """Reads the table that a class declares, if it declares one."""
        name = self._table_name(kind)
        if not name:
            return
        table = TableModel(name, kind.module, kind.node, kind)
        add_brought(table, kind)
        for field, (given, value, node) in annotated_fields(run, kind).items():
            annotation = take_apart(given) if given is not None else None
            self._field(table, field, annotation, value, node)
        self.mapping.add(table)
        add_constraints(run, table, kind.find("__table_args__"))
        self.found.tables.append(table)
        self.found.stacks.add("sqlalchemy")

    def _table_name(self, kind: ClassValue) -> str:
        if self.sqlmodel:
            own = kind.attributes.get("__tablename__")
            named = str(own.value) if isinstance(own, Constant) else kind.name.lower()
            return named if is_table(kind) else ""
        abstract = kind.attributes.get("__abstract__")
        if isinstance(abstract, Constant) and abstract.value:
            return ""
        own = kind.attributes.get("__tablename__")
        if isinstance(own, Constant):
            return str(own.value)
        brought = brought_name(kind)
        if self.naming is not None and (_declares_columns(kind) or brought) and own is None:
            return self.naming(kind.name)
        if own is None and brought:
            return brought
        inherited = kind.find("__tablename__")
        mixed_in = own is None and isinstance(inherited, Closure) and _declares_columns(kind)
        return kind.name.lower() if mixed_in or isinstance(own, Closure) else ""

    def _field(
        self,
        table: TableModel,
        name: str,
        annotation: Annotation | None,
        value: Value | None,
        node: form.Define,
    ) -> None:
        inner = _inner(annotation)
        if isinstance(value, RelationDeclaration):
            value.annotation = inner
            table.relations[name] = value
        elif isinstance(value, ColumnDeclaration):
            table.columns[name] = declare(name, table.path, node, value, inner if inner is not None else None)
        elif annotation is not None and annotation.name == "Mapped" and value is None:
            table.columns[name] = declare(name, table.path, node, None, inner)
        elif (
            self.sqlmodel
            and annotation is not None
            and not name.startswith("__")
            and annotation.name != "ClassVar"
        ):
            declaration = None
            if isinstance(value, FieldModel):
                default = {"default": value.arguments.positional[0]} if value.arguments.positional else {}
                declaration = ColumnDeclaration(
                    Args([], default | value.arguments.keywords), table.path, node
                )
            elif value is not None:
                declaration = ColumnDeclaration(Args([], {"default": value}), table.path, node)
            table.columns[name] = declare(name, table.path, node, declaration, annotation)

    def construct(self, run: Run, kind: ClassValue, args: Args, node: form.Node) -> Value:
        """A new object of the class."""
        table = self.mapping.of(kind)
        if table is None:
            return self.plain.construct(run, kind, args, node) if self.sqlmodel else Instance(kind, node)
        entity = construct(run, table, self.mapping, args, node)
        constructor = kind.find("__init__")
        if isinstance(constructor, Closure):
            run.call(constructor.bind(entity), args, node)
        return entity


def _as_base(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """`@as_declarative() class Base`: what inherits from it is mapped as if it were a library's base."""
    kind = args.get(0)
    if isinstance(kind, ClassValue):
        kind.bases.append(External(_BASES[0], None, node))
    return kind


def _declares_columns(kind: ClassValue) -> bool:
    return any(isinstance(value, ColumnDeclaration) for value in kind.attributes.values())


def _inner(annotation: Annotation | None) -> Annotation | None:
    """What stands inside `Mapped[...]`."""
    if annotation is None or annotation.name not in ("Mapped", "DynamicMapped", "WriteOnlyMapped"):
        return annotation
    return take_apart(annotation.arguments[0]) if annotation.arguments else None


def _class_member(mapping: Mapping):  # type: ignore[no-untyped-def]
    def find(kind: ClassValue, name: str):  # type: ignore[no-untyped-def]
        table = mapping.of(kind)
        if table is None:
            return None
        if name in table.columns:
            return lambda run, owner, member, node: table.column(member)
        if name in table.relations:
            target = mapping.by_name.get(table.relations[name].target)
            return lambda run, owner, member, node: RelationAttribute(member, table, target)
        if name == "query":
            return lambda run, owner, member, node: query_of(owner, mapping, node)
        if name in ("model_validate", "from_orm", "parse_obj"):
            return lambda run, owner, member, node: Validate(table, mapping)
        return (lambda run, owner, member, node: table) if name == "__table__" else None

    return find


def _declaration(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return ColumnDeclaration(args, run.module, node)


def _relation(run: Run, target: External, args: Args, node: form.Node) -> Value:
    given = args.get(0)
    if isinstance(given, Closure):
        args = Args([run.call(given, Args(), node)], args.keywords)
    return RelationDeclaration(args)


def _constraint(run: Run, target: External, args: Args, node: form.Node) -> Value:
    made = ConstraintDeclaration(target.path.rsplit(".", 1)[-1], args, run.module, node)
    for value in args.positional:
        if isinstance(value, ColumnModel):
            value.table.constraints.append(made)
            break
    return made


def _table(found: Found, mapping: Mapping):  # type: ignore[no-untyped-def]
    def make(run: Run, target: External, args: Args, node: form.Node) -> Value:
        name = args.get(0)
        table = TableModel(str(name.value) if isinstance(name, Constant) else "", run.module, node)
        constraints = []
        # After the name stands the metadata, which Flask-SQLAlchemy's `db.Table` has by itself.
        for value in args.positional[1:]:
            if isinstance(value, ColumnDeclaration):
                first = value.arguments.get(0)
                field = str(first.value) if isinstance(first, Constant) else ""
                table.columns[field] = declare(field, run.module, value.node, value, None)
            elif isinstance(value, ConstraintDeclaration):
                constraints.append(value)
        for constraint in constraints:
            add_constraints(run, table, constraint)
        found.tables.append(table)
        found.stacks.add("sqlalchemy")
        mapping.tables[table.name] = table
        return table

    return make


def _statement(mapping: Mapping):  # type: ignore[no-untyped-def]
    def make(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return start(target.path.rsplit(".", 1)[-1], args.get(0), args, mapping)

    return make


def _combine(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return combine(target.path.rsplit(".", 1)[-1].rstrip("_"), list(args.positional))


def _order(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return Ordering(args.get(0), target.path.endswith("desc"))


def _function(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    name = target.path.split("func.", 1)[1]
    return ColumnExpression(name, tuple(args.all()), node) if "(" not in name else None


def _expression(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return ColumnExpression(target.path.rsplit(".", 1)[-1], tuple(args.all()), node)


def _exists(mapping: Mapping):  # type: ignore[no-untyped-def]
    def make(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return start("select", args.get(0), args, mapping)

    return make


def _text(run: Run, target: External, args: Args, node: form.Node) -> Value:
    made = of_value(args.get(0, "text"))
    made.node = node
    return made


def _session(mapping: Mapping):  # type: ignore[no-untyped-def]
    def make(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return sessions.SessionModel(mapping, _isolation(args))

    return make


def _factory(mapping: Mapping):  # type: ignore[no-untyped-def]
    def make(run: Run, target: External, args: Args, node: form.Node) -> Value:
        given = [value for value in args.all() if isinstance(value, sessions.SessionFactory)]
        inherited = next((factory.transaction for factory in given if factory.transaction), "")
        return sessions.SessionFactory(mapping, _isolation(args) or inherited)

    return make


def _isolation(args: Args) -> str:
    """The isolation level that was asked for when it is more than the default, which prevents nothing."""
    level = args.keywords.get("isolation_level")
    text = str(level.value).lower() if isinstance(level, Constant) else ""
    return text if text in ("serializable", "repeatable read") else ""


def register(library: Library, found: Found) -> None:
    """Tells what SQLAlchemy's and SQLModel's functions mean."""
    mapping = Mapping()
    library.on_class(*_BASES)(MappedClass(found, mapping))
    library.on_class("sqlmodel.SQLModel", "sqlmodel.main.SQLModel")(
        MappedClass(found, mapping, sqlmodel=True)
    )
    library.on_call(
        *(f"{base}.as_declarative()" for base in ("sqlalchemy.orm", "sqlalchemy.ext.declarative")),
        "sqlalchemy.orm.registry().as_declarative_base()",
    )(_as_base)
    library.on_class_member(_class_member(mapping))
    library.on_call(
        "sqlalchemy.orm.mapped_column", "sqlalchemy.Column", "sqlalchemy.schema.Column", "sqlmodel.Column",
        "sqlalchemy.orm.column_property",
    )(_declaration)  # fmt: skip
    library.on_call("sqlalchemy.orm.relationship", "sqlalchemy.orm.backref", "sqlmodel.Relationship")(
        _relation
    )
    # Another name for the same table.
    library.on_call("sqlalchemy.orm.aliased", "sqlalchemy.alias")(
        lambda run, target, args, node: args.get(0) if isinstance(args.get(0), ClassValue) else None
    )
    library.on_call("sqlmodel.col")(lambda run, target, args, node: args.get(0) or Constant(None))
    library.on_call("sqlmodel.Field")(lambda run, target, args, node: FieldModel(args))
    for package in ("sqlalchemy", "sqlalchemy.schema", "sqlmodel"):
        library.on_call(*(f"{package}.{name}" for name in _CONSTRAINTS))(_constraint)
        library.on_call(f"{package}.Table")(_table(found, mapping))
    _register_statements(library, mapping)
    library.on_call(*_SESSIONS)(_session(mapping))
    library.on_call(*_FACTORIES)(_factory(mapping))
    library.on_call(
        "sqlalchemy.ext.asyncio.create_async_engine", *(f"sqlalchemy.{name}" for name in _ENGINES)
    )(_factory(mapping))
    library.on_call("sqlmodel.create_engine", "sqlalchemy.engine.create_engine")(_factory(mapping))
    library.on_class(FLASK_MODEL)(MappedClass(found, mapping, naming=snake_case))
    register_flask(library, mapping)
    register_databases(library, found, mapping)
    found.by_type.update(dict.fromkeys(SESSION_TYPES, lambda: sessions.SessionModel(mapping)))


def _register_statements(library: Library, mapping: Mapping) -> None:
    for package in ("sqlalchemy", "sqlalchemy.sql", "sqlalchemy.sql.expression", "sqlalchemy.future", "sqlmodel",
                    "sqlalchemy.dialects.postgresql", "sqlalchemy.dialects.sqlite", "sqlalchemy.dialects.mysql",
                    "sqlmodel.sql.expression"):  # fmt: skip
        library.on_call(*(f"{package}.{name}" for name in ("select", "insert", "update", "delete")))(
            _statement(mapping)
        )
        library.on_call(*(f"{package}.{name}" for name in ("and_", "or_", "not_")))(_combine)
        library.on_call(f"{package}.desc", f"{package}.asc")(_order)
        library.on_call(f"{package}.func.*")(_function)
        library.on_call(
            *(f"{package}.{name}" for name in ("case", "cast", "distinct", "extract", "literal"))
        )(_expression)
        library.on_call(f"{package}.exists")(_exists(mapping))
        library.on_call(f"{package}.text")(_text)
