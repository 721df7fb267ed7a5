"""Hono: applications, sub-applications, middleware and the context that handlers are given."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import Endpoint
from roadworthy.frameworks.express.exchange import Next
from roadworthy.frameworks.express.paths import covers, join_paths, runs_for
from roadworthy.frameworks.express.router import METHODS
from roadworthy.frameworks.found import Found, Source
from roadworthy.frameworks.hono.context import HonoContext
from roadworthy.frameworks.hono.declared import declared_route
from roadworthy.frameworks.node_server import Layer, Route, Step, run_route
from roadworthy.interpret import Args, Closure, Constant, Derived, Model, Program, Run, Value
from roadworthy.languages import form
from roadworthy.regex import regex

# So many applications within each other are followed.
_DEEPEST = 8
_PARAMETER = regex(r":\w+(\{[^}]*\})?\??")


class HonoApp(Model):
    """`new Hono()`."""

    __slots__ = ("base", "layers", "mounted")

    def __init__(self) -> None:
        self.base = ""
        self.layers: list[Layer] = []
        self.mounted = False

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        first = args.get(0)
        given = list(args.positional)
        path = str(given.pop(0).value) if isinstance(first, Constant) else ""  # type: ignore[attr-defined]
        if name == "openapi":
            declared = declared_route(args, run.module, node)
            self.layers += [declared] if declared is not None else []
        elif name in METHODS:
            self.layers.append(Layer(name, path, tuple(given), run.module, node))
        elif name == "on" and len(args.positional) > 2:
            inner = args.positional[1]
            called = str(inner.value) if isinstance(inner, Constant) else ""
            self.layers.append(Layer(path.lower(), called, tuple(args.positional[2:]), run.module, node))
        elif name == "use":
            self.layers.append(Layer("use", path or "*", tuple(given), run.module, node))
        elif name == "route" and given and isinstance(given[0], HonoApp):
            given[0].mounted = True
            self.layers.append(Layer("mount", path, tuple(given[:1]), run.module, node))
        elif name == "basePath":
            self.base = join_paths(self.base, path)
        return self

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Derived(f".{name}", (), node)


class Application(Source):
    """An application that nothing mounts."""

    def __init__(self, app: HonoApp) -> None:
        self.app = app

    def endpoints(self, program: Program) -> list[Endpoint]:
        if self.app.mounted:
            return []
        made = [run_route(program, route) for route in routes(self.app, "", ())]
        return [endpoint for endpoint in made if endpoint is not None]


class Ahead(Struct, frozen=True):
    """A handler that runs before the routes at its path: of one method, or of every one ('')."""

    method: str
    path: str
    handler: Value


def routes(app: HonoApp, prefix: str, before: tuple[Ahead, ...], depth: int = 0) -> list[Route]:
    """The routes of an application with the middleware that covers each."""
    found: list[Route] = []
    base = join_paths(prefix, app.base)
    for number, layer in enumerate(app.layers if depth < _DEEPEST else ()):
        path = join_paths(base, layer.path)
        if layer.method == "use":
            before = (*before, *(Ahead("", path, handler) for handler in layer.handlers))
        elif layer.method == "mount":
            inner = layer.handlers[0]
            found += routes(inner, path, before, depth + 1) if isinstance(inner, HonoApp) else []
        elif _goes_on(layer, app.layers[number + 1 :]):
            before = (*before, *(Ahead(layer.method, path, handler) for handler in layer.handlers))
        elif layer.handlers and layer.method not in ("head", "options"):
            ahead = [one.handler for one in before if _runs_before(one, layer.method, path)]
            found.append(_route(layer, path, ahead))
    return found


def _goes_on(layer: Layer, after: list[Layer]) -> bool:
    """Whether a route is no answer of its own, but stands before a later one of its method and path
    (`app.post("/users", adminsOnly)` ahead of `app.route("/users", users)`): Hono runs all that match, in their order
    (https://hono.dev/docs/api/routing#routing-priority)."""
    last = layer.handlers[-1] if layer.handlers else None
    if not isinstance(last, Closure) or len(last.function.parameters) < 2:
        return False
    return any(
        covers(one.path, layer.path)
        if one.method == "mount"
        else one.method == layer.method and runs_for(layer.method, _shape(layer.path), _shape(one.path))
        for one in after
        if one.method != "use"
    )


def _runs_before(one: Ahead, method: str, path: str) -> bool:
    if not one.method:
        return covers(one.path, path)
    return one.method in (method, "all") and runs_for(one.method, _shape(one.path), _shape(path))


def _shape(path: str) -> str:
    """A path whatever its parameters are called."""
    return _PARAMETER.sub(":", path)


def _route(layer: Layer, path: str, ahead: list[Value]) -> Route:
    context = HonoContext()
    steps = tuple(Step(value) for value in (*ahead, *layer.handlers))

    def arguments(go_on: Next) -> list[Value]:
        return [context, go_on]

    return Route("hono", layer.method, path, steps, layer.module, layer.node, arguments)


def make(found: Found) -> HonoApp:
    """`new Hono()`."""
    app = HonoApp()
    found.sources.append(Application(app))
    found.stacks.add("hono")
    return app
