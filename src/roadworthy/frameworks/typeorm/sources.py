"""Where repositories come from: a data source, a manager, a query runner, a class that extends `Repository` or `BaseEntity`."""

from __future__ import annotations

from roadworthy.frameworks.known_text import text_of
from roadworthy.frameworks.typeorm.builder import Builder
from roadworthy.frameworks.typeorm.entities import EntityTable
from roadworthy.frameworks.typeorm.registry import Registry
from roadworthy.frameworks.typeorm.repository import METHODS, Asking, Named, raw
from roadworthy.frameworks.typeorm.rows import EntityRow
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    Derived,
    External,
    Model,
    ObjectValue,
    Run,
    Unknown,
    Value,
)
from roadworthy.languages import form


class RepositoryValue(Model):
    """`dataSource.getRepository(Post)`; `own` are methods that `extend({...})` adds."""

    __slots__ = ("entity_table", "own", "registry", "transaction")

    def __init__(self, registry: Registry, entity: EntityTable, transaction: str = "") -> None:
        self.registry, self.entity_table, self.transaction = registry, entity, transaction
        self.own: ObjectValue | None = None

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if self.own is not None and name in self.own.fields:
            held = self.own.fields[name]
            return held.bind(self) if isinstance(held, Closure) else held
        if name == "manager":
            return Manager(self.registry, self.transaction)
        return Named(self, name) if name in METHODS else Derived(f".{name}", (self,), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if self.own is not None and name in self.own.fields:
            return None
        if name == "extend":
            made = RepositoryValue(self.registry, self.entity_table, self.transaction)
            first = args.get(0)
            made.own = first if isinstance(first, ObjectValue) else None
            return made
        return asked(run, self.registry, self.entity_table, name, args, node, self.transaction)


def asked(
    run: Run,
    registry: Registry,
    entity: EntityTable,
    name: str,
    args: Args,
    node: form.Node,
    transaction: str = "",
) -> Value | None:
    """A method of an entity's repository; None for what it does not have."""
    if name == "createQueryBuilder":
        return Builder(run, registry, entity, text_of(args.get(0)), node, transaction)
    if name == "query":
        return raw(run, args, node, transaction)
    return Asking(entity, transaction).call(run, name, args, node)


class Manager(Model):
    """A data source, its manager, or a query runner: asks any entity. `runner` when it begins and ends transactions itself."""

    __slots__ = ("registry", "runner", "transaction")

    def __init__(self, registry: Registry, transaction: str = "", *, runner: bool = False) -> None:
        self.registry, self.transaction, self.runner = registry, transaction, runner

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in ("manager", "connection", "dataSource", "queryRunner"):
            return self
        if name in METHODS or name in ("getRepository", "transaction"):
            return Named(self, name)
        return External(f"typeorm.DataSource().{name}", None, node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        first = args.get(0)
        if name in ("getRepository", "getTreeRepository", "withRepository", "getCustomRepository"):
            return self._repository(run, first, node)
        if name == "transaction":
            return self._transaction(run, args, node)
        if name == "createQueryRunner":
            return Manager(self.registry, runner=True)
        if name == "startTransaction":
            self.transaction = f"{run.module}:{node.span.start}{_isolation(first)}"
            return Constant(None)
        if name in ("commitTransaction", "rollbackTransaction"):
            # Other branches of a handler are still in it: what follows on this way asks outside.
            return Constant(None)
        if name == "query":
            return raw(run, args, node, self.transaction)
        if name == "createQueryBuilder":
            entity = self.registry.entity(first)
            return Builder(run, self.registry, entity, text_of(args.get(1)), node, self.transaction)
        return self._of_entity(run, name, args, node)

    def _repository(self, run: Run, value: Value | None, node: form.Node) -> Value:
        entity = self.registry.entity(value)
        if entity is not None:
            return RepositoryValue(self.registry, entity, self.transaction)
        if isinstance(value, ClassValue):
            return run.construct(value, Args([self]), node)
        return External("typeorm.Repository()", None, node)

    def _transaction(self, run: Run, args: Args, node: form.Node) -> Value:
        held = f"{run.module}:{node.span.start}{_isolation(args.get(0))}"
        callback = next((value for value in args.positional if isinstance(value, Closure)), None)
        if callback is None:
            return Unknown()
        return run.call(callback, Args([Manager(self.registry, held)]), node)

    def _of_entity(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        """`manager.find(User, {...})`, `manager.save(user)`, `manager.save(User, {...})`."""
        if name not in METHODS:
            return None
        entity = self.registry.entity(args.get(0))
        if entity is not None:
            rest = Args(args.positional[1:], args.keywords, args.spread)
            return asked(run, self.registry, entity, name, rest, node, self.transaction)
        entity = _entity_of(args.get(0))
        if entity is None:
            return None
        return asked(run, self.registry, entity, name, args, node, self.transaction)


def _isolation(value: Value | None) -> str:
    """The isolation level that was asked for, where it keeps others from coming between."""
    level = text_of(value).lower()
    return ":serializable" if level == "serializable" else ""


def _entity_of(value: Value | None) -> EntityTable | None:
    """The entity of which a row, or one of several, is."""
    if isinstance(value, EntityRow):
        return value.source
    for one in value.inputs() if value is not None and not isinstance(value, ObjectValue) else ():
        found = one.source if isinstance(one, EntityRow) else None
        row = getattr(one, "row", None)
        found = found or (row.source if isinstance(row, EntityRow) else None)
        if found is not None:
            return found
    row = getattr(value, "row", None)
    return row.source if isinstance(row, EntityRow) else None
