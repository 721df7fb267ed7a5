"""Containers that hand classes what they ask for, outside Nest: tsyringe (https://github.com/microsoft/tsyringe), TypeDI
(https://docs.typestack.community/typedi) and InversifyJS (https://inversify.io)."""

from __future__ import annotations

from roadworthy.frameworks.found import Found
from roadworthy.frameworks.nest.injection import Injector
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    External,
    Library,
    ListValue,
    Model,
    ObjectValue,
    Run,
    Unknown,
    Value,
)
from roadworthy.languages import form

_TYPEDI = ("typedi.Container", "typedi.default")
_BINDS = {
    "to": "useClass",
    "toConstantValue": "useValue",
    "toDynamicValue": "useFactory",
    "toService": "useExisting",
}


def register(library: Library, found: Found) -> None:
    """Tells what each library's container and decorators mean."""
    injector = Injector(found)
    _asked(library, found, injector)
    _provided(library, injector)


def _asked(library: Library, found: Found, injector: Injector) -> None:
    """What is taken out of a container, by name or by what a constructor says."""

    def resolved(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        return injector.provided(run, args.get(0))

    library.on_call(
        "tsyringe.container.resolve",
        *(f"{path}.get" for path in _TYPEDI),
        *(f"inversify.Container().{name}" for name in ("get", "getAsync", "resolve")),
    )(resolved)

    def injected(run: Run, args: Args) -> Value | None:
        token = args.get(0)
        # `@Inject(() => Users)` of TypeDI: a class that is only there by then.
        made = run.call(token, Args(), token.function) if isinstance(token, Closure) else token
        return injector.provided(run, made) if made is not None else None

    for path in ("tsyringe.inject", "typedi.Inject", "inversify.inject"):
        found.by_decorator[path] = injected


def _provided(library: Library, injector: Injector) -> None:
    """What is put into a container."""

    @library.on_call("tsyringe.container.register", "tsyringe.container.registerSingleton",
                     "tsyringe.container.registerType", "tsyringe.container.registerInstance")  # fmt: skip
    def put(run: Run, target: External, args: Args, node: form.Node) -> Value:
        token, given = args.get(0), args.get(1)
        if isinstance(given, ObjectValue) and target.path.endswith(".register"):
            injector.provide(given.fields | ({"provide": token} if token is not None else {}))
        elif token is not None and given is not None:
            injector.provide({"provide": token, _kind(given): given})
        return External("tsyringe.container", None, node)

    @library.on_call(*(f"{path}.set" for path in _TYPEDI))
    def kept(run: Run, target: External, args: Args, node: form.Node) -> Value:
        token, given = args.get(0), args.get(1)
        listed = token.items if isinstance(token, ListValue) else [token] if given is None else []
        for item in listed:
            fields = item.fields if isinstance(item, ObjectValue) else {}
            injector.provide({_TYPEDI_FIELDS.get(name, name): value for name, value in fields.items()})
        if token is not None and given is not None:
            injector.provide({"provide": token, "useValue": given})
        return Constant(None)

    @library.on_call("inversify.Container().bind", "inversify.Container().rebind")
    def bound(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Binding(injector, args.get(0) or Unknown())

    @library.on_call("inversify.ContainerModule")
    def module(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        bind = External("inversify.Container().bind", None, node)
        options = ObjectValue({"bind": bind}, node=node)
        loads = args.get(0)
        if isinstance(loads, Closure):
            # Since version 7 it is given a record, before that the function itself.
            first = loads.function.parameters[0].target if loads.function.parameters else None
            named = isinstance(first, form.Name) and first.name == "bind"
            run.call(loads, Args([bind if named else options]), node)
        return None


_TYPEDI_FIELDS = {"id": "provide", "type": "useClass", "value": "useValue", "factory": "useFactory"}


def _kind(given: Value) -> str:
    return "useClass" if isinstance(given, ClassValue) else "useValue"


class Binding(Model):
    """`container.bind(TYPES.Users)`: what follows says what it is, and then how long it lives."""

    __slots__ = ("injector", "token")

    def __init__(self, injector: Injector, token: Value) -> None:
        self.injector, self.token = injector, token

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        given = args.get(0)
        if name in _BINDS and given is not None:
            self.injector.provide({"provide": self.token, _BINDS[name]: given})
        return self
