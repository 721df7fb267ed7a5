"""Applications and routers: what is registered on them, in order."""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec import Struct

from roadworthy.frameworks.development import only_in_development
from roadworthy.frameworks.fastapi.declared import Depends
from roadworthy.frameworks.fastapi.exchange import State, status_of
from roadworthy.frameworks.fastapi.statics import StaticMount
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.known_text import assembled_text
from roadworthy.interpret import (
    Args,
    Choice,
    ClassValue,
    Closure,
    Constant,
    Derived,
    External,
    ListValue,
    Model,
    Run,
    Value,
)
from roadworthy.languages import form

METHODS = {"get", "post", "put", "patch", "delete", "head", "options", "trace"}


class Route(Struct, frozen=True, eq=False):
    """A handler under a path, relative to its router. `kind` is http or socket."""

    method: str
    path: str
    handler: Closure
    module: str
    node: form.Node
    options: dict[str, Value]
    kind: str = "http"

    @property
    def status(self) -> int:
        """The status of an ordinary answer."""
        return status_of(self.options.get("status_code")) or 200


class Include(Struct, frozen=True, eq=False):
    """A router put into another, or an application mounted under a path."""

    router: Router
    prefix: str
    dependencies: tuple[Depends, ...]
    mounted: bool = False


class Put(Struct, frozen=True, eq=False):
    """A middleware as it was put in front: the class or function, with what it was given."""

    value: Value
    arguments: Args
    module: str
    node: form.Node


@dataclass(slots=True, eq=False)
class Router(Model):
    """A FastAPI application (`root`) or an APIRouter."""

    found: Found
    path: str
    node: form.Node
    root: bool
    prefix: str = ""
    dependencies: tuple[Depends, ...] = ()
    entries: list[Route | Include] = field(default_factory=list)
    middleware: list[Put] = field(default_factory=list)
    functions: list[Put] = field(default_factory=list)
    statics: list[tuple[str, StaticMount]] = field(default_factory=list)
    handlers: list[tuple[Value, Value]] = field(default_factory=list)
    fields: dict[str, Value] = field(default_factory=dict)
    mounted: bool = False

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in METHODS or name in ("api_route", "route", "websocket", "websocket_route"):
            return RouteDecorator(self, name, args, node)
        if name in ("add_api_route", "add_route", "add_api_websocket_route"):
            handler = args.get(1, "endpoint")
            if isinstance(handler, Closure):
                kind = "websocket" if "websocket" in name else "api_route"
                self.add(run, kind, args, handler, node)
            return Constant(None)
        if name in ("include_router", "mount"):
            self._include(run, name, args, node)
            return Constant(None)
        return self._surround(run, name, args, node)

    def _surround(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        """Middleware, exception handlers and what happens at start."""
        if name == "add_middleware" and args.positional:
            self.middleware.append(
                Put(args.positional[0], Args(args.positional[1:], args.keywords), run.module, node)
            )
            return Constant(None)
        if name in ("middleware", "exception_handler", "on_event"):
            return Decorating(self, name, args, node)
        if name == "add_exception_handler" and len(args.positional) > 1:
            self.handlers.append((args.positional[0], args.positional[1]))
            return Constant(None)
        if name == "add_event_handler":
            run.call_back(args.positional[1:], node)
            return Constant(None)
        return None

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "router":
            return self
        if name == "state" and self.root:
            # What is made at the start and kept for every request.
            self.fields.setdefault(name, State())
        return self.fields.get(name) or External(f"fastapi.FastAPI().{name}", None, node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        self.fields[name] = value

    def add(self, run: Run, name: str, args: Args, handler: Closure, node: form.Node) -> None:
        """Registers a handler for each of its methods."""
        path, given = args.get(0, "path"), args.keywords.get("methods")
        text = str(path.value) if isinstance(path, Constant) and path.value is not None else ""
        listed = [str(v.value).upper() for v in given.items if isinstance(v, Constant)] if isinstance(
            given, ListValue
        ) else ["GET"]  # fmt: skip
        methods = [name.upper()] if name in METHODS else listed
        kind = "socket" if name.startswith("websocket") else "http"
        for method in methods if kind == "http" else [""]:
            self.entries.append(Route(method, text, handler, run.module, node, args.keywords, kind))

    def _include(self, run: Run, name: str, args: Args, node: form.Node) -> None:
        position = 0 if name == "include_router" else 1
        prefix = args.keywords.get("prefix") if position == 0 else args.get(0, "path")
        text = assembled_text(prefix)
        given = args.get(position, "router" if position == 0 else "app")
        for value in given.values() if isinstance(given, Choice) else [given]:
            if isinstance(value, Router):
                value.mounted = True
                if only_in_development(run):
                    continue
                extra = dependencies_of(args)
                self.entries.append(Include(value, text.rstrip("/"), extra, mounted=position == 1))
            elif isinstance(value, StaticMount):
                self.statics.append((text, value))


def dependencies_of(args: Args) -> tuple[Depends, ...]:
    """`dependencies=[Depends(...)]`."""
    return dependencies_in(args.keywords.get("dependencies"))


def dependencies_in(value: Value | None) -> tuple[Depends, ...]:
    """Those of a list, also of one that may be left out (`dependencies or []`) or hangs on a setting (`[Depends(signed_in)] if
    settings.auth else []`): an app that is asked to let everybody in is another one."""
    if isinstance(value, Depends):
        return (value,)
    if not isinstance(value, (Choice, ListValue, Derived)):
        return ()
    inner = value.values() if isinstance(value, Choice) else value.inputs()
    return tuple(one for way in inner for one in dependencies_in(way))


class RouteDecorator(Model):
    """`@router.get("/path")`."""

    __slots__ = ("args", "name", "node", "router")

    def __init__(self, router: Router, name: str, args: Args, node: form.Node) -> None:
        self.router, self.name, self.args, self.node = router, name, args, node

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        handler = args.get(0)
        if isinstance(handler, Closure):
            self.router.add(run, self.name, self.args, handler, self.node)
        elif isinstance(handler, ClassValue):
            run.program.note(run.module, self.node, "a class as a route's handler is not followed")
        return handler or Constant(None)


class Decorating(Model):
    """`@app.middleware("http")`, `@app.exception_handler(Error)`, `@app.on_event("startup")`."""

    __slots__ = ("args", "name", "node", "router")

    def __init__(self, router: Router, name: str, args: Args, node: form.Node) -> None:
        self.router, self.name, self.args, self.node = router, name, args, node

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        function = args.get(0) or Constant(None)
        if self.name == "middleware":
            self.router.functions.append(Put(function, Args(), run.module, self.node))
        elif self.name == "exception_handler":
            self.router.handlers.append((self.args.get(0) or Constant(None), function))
        else:
            run.call_back([function], node)
        return function
