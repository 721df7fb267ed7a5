"""Tells what TypeORM's functions, classes and decorators mean."""

from __future__ import annotations

from roadworthy.frameworks.found import Found
from roadworthy.frameworks.typeorm.entities import EntityTable
from roadworthy.frameworks.typeorm.migrations import replay
from roadworthy.frameworks.typeorm.registry import Registry
from roadworthy.frameworks.typeorm.repository import METHODS, Named
from roadworthy.frameworks.typeorm.rows import made_row
from roadworthy.frameworks.typeorm.sources import Manager, RepositoryValue, asked
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    External,
    Library,
    Model,
    Run,
    Unknown,
    Value,
)
from roadworthy.interpret.inheritance import linear
from roadworthy.languages import form

_REPOSITORIES = ("typeorm.Repository", "typeorm.AbstractRepository", "typeorm.TreeRepository")


def register(library: Library, found: Found) -> None:
    """Tells what TypeORM's functions, classes and decorators mean."""
    registry = Registry(found)
    found.fallbacks.append(replay(found))
    _entities(library, registry)
    _sources(library, registry)
    _subclasses(library, registry)
    _handed_in(found, registry)


def _entities(library: Library, registry: Registry) -> None:
    """What declares tables."""

    @library.on_call("typeorm.Entity()", "typeorm.ChildEntity()")
    def entity(run: Run, target: External, args: Args, node: form.Node) -> Value:
        kind = args.get(0)
        if isinstance(kind, ClassValue):
            made = registry.declare(run, kind, target.arguments.positional if target.arguments else [])
            library.makes(kind, _maker(made))
        return Constant(None)

    @library.on_call("typeorm.EntitySchema")
    def schema(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return SchemaValue(registry.schema(run, args.get(0), node))

    @library.on_call("typeorm.BeforeInsert()", "typeorm.BeforeUpdate()", "typeorm.AfterLoad()")
    def hook(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Constant(None)

    @library.on_call("typeorm.EntityRepository()")
    def repository(run: Run, target: External, args: Args, node: form.Node) -> Value:
        kind, given = args.get(0), target.arguments.get(0) if target.arguments else None
        if isinstance(kind, ClassValue) and given is not None:
            registry.of_repository[id(kind.node)] = given
        return Constant(None)

    @library.on_call("typeorm-naming-strategies.SnakeNamingStrategy")
    def naming(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        registry.snake = True
        return None

    @library.on_call("typeorm.Brackets", "typeorm.NotBrackets", "typeorm.Raw")
    def kept(run: Run, target: External, args: Args, node: form.Node) -> Value:
        """The function that it is given runs where the query is built."""
        return External(f"{target.path}()", args, node)


def _maker(entity: EntityTable):  # type: ignore[no-untyped-def]
    """`new User()`: a row that is not stored, its fields' first values in it."""

    def make(run: Run, kind: ClassValue, args: Args, node: form.Node) -> Value:
        made = made_row(run, entity, None, node)
        for name in entity.columns:
            first = kind.find(name)
            written = not isinstance(first, Constant) or first.value is not None
            if first is not None and written and not isinstance(first, Closure):
                made.set_member(run, name, first)
        constructor = kind.find("constructor")
        if isinstance(constructor, Closure):
            run.call_closure(constructor.bind(made), args, node)
        return made

    return make


def _sources(library: Library, registry: Registry) -> None:
    """What hands out repositories."""

    @library.on_call(
        "typeorm.DataSource", "typeorm.createConnection", "typeorm.getConnection", "typeorm.getManager",
        "typeorm.getConnectionManager().get", "typeorm.createConnections()[]", "typeorm.DataSource().initialize",
        "typeorm.DataSource().connect", "typeorm-extension.useDataSource",
    )  # fmt: skip
    def source(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Manager(registry)

    @library.on_call("typeorm.getRepository", "typeorm.getCustomRepository", "typeorm.createQueryBuilder")
    def repository(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        name = target.path.rpartition(".")[2]
        return Manager(registry).call_member(run, name, args, node)


def _subclasses(library: Library, registry: Registry) -> None:
    """The app's classes that extend `Repository` or `BaseEntity`."""

    @library.on_inherited(*_REPOSITORIES)
    def inherited(run: Run, this: Value, name: str, args: Args, node: form.Node) -> Value | None:
        kind = getattr(this, "kind", None)
        entity = _of_repository(run, registry, kind) if isinstance(kind, ClassValue) else None
        return asked(run, registry, entity, name, args, node) if entity is not None else None

    @library.on_member(*(f"{path}()" for path in _REPOSITORIES))
    def member(run: Run, target: External, name: str, node: form.Node) -> Value:
        return Manager(registry) if name == "manager" else External(f"{target.path}.{name}", None, node)

    def static(run: Run, kind: ClassValue, name: str, node: form.Node) -> Value:
        entity = registry.by_class.get(id(kind.node))
        if entity is None:
            return Unknown()
        made = RepositoryValue(registry, entity)
        return Given(made) if name == "getRepository" else Named(made, name)

    def finder(kind: ClassValue, name: str):  # type: ignore[no-untyped-def]
        """Members of entities that extend BaseEntity, unless they are the class's own."""
        if name not in METHODS and name != "getRepository":
            return None
        known = id(kind.node) in registry.by_class and kind.find(name) is None
        active = known and any(getattr(one, "path", "") == "typeorm.BaseEntity" for one in kind.ancestors())
        return static if active else None

    library.on_class_member(finder)


def _of_repository(run: Run, registry: Registry, kind: ClassValue) -> EntityTable | None:
    """The entity of a class that extends `Repository`: what its constructor hands on, or its decorator names."""
    for one in linear(kind):
        if isinstance(one, ClassValue):
            given = registry.of_repository.get(id(one.node)) or _handed_on(run, one)
            entity = registry.entity(given)
            if entity is not None:
                return entity
    return None


def _handed_on(run: Run, kind: ClassValue) -> Value | None:
    """The first argument of `super(...)` in a constructor."""
    own = kind.attributes.get("constructor")
    for call in form.walk(own.function.body, form.Call) if isinstance(own, Closure) else ():
        callee = call.callee if isinstance(call, form.Call) else None
        if isinstance(callee, form.Name) and callee.name == "super" and call.arguments:  # type: ignore[attr-defined]
            return Run(run.program, kind.module).evaluate(call.arguments[0], kind.scope)  # type: ignore[attr-defined]
    return None


def _handed_in(found: Found, registry: Registry) -> None:
    """What Nest's dependency injection hands in."""

    def repository(run: Run, args: Args) -> Value:
        return Manager(registry).call_member(run, "getRepository", args, form.NOWHERE) or Unknown()

    def source(run: Run, args: Args) -> Value:
        return Manager(registry)

    found.by_decorator["@nestjs/typeorm.InjectRepository"] = repository
    found.by_decorator["@nestjs/typeorm.InjectDataSource"] = source
    found.by_decorator["@nestjs/typeorm.InjectEntityManager"] = source
    found.by_decorator["@nestjs/typeorm.InjectConnection"] = source
    for name in ("DataSource", "EntityManager", "Connection"):
        found.by_type[f"typeorm.{name}"] = lambda: Manager(registry)


class SchemaValue(Model):
    """`new EntitySchema({...})`."""

    __slots__ = ("entity_table",)

    def __init__(self, entity: EntityTable) -> None:
        self.entity_table = entity


class Given(Model):
    """`User.getRepository`: calling it gives the repository."""

    __slots__ = ("value",)

    def __init__(self, value: Value) -> None:
        self.value = value

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return self.value
