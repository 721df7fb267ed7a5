"""Containers that make an app's objects: punq, and the providers of dependency-injector (https://punq.readthedocs.io/,
https://python-dependency-injector.ets-labs.org/)."""

from __future__ import annotations

from roadworthy.frameworks.found import Found
from roadworthy.frameworks.python_types import annotated_fields, take_apart
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
from roadworthy.languages import form

_DEEPEST = 12
_MAKING = ("Factory", "Singleton", "ThreadSafeSingleton", "ThreadLocalSingleton", "ContextLocalSingleton", "Callable",
           "Coroutine", "Resource", "AbstractFactory", "AbstractSingleton")  # fmt: skip


class Container(Model):
    """`punq.Container()`: what was registered under a class or a name, made with what its constructor asks for by type."""

    __slots__ = ("known",)

    def __init__(self) -> None:
        self.known: dict[object, tuple[Value, bool]] = {}

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        service = args.get(0, "service")
        if name == "register" and service is not None:
            made = args.keywords.get("instance")
            self.known[_token(service)] = (made or args.get(1, "factory") or service, made is not None)
            return self
        if name in ("resolve", "instantiate") and service is not None:
            return self.made(run, service, node, 0)
        return None

    def made(self, run: Run, service: Value, node: form.Node, depth: int) -> Value:
        """An object of what is registered for a service; of the class itself where nothing is."""
        factory, ready = self.known.get(_token(service), (service, False))
        if ready or depth > _DEEPEST:
            return factory
        if isinstance(factory, Closure):
            return run.call(factory, self._wanted(run, factory, 0, node, depth), node)
        if not isinstance(factory, ClassValue):
            return Unknown()
        constructor = factory.find("__init__")
        if isinstance(constructor, Closure):
            return run.construct(factory, self._wanted(run, constructor, 1, node, depth), node)
        return run.construct(factory, self._fields(run, factory, node, depth), node)

    def _wanted(self, run: Run, function: Closure, skip: int, node: form.Node, depth: int) -> Args:
        given = Args()
        for one in function.function.parameters[skip:]:
            if isinstance(one.target, form.Name) and one.annotation is not None and not one.rest:
                kind = take_apart(run.evaluate(one.annotation, function.scope)).base
                self._give(run, given, one.target.name, kind, node, depth)
        return given

    def _fields(self, run: Run, kind: ClassValue, node: form.Node, depth: int) -> Args:
        """What the constructor of a dataclass asks for."""
        given = Args()
        for name, (annotation, value, _place) in annotated_fields(run, kind).items():
            if value is None:
                self._give(run, given, name, take_apart(annotation).base, node, depth)
        return given

    def _give(
        self, run: Run, given: Args, name: str, kind: Value | None, node: form.Node, depth: int
    ) -> None:
        if isinstance(kind, ClassValue) or (kind is not None and _token(kind) in self.known):
            given.keywords[name] = self.made(run, kind, node, depth + 1)


def _token(service: Value) -> object:
    """What a service is known by."""
    if isinstance(service, ClassValue):
        return id(service.node)
    return service.value if isinstance(service, Constant) else getattr(service, "path", id(service))


class Provider(Model):
    """`providers.Factory(OrderService, orders=repository)`: called, it gives an object of the class, other providers among its
    arguments asked first."""

    __slots__ = ("args", "target")

    def __init__(self, target: Value, args: Args) -> None:
        self.target, self.args = target, args

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        if len(run.frames) > 200:
            return Unknown()
        positional = [provided(run, one, node) for one in (*self.args.positional, *args.positional)]
        keywords = {
            name: provided(run, one, node) for name, one in {**self.args.keywords, **args.keywords}.items()
        }
        return run.call(self.target, Args(positional, keywords), node)

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Attribute(self, "") if name == "provided" else self


class Attribute(Model):
    """`database.provided.session`: an attribute of what a provider gives."""

    __slots__ = ("name", "owner")

    def __init__(self, owner: Value, name: str) -> None:
        self.owner, self.name = owner, name

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Attribute(self if self.name else self.owner, name)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return self if name == "call" else None

    def given(self, run: Run, node: form.Node) -> Value:
        """The attribute itself."""
        owner = provided(run, self.owner, node)
        return owner.member(run, self.name, node) if self.name else owner


class Wired(Model):
    """`Provide[Container.orders]` as a parameter's default: whoever uses it has what the provider gives."""

    __slots__ = ("provider",)

    def __init__(self, provider: Value) -> None:
        self.provider = provider

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return provided(run, self.provider, node)

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return provided(run, self.provider, node).member(run, name, node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return run.call_member(provided(run, self.provider, node), name, args, node)


def provided(run: Run, value: Value, node: form.Node) -> Value:
    """What a provider gives; any other value is itself."""
    if isinstance(value, Provider):
        return value.call(run, Args(), node)
    return value.given(run, node) if isinstance(value, Attribute) else value


def register(library: Library, found: Found) -> None:
    """Tells what the containers and providers mean."""

    @library.on_call("punq.Container")
    def container(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Container()

    @library.on_call(*(f"dependency_injector.providers.{name}" for name in _MAKING))
    def provider(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        first = args.get(0, "provides")
        return Provider(first, Args(args.positional[1:], args.keywords)) if first is not None else None

    @library.on_call("dependency_injector.providers.Object")
    def thing(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return args.get(0) or Constant(None)

    @library.on_call("dependency_injector.wiring.inject")
    def inject(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return args.get(0) or Constant(None)

    @library.on_index("dependency_injector.wiring.Provide", "dependency_injector.wiring.Closing")
    def provide(run: Run, target: External, key: Value, node: form.Node) -> Value | None:
        return (
            Wired(key) if isinstance(key, (Provider, Attribute)) else key if isinstance(key, Wired) else None
        )
