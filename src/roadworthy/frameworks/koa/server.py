"""Koa with @koa/router: middleware around the handlers, one context for all of them."""

from __future__ import annotations

from roadworthy.app import Endpoint
from roadworthy.app.origin import Origin
from roadworthy.frameworks.events import AnswerSeen
from roadworthy.frameworks.express.exchange import Next, RequestModel, status_or
from roadworthy.frameworks.express.paths import covers, join_paths
from roadworthy.frameworks.express.router import METHODS
from roadworthy.frameworks.found import Found, Source
from roadworthy.frameworks.node_server import Layer, Route, Step, run_route
from roadworthy.interpret import Args, Constant, Datum, External, Model, ObjectValue, Program, Run, Value
from roadworthy.interpret.trace import Raised
from roadworthy.languages import form


class KoaRouter(Model):
    """`new Router({ prefix })`, and the application itself."""

    __slots__ = ("layers", "mounted", "prefix")

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix
        self.layers: list[Layer] = []
        self.mounted = False

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        given = list(args.positional)
        path = str(given.pop(0).value) if given and isinstance(given[0], Constant) else ""  # type: ignore[attr-defined]
        if name in (*METHODS, "del"):
            handlers = tuple(given[1:] if given and isinstance(given[0], Constant) else given)
            self.layers.append(Layer("delete" if name == "del" else name, path, handlers, run.module, node))
        elif name == "use":
            for value in given:
                if isinstance(value, KoaRouter):
                    value.mounted = True
            self.layers.append(Layer("use", path, tuple(given), run.module, node))
        elif name == "prefix":
            self.prefix = path
        elif name == "routes":
            return self
        elif name == "allowedMethods":
            return External("@koa/router.allowedMethods()", None, node)
        return self


class Application(Source):
    """An application or router that nothing mounts."""

    def __init__(self, router: KoaRouter) -> None:
        self.router = router

    def endpoints(self, program: Program) -> list[Endpoint]:
        if self.router.mounted:
            return []
        made = [run_route(program, route) for route in routes(self.router, "", ())]
        return [endpoint for endpoint in made if endpoint is not None]


def routes(
    router: KoaRouter, prefix: str, before: tuple[tuple[str, Value], ...], depth: int = 0
) -> list[Route]:
    """The routes of a router with what runs before each."""
    found: list[Route] = []
    base = join_paths(prefix, router.prefix)
    for layer in router.layers if depth < 8 else ():
        path = join_paths(base, layer.path)
        if layer.method != "use":
            ahead = [handler for covered, handler in before if covers(covered, path)]
            found += (
                [_route(layer, path, ahead)]
                if layer.handlers and layer.method not in ("head", "options")
                else []
            )
            continue
        for handler in layer.handlers:
            if isinstance(handler, KoaRouter):
                found += routes(handler, path, before, depth + 1)
            else:
                before = (*before, (path, handler))
    return found


def _route(layer: Layer, path: str, ahead: list[Value]) -> Route:
    context = KoaContext()
    steps = tuple(Step(value) for value in (*ahead, *layer.handlers))

    def arguments(go_on: Next) -> list[Value]:
        return [context, go_on]

    return Route("koa", layer.method, path, steps, layer.module, layer.node, arguments, answers=False)


class KoaContext(RequestModel):
    """`ctx`: request and response in one. Setting `body` answers."""

    __slots__ = ("status",)

    def __init__(self) -> None:
        super().__init__()
        self.status = 200

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "request":
            return RequestModel()
        if name == "state":
            return self.fields.setdefault("state", State())
        if name in ("response", "res"):
            return self
        return super().member(run, name, node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        if name == "status":
            self.status = status_or(value, self.status)
        elif name == "body":
            node = run.place or form.Literal(form.Span(0, 0, 1, 1), None)
            run.emit(AnswerSeen(self.status, value, run.module, node, run.context))
            self.status = 200
        else:
            super().set_member(run, name, value)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("throw", "assert"):
            if name == "assert" and args.positional:
                run.learn(run.condition(args.positional[0], True, node), lasting=True)
                return Constant(None)
            run.emit(Raised(args.get(1) or Constant(None), run.module, node, run.context))
            from roadworthy.interpret.run import Never

            return Never()
        if name in ("redirect", "render"):
            run.emit(
                AnswerSeen(
                    302 if name == "redirect" else 200,
                    args.get(1) or Constant(None),
                    run.module,
                    node,
                    run.context,
                )
            )
            return Constant(None)
        return super().call_member(run, name, args, node)

    def origin(self, depth: int) -> Origin:
        """The whole exchange."""
        return Origin("headers")


class State(ObjectValue):
    """`ctx.state`: what middleware leaves for those after it; `user` is koa-jwt's and koa-passport's."""

    __slots__ = ()

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name not in self.fields and name == "user":
            return Datum("session", ("user",), node)
        return super().member(run, name, node)


class TokenGuard(Model):
    """`jwt({ secret })` of koa-jwt."""

    label = "koa-jwt"

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        go_on = args.get(1)
        with run.branch(run.condition(Datum("session", ("user",), node), True, node)):
            if go_on is not None:
                run.call(go_on, Args(), node)
        return Constant(None)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return self


def prefix_of(args: Args) -> str:
    """`new Router({ prefix: "/api" })`."""
    options = args.get(0)
    given = options.fields.get("prefix") if isinstance(options, ObjectValue) else None
    return str(given.value) if isinstance(given, Constant) else ""


def make(found: Found, prefix: str) -> KoaRouter:
    """An application or a router."""
    router = KoaRouter(prefix)
    found.sources.append(Application(router))
    found.stacks.add("koa")
    return router
