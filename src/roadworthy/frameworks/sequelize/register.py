"""Tells what Sequelize's functions mean."""

from __future__ import annotations

from pathlib import PurePosixPath

from roadworthy.frameworks.events import QuerySeen
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.rows import emit_query
from roadworthy.frameworks.sequelize.decorated import is_decorated, register_decorated
from roadworthy.frameworks.sequelize.migrations import replay
from roadworthy.frameworks.sequelize.models import SequelizeTable
from roadworthy.frameworks.sequelize.queries import METHODS, ModelValue, Raw
from roadworthy.frameworks.sequelize.rows import transaction_of
from roadworthy.frameworks.sql_statement import describe
from roadworthy.frameworks.sql_text import written
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    External,
    Library,
    Model,
    ObjectValue,
    Run,
    Unknown,
    Value,
)
from roadworthy.languages import form


class Registry:
    """The models of one app, by name and by class."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.by_name: dict[str, ModelValue] = {}
        self.by_class: dict[int, ModelValue] = {}

    def define(self, run: Run, name: str, args: Args, node: form.Node) -> ModelValue:
        """`sequelize.define(name, attributes, options)`."""
        table = SequelizeTable(name, run, node)
        table.declare(args.get(0), args.get(1), run, node)
        return self._keep(ModelValue(table))

    def of_class(self, run: Run, kind: ClassValue) -> ModelValue:
        """The model of a class that extends Sequelize's."""
        known = self.by_class.get(id(kind))
        if known is None:
            table = SequelizeTable(kind.name, run, kind.node)
            table.kind = kind
            known = self.by_class[id(kind)] = ModelValue(table)
        return known

    def initialise(self, run: Run, model: ModelValue, args: Args, node: form.Node) -> None:
        """`User.init(attributes, options)`."""
        table = model.table_source
        table.path, table.node = run.module, node
        table.declare(args.get(0), args.get(1), run, node)
        self._keep(model)

    def declare(self, run: Run, kind: ClassValue, attributes: ObjectValue, options: ObjectValue) -> None:
        """A class whose decorators say what `init` is told."""
        model = self.of_class(run, kind)
        model.table_source.path, model.table_source.node = kind.module, kind.node
        model.table_source.declare(attributes, options, run, kind.node)
        self._keep(model)

    def _keep(self, model: ModelValue) -> ModelValue:
        table = model.table_source
        if table.label not in self.by_name:
            self.found.tables.append(table)
            self.found.stacks.add("sequelize")
        self.by_name[table.label] = model
        return model


class Database(Model):
    """`new Sequelize(...)`."""

    __slots__ = ("registry",)

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in ("models", "model"):
            return Models(self.registry)
        if name in ("Sequelize", "Op", "fn", "col", "literal", "where", "QueryTypes", "DataTypes"):
            return External(f"sequelize.{name}", None, node)
        return External(f"sequelize().{name}", None, node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        first = args.get(0)
        if name == "define":
            # A name that is worked out is not known here; a file holds one model, and is mostly called after it.
            label = str(first.value) if isinstance(first, Constant) else PurePosixPath(run.module).stem
            return self.registry.define(run, label, Args(args.positional[1:]), node)
        if name in ("transaction", "startUnmanagedTransaction"):
            return self._transaction(run, args, node)
        if name == "query":
            return self._query(run, args, node)
        if name == "model" and isinstance(first, Constant):
            return self.registry.by_name.get(str(first.value)) or Unknown()
        if name == "import":
            return Unknown()
        return None

    def _transaction(self, run: Run, args: Args, node: form.Node) -> Value:
        held = Transaction(f"{run.module}:{node.span.start}")
        callback = next((value for value in args.positional if isinstance(value, Closure)), None)
        return run.call(callback, Args([held]), node) if callback is not None else held

    def _query(self, run: Run, args: Args, node: form.Node) -> Value:
        first, options = args.get(0), args.get(1)
        fields = options.fields if isinstance(options, ObjectValue) else {}
        text = first.fields.get("query") if isinstance(first, ObjectValue) else first
        transaction = transaction_of(options)
        context = run.context.changed(transaction=transaction) if transaction else run.context
        seen = QuerySeen("raw", "", run.module, node, context, library="sequelize")
        describe(seen, written(text, fields.get("replacements") or fields.get("bind"), run, node))
        emit_query(run, seen)
        from roadworthy.interpret import ListValue

        rows = Raw(seen).rows()
        typed = fields.get("type")
        plain = isinstance(typed, External) and typed.path.endswith("SELECT")
        return rows if plain else ListValue([rows, Unknown()])


class Models(Model):
    """`sequelize.models`."""

    __slots__ = ("registry",)

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self.registry.by_name.get(name) or External(f"sequelize().models.{name}", None, node)

    def element(self, run: Run) -> Value:
        return run.join([(model, ()) for model in self.registry.by_name.values()])


class Transaction(Model):
    """A transaction: queries that are given it run in it."""

    __slots__ = ("transaction_name",)

    def __init__(self, name: str) -> None:
        self.transaction_name = name

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return External(f"sequelize.Transaction.{name}", None, node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        run.call_back(args.positional, node)
        return Constant(None)


def register(library: Library, found: Found) -> None:
    """Tells what Sequelize's functions mean."""
    registry = Registry(found)
    classes = ("sequelize.Model", "sequelize.Sequelize.Model", "sequelize-typescript.Model")

    @library.on_call(
        "sequelize.Sequelize", "sequelize", "sequelize-typescript.Sequelize", "sequelize.default"
    )
    def database(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Database(registry)

    decorated: list[ClassValue] = []
    register_decorated(
        found, decorated, registry.declare, lambda run, kind: registry.of_class(run, kind).table_source
    )
    found.fallbacks.append(replay(found))

    def mapped(run: Run, kind: ClassValue) -> None:
        """What decorators tell; else nothing is known of the table before `init`."""
        if is_decorated(run, kind):
            decorated.append(kind)

    def construct(run: Run, kind: ClassValue, args: Args, node: form.Node) -> Value:
        return registry.of_class(run, kind).call(run, args, node)

    mapped.construct = construct  # type: ignore[attr-defined]
    library.on_class(*classes)(mapped)

    def member(run: Run, kind: ClassValue, name: str, node: form.Node) -> Value:
        model = registry.of_class(run, kind)
        if name == "init":
            return Initialise(registry, model)
        return model if name == "table_source" else model.member(run, name, node)

    def finder(kind: ClassValue, name: str):  # type: ignore[no-untyped-def]
        """Members of classes that extend Sequelize's Model, unless they are the class's own."""
        if (
            name not in METHODS
            and name not in ("init", "table_source", "addHook")
            and not name.startswith("before")
        ):
            return None
        inherits = any(isinstance(base, External) and base.path in classes for base in kind.ancestors())
        return member if inherits and kind.find(name) is None else None

    library.on_class_member(finder)


class Initialise(Model):
    """`User.init`."""

    __slots__ = ("model", "registry")

    def __init__(self, registry: Registry, model: ModelValue) -> None:
        self.registry, self.model = registry, model

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        self.registry.initialise(run, self.model, args, node)
        return self.model
