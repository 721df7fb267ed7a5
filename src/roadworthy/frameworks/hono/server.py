"""Hono: applications, sub-applications, middleware and the context that handlers are given."""

from __future__ import annotations

from roadworthy.app import Endpoint
from roadworthy.app.origin import Origin
from roadworthy.frameworks.events import AnswerSeen
from roadworthy.frameworks.express.exchange import Next, status_or
from roadworthy.frameworks.express.paths import covers, join_paths
from roadworthy.frameworks.express.router import METHODS
from roadworthy.frameworks.found import Found, Source
from roadworthy.frameworks.node_server import Layer, Reply, Route, Step, run_route
from roadworthy.frameworks.web_request import RequestModel
from roadworthy.frameworks.zod import Schema
from roadworthy.interpret import Args, Constant, Datum, Derived, External, Model, Program, Run, Value
from roadworthy.languages import form


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
        if name in METHODS:
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


def routes(app: HonoApp, prefix: str, before: tuple[tuple[str, Value], ...], depth: int = 0) -> list[Route]:
    """The routes of an application with the middleware that covers each."""
    found: list[Route] = []
    base = join_paths(prefix, app.base)
    for layer in app.layers if depth < 8 else ():
        path = join_paths(base, layer.path)
        if layer.method == "use":
            before = (*before, *((path, handler) for handler in layer.handlers))
        elif layer.method == "mount":
            inner = layer.handlers[0]
            found += routes(inner, path, before, depth + 1) if isinstance(inner, HonoApp) else []
        elif layer.handlers and layer.method not in ("head", "options"):
            ahead = [handler for covered, handler in before if covers(covered, path)]
            found.append(_route(layer, path, ahead))
    return found


def _route(layer: Layer, path: str, ahead: list[Value]) -> Route:
    context = HonoContext()
    steps = tuple(Step(value) for value in (*ahead, *layer.handlers))

    def arguments(go_on: Next) -> list[Value]:
        return [context, go_on]

    return Route("hono", layer.method, path, steps, layer.module, layer.node, arguments)


class HonoContext(Model):
    """`c`: the request, what was set on it, and the answers it makes."""

    __slots__ = ("fields",)

    def __init__(self) -> None:
        self.fields: dict[str, Value] = {}

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "req":
            return HonoRequest(self)
        if name == "var":
            return Variables(self)
        return External("process.env", None, node) if name == "env" else Derived(f".{name}", (), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        first, second = args.get(0), args.get(1)
        key = str(first.value) if isinstance(first, Constant) else ""
        if name == "set" and second is not None:
            self.fields[key] = second
            return Constant(None)
        if name == "get":
            return self.fields.get(key) or Datum("session", (key,), node)
        if name in ("json", "text", "html", "body", "redirect", "newResponse", "notFound"):
            status = status_or(second, 302 if name == "redirect" else 404 if name == "notFound" else 200)
            run.emit(AnswerSeen(status, first or Constant(None), run.module, node, run.context))
            return Sent()
        return self

    def origin(self, depth: int) -> Origin:
        """The whole exchange."""
        return Origin("headers")


class Sent(Reply):
    """An answer that a handler returns; middleware that returns one goes no further."""

    __slots__ = ()


class Variables(Model):
    """`c.var.user`."""

    __slots__ = ("context",)

    def __init__(self, context: HonoContext) -> None:
        self.context = context

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self.context.fields.get(name) or Datum("session", (name,), node)


class HonoRequest(Model):
    """`c.req`."""

    is_request = True
    __slots__ = ("context",)

    def __init__(self, context: HonoContext) -> None:
        self.context = context

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return RequestModel("", "") if name == "raw" else Datum("headers", (name,), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        first = args.get(0)
        path = (str(first.value),) if isinstance(first, Constant) else ()
        kind = {"json": "body", "parseBody": "body", "text": "body", "formData": "body", "param": "params", "query": "query",
                "queries": "query", "header": "headers", "valid": "body"}.get(name)  # fmt: skip
        if name == "valid":
            held = self.context.fields.get(f"valid {path[0] if path else ''}")
            return held or Datum("body", (), node)
        if kind is None:
            return None
        datum = Datum(kind, () if kind == "body" else path, node)
        run.emit_read(datum, node)
        return datum


class Validated(Model):
    """`zValidator("json", schema)`: the part is put through the schema before the handler."""

    label = "zValidator"

    def __init__(self, part: str, schema: Value | None) -> None:
        self.part, self.schema = part, schema

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        context, go_on = args.get(0), args.get(1)
        kind = {"json": "body", "form": "body", "param": "params", "query": "query", "header": "headers"}
        if isinstance(self.schema, Schema) and isinstance(context, HonoContext):
            datum = Datum(kind.get(self.part, "body"), (), node)
            parsed = self.schema.call_member(run, "parse", Args([datum]), node)
            if parsed is not None:
                context.fields[f"valid {self.part}"] = parsed
        return run.call(go_on, Args(), node) if go_on is not None else Constant(None)


class Bearer(Model):
    """`jwt({ secret })` and `bearerAuth(...)`: nobody gets past without a sound token. Where `wanted` is one token or password for
    all, whoever shows it is no person who signed up, but who runs the server."""

    label = "hono/jwt"

    def __init__(self, wanted: Value | None = None) -> None:
        self.wanted = wanted

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        go_on = args.get(1)
        sound: Value = Datum("session", ("jwtPayload",), node)
        if self.wanted is not None:
            sound = Derived("==", (Datum("headers", ("authorization",), node), self.wanted), node)
        with run.branch(run.condition(sound, True, node)):
            if go_on is not None:
                run.call(go_on, Args(), node)
        return Constant(None)


class Passing(Model):
    """Middleware that goes on whatever it finds."""

    label = "passing"

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        go_on = args.get(1)
        return run.call(go_on, Args(), node) if go_on is not None else Constant(None)


def make(found: Found) -> HonoApp:
    """`new Hono()`."""
    app = HonoApp()
    found.sources.append(Application(app))
    found.stacks.add("hono")
    return app
