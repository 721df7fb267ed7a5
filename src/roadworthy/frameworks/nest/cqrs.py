"""@nestjs/cqrs: a bus hands a command, a query or an event to the class that says it handles that kind
(https://docs.nestjs.com/recipes/cqrs)."""

from __future__ import annotations

from collections.abc import Callable

from roadworthy.frameworks.found import Found
from roadworthy.frameworks.nest.injection import Injector, identity
from roadworthy.interpret import (
    Args,
    ClassValue,
    Constant,
    External,
    Instance,
    Library,
    Model,
    Run,
    Unknown,
    Value,
)
from roadworthy.languages import form

_CQRS = "@nestjs/cqrs"
_DECORATORS = {"CommandHandler": "execute", "QueryHandler": "execute", "EventsHandler": "handle"}


def register_cqrs(library: Library, found: Found, injector: Injector) -> None:
    """Tells what the buses and the decorators of handlers mean."""
    handlers: dict[int, list[tuple[ClassValue, str]]] = {}
    for name, method in _DECORATORS.items():
        library.on_call(f"{_CQRS}.{name}()")(_noted(handlers, method))
    for name in ("CommandBus", "QueryBus", "EventBus"):
        found.by_type[f"{_CQRS}.{name}"] = lambda: Bus(injector, handlers)


def _noted(
    handlers: dict[int, list[tuple[ClassValue, str]]], method: str
) -> Callable[[Run, External, Args, form.Node], Value]:
    def handler(run: Run, target: External, args: Args, node: form.Node) -> Value:
        kind = args.get(0)
        for message in target.arguments.positional if target.arguments is not None else ():
            if isinstance(kind, ClassValue) and isinstance(message, ClassValue):
                handlers.setdefault(identity(message), []).append((kind, method))
        return Constant(None)

    return handler


class Bus(Model):
    """`this.commandBus.execute(new RenameUser(id, name))`: what the handler of that class gives. Nobody waits for those of an event."""

    __slots__ = ("handlers", "injector")

    def __init__(self, injector: Injector, handlers: dict[int, list[tuple[ClassValue, str]]]) -> None:
        self.injector, self.handlers = injector, handlers

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        message = args.get(0)
        if not isinstance(message, Instance):
            return Unknown()
        known = self.handlers.get(identity(message.kind), [])
        if name == "execute" and known:
            kind, method = known[0]
            return run.call_member(self.injector.instance(run, kind), method, Args([message]), node)
        for kind, method in known if name == "publish" else ():
            with run.branch():
                run.call_member(self.injector.instance(run, kind), method, Args([message]), node)
        return Constant(None) if name == "publish" and known else Unknown()
