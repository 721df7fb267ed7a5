"""Controllers of django-ninja-extra: classes whose methods are operations, found by the decorators over them
(https://eadwincode.github.io/django-ninja-extra/api_controller/)."""

from __future__ import annotations

from roadworthy.frameworks.django.ninja import NinjaApi, Operation
from roadworthy.frameworks.known_text import constant_text
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    External,
    Library,
    ListValue,
    Model,
    Run,
    Value,
)
from roadworthy.interpret.inheritance import linear
from roadworthy.languages import form

_METHODS = ("get", "post", "put", "patch", "delete")
_ROUTES = ("ninja_extra.route", "ninja_extra.controllers.route", "ninja_extra.controllers.Route")


class Controllers:
    """The controllers of an app with what `@api_controller(...)` says of each, in the order of their classes."""

    def __init__(self) -> None:
        self.known: list[tuple[ClassValue, Args]] = []
        self.registered: set[int] = set()

    def router(self, kind: ClassValue) -> tuple[str, NinjaApi]:
        """A controller's path and its operations."""
        self.registered.add(id(kind.node))
        args = next((given for one, given in self.known if one.node is kind.node), Args())
        auth, permissions = args.keywords.get("auth"), args.keywords.get("permissions")
        made = NinjaApi(auth)
        for owner in reversed(linear(kind)):
            held = owner.attributes.values() if isinstance(owner, ClassValue) else ()
            made.operations += [one.operation(kind, permissions) for one in held if isinstance(one, Routed)]
        return constant_text(args.get(0, "prefix_or_class")), made

    def discovered(self) -> list[tuple[str, NinjaApi]]:
        """Those that nobody registered by name: `api.auto_discover_controllers()`."""
        left = [kind for kind, _ in self.known if id(kind.node) not in self.registered]
        return [self.router(kind) for kind in left]


class ControllerDecorator(Model):
    """`@api_controller("/orders", permissions=[...])`."""

    __slots__ = ("args", "controllers")

    def __init__(self, controllers: Controllers, args: Args) -> None:
        self.controllers, self.args = controllers, args

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        kind = args.get(0)
        if isinstance(kind, ClassValue):
            self.controllers.known.append((kind, self.args))
        return kind or Constant(None)


class RouteDecorator(Model):
    """`@route.get("/{order_id}", response=...)`, `@http_get(...)`."""

    __slots__ = ("args", "method", "node")

    def __init__(self, method: str, args: Args, node: form.Node) -> None:
        self.method, self.args, self.node = method, args, node

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        handler = args.get(0) or Constant(None)
        inner = getattr(handler, "inner", handler)
        return Routed(self, inner, run.module) if isinstance(inner, Closure) else handler


class Routed(Model):
    """A method of a controller under its path."""

    __slots__ = ("inner", "module", "said")
    decorates = True

    def __init__(self, said: RouteDecorator, inner: Closure, module: str) -> None:
        self.said, self.inner, self.module = said, inner, module

    def operation(self, kind: ClassValue, permissions: Value | None) -> Operation:
        """The same as an operation of an API."""
        given = self.said.args.keywords
        path = constant_text(self.said.args.get(0, "path"))
        made = Operation(
            self.said.method,
            path,
            self.inner,
            given.get("auth"),
            given.get("response"),
            self.module,
            self.said.node,
        )
        made.kind, made.permissions = kind, given.get("permissions") or permissions
        return made


class ExtraApi(NinjaApi):
    """`NinjaExtraAPI()`."""

    controllers: Controllers | None = None
    discovers = False

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "register_controllers" and self.controllers is not None:
            listed = [
                item for one in args.all() for item in (one.items if isinstance(one, ListValue) else [one])
            ]
            for kind in listed:
                if isinstance(kind, ClassValue):
                    prefix, router = self.controllers.router(kind)
                    self.routers.append((prefix, router, None, run.module))
            return Constant(None)
        if name == "auto_discover_controllers":
            self.discovers = True
            return Constant(None)
        return super().call_member(run, name, args, node)

    def under(self) -> list[tuple[str, Value, Value | None, str]]:
        """Its routers, and the controllers that it finds by itself."""
        if self.discovers and self.controllers is not None:
            self.discovers = False
            self.routers += [(prefix, router, None, "") for prefix, router in self.controllers.discovered()]
        return self.routers


def register_controllers(library: Library) -> None:
    """Tells what the library's API, its decorators and its routes mean."""
    controllers = Controllers()

    @library.on_call("ninja_extra.NinjaExtraAPI", "ninja_extra.main.NinjaExtraAPI")
    def api(run: Run, target: External, args: Args, node: form.Node) -> Value:
        made = ExtraApi(args.keywords.get("auth"))
        made.controllers = controllers
        return made

    @library.on_call("ninja_extra.api_controller", "ninja_extra.controllers.api_controller")
    def controller(run: Run, target: External, args: Args, node: form.Node) -> Value:
        bare = args.get(0)
        decorator = ControllerDecorator(controllers, Args() if isinstance(bare, ClassValue) else args)
        return decorator.call(run, args, node) if isinstance(bare, ClassValue) else decorator

    for method in _METHODS:

        def route(
            run: Run, target: External, args: Args, node: form.Node, method: str = method.upper()
        ) -> Value:
            return RouteDecorator(method, args, node)

        paths = [f"ninja_extra.http_{method}", f"ninja_extra.controllers.http_{method}"]
        library.on_call(*paths, *(f"{one}.{method}" for one in _ROUTES))(route)
