"""Applications and routers, and the endpoints they add up to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import takewhile

from msgspec import Struct

from roadworthy.app import Endpoint, Location, Middleware
from roadworthy.app.location import at
from roadworthy.frameworks import recording
from roadworthy.frameworks.development import only_in_development
from roadworthy.frameworks.events import HandlerEntered
from roadworthy.frameworks.express.exchange import Next, RequestModel, ResponseModel
from roadworthy.frameworks.express.paths import join_paths, runs_for
from roadworthy.frameworks.express.statics import StaticHandler
from roadworthy.frameworks.found import Found, Source
from roadworthy.frameworks.unfollowed import guards_by_name, name_of, pass_unread
from roadworthy.frameworks.uses import uses
from roadworthy.interpret import (
    Args,
    Choice,
    Closure,
    Condition,
    Constant,
    Derived,
    External,
    ListValue,
    Model,
    ObjectValue,
    Program,
    Run,
    Value,
)
from roadworthy.interpret.frames import OutOfBudget
from roadworthy.interpret.trace import Called
from roadworthy.languages import form
from roadworthy.regex import regex

# So many routers within each other are followed.
_DEEPEST = 8
METHODS = {"get", "post", "put", "patch", "delete", "all", "head", "options"}


class Layer(Struct, frozen=True):
    """Something put into a router: at `path`, for `method` ('' for use), in this order."""

    method: str
    path: str
    handlers: tuple[Value, ...]
    module: str
    node: form.Node


class Router(Model):
    """An Express router or application (`root`)."""

    def __init__(self, found: Found, path: str, node: form.Node, *, root: bool) -> None:
        self.found, self.path, self.node, self.root = found, path, node, root
        self.layers: list[Layer] = []
        self.mounted = False
        self.settings: dict[str, Value] = {}
        self.locals = ObjectValue(node=node, path=path)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in METHODS and not (name == "get" and len(args.positional) == 1):
            # What is there only where developers run it, nobody else can ask.
            if not only_in_development(run):
                self._add(run, name, args, node)
            return self
        if name == "use":
            self._add(run, "", args, node)
            return self
        if name == "route":
            return RouteAt(self, args.get(0))
        if name in ("get", "set") and self.root:
            return self._setting(name, args)
        if name in ("listen", "enable", "disable", "param", "engine"):
            run.call_back(args.positional[1:], node)
            return self if name != "listen" else External("http.Server()", None, node)
        return None

    def _setting(self, name: str, args: Args) -> Value | None:
        """`app.set("models", models)`, and `app.get("models")` anywhere else."""
        key = args.get(0)
        named = str(key.value) if isinstance(key, Constant) else ""
        if name == "get":
            return self.settings.get(named)
        if len(args.positional) > 1 and named:
            self.settings[named] = args.positional[1]
        return self

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self.locals if name == "locals" and self.root else super().member(run, name, node)

    def _add(self, run: Run, method: str, args: Args, node: form.Node) -> None:
        given = list(args.positional)
        paths = [""]
        if given and _is_path(given[0]):
            paths = _paths(given.pop(0))
        handlers = tuple(flattened(given))
        for handler in handlers:
            if isinstance(handler, Router):
                handler.mounted = True
        for path in paths:
            self.layers.append(Layer(method, path, handlers, run.module, node))

    def element(self, run: Run) -> Value:
        return self


class RouteAt(Model):
    """`router.route("/x").get(a).post(b)`."""

    __slots__ = ("path", "router")

    def __init__(self, router: Router, path: Value | None) -> None:
        self.router, self.path = router, path or Constant("")

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in METHODS:
            self.router._add(run, name, Args([self.path, *args.positional]), node)
        return self


def _is_path(value: Value) -> bool:
    if isinstance(value, Constant):
        return isinstance(value.value, str)
    if isinstance(value, ListValue):
        return bool(value.items) and all(_is_path(item) for item in value.items)
    return isinstance(value, Derived) and value.operation in ("template", "+", "regex")


def _paths(value: Value) -> list[str]:
    if isinstance(value, ListValue):
        return [path for item in value.items for path in _paths(item)]
    if isinstance(value, Constant):
        return [str(value.value)]
    if isinstance(value, Derived) and value.operation == "regex":
        return ["*"]
    return ["".join(str(part.value) if isinstance(part, Constant) else ":value" for part in value.inputs())]


def flattened(values: list[Value]) -> list[Value]:
    """Handlers, those of lists one by one."""
    flat: list[Value] = []
    for value in values:
        flat.extend(flattened(value.items) if isinstance(value, ListValue) else [value])
    return flat


class Chain(Struct, frozen=True):
    """One route with everything that runs before it, outermost first."""

    method: str
    path: str
    before: tuple[tuple[Value, Layer], ...]
    layer: Layer


class Application(Source):
    """A root router as a source of endpoints."""

    def __init__(self, router: Router) -> None:
        self.router = router

    def endpoints(self, program: Program) -> list[Endpoint]:
        if self.router.mounted:
            return []
        chains = list(_chains(self.router, "", ()))
        made = [run_chain(program, chain, req=RequestModel(self.router)) for chain in chains]
        self._statics()
        return [endpoint for endpoint in made if endpoint is not None]

    def _statics(self) -> None:
        before: list[str] = []
        for layer, prefix in _walk(self.router, ""):
            for handler in layer.handlers:
                name = handler.path if isinstance(handler, External) else ""
                if isinstance(handler, StaticHandler):
                    application = at(self.router.path, self.router.node)
                    record = handler.record(prefix, "compression()" in before, application)
                    self.router.found.statics.append(record)
                elif layer.method == "":
                    before.append(name)


def _walk(router: Router, prefix: str, seen: tuple[Router, ...] = ()) -> list[tuple[Layer, str]]:
    found = []
    for layer in router.layers:
        path = join_paths(prefix, layer.path)
        found.append((layer, path))
        for handler in layer.handlers:
            if isinstance(handler, Router) and handler not in seen:
                found.extend(_walk(handler, path, (*seen, router)))
    return found


def _chains(
    router: Router, prefix: str, before: tuple[tuple[Value, Layer, str], ...], depth: int = 0
) -> list[Chain]:
    found: list[Chain] = []
    if depth > _DEEPEST:
        return found
    for number, layer in enumerate(router.layers):
        path = join_paths(prefix, layer.path)
        if layer.method == "all" and _goes_on(layer, router.layers[number + 1 :]):
            before = (*before, *((handler, layer, path) for handler in layer.handlers))
            continue
        if layer.method:
            ahead = tuple(
                (value, own) for value, own, covered in before if runs_for(own.method, covered, path)
            )
            found.append(Chain(layer.method.upper(), path, ahead, layer))
            continue
        plain: list[tuple[Value, Layer, str]] = []
        for handler in layer.handlers:
            if isinstance(handler, Router):
                found.extend(_chains(handler, path, (*before, *plain), depth + 1))
                passed = {id(value) for value, *_ in (*before, *plain)}
                plain.extend(one for one in _passed(handler, path, depth + 1) if id(one[0]) not in passed)
            else:
                plain.append((handler, layer, path))
        before = (*before, *plain)
    return found


def _passed(router: Router, prefix: str, depth: int) -> list[tuple[Value, Layer, str]]:
    """What a request runs through in a router that has no route for it, before it comes to what stands after the router: all that
    the router uses, not only for routes of its own (`export default router.use(signedIn)`; Express's guide, "Using middleware")."""
    found: list[tuple[Value, Layer, str]] = []
    for layer in router.layers if depth <= _DEEPEST else ():
        path = join_paths(prefix, layer.path)
        for handler in layer.handlers if not layer.method else ():
            if isinstance(handler, Router):
                found.extend(_passed(handler, path, depth + 1))
            elif not isinstance(handler, StaticHandler):
                found.append((handler, layer, path))
    return found


def _goes_on(layer: Layer, after: list[Layer]) -> bool:
    """Whether what is put in for every method (`app.all("/api/*", signedIn)`, `route("/x").all(signedIn).get(...)`) is no answer of
    its own: routes that come after it at its path would never be reached."""
    own = join_paths("", layer.path)
    return all(map(_may_go_on, layer.handlers)) and any(
        runs_for(layer.method, own, join_paths("", one.path))
        for one in after
        if not all(map(_is_error_handler, one.handlers))
    )


def _may_go_on(handler: Value) -> bool:
    inner = unwrapped(handler)
    if isinstance(inner, Closure):
        return len(inner.function.parameters) > 2
    passes = getattr(inner, "passes_on", False) or guards_by_name(name_of(inner))
    return not isinstance(inner, Router) and passes


# --- running one chain -------------------------------------------------------------------------------


def run_chain(
    program: Program,
    chain: Chain,
    *,
    framework: str = "express",
    req: RequestModel | None = None,
    prepare: Callable[[Run], Iterable[Middleware]] | None = None,
) -> Endpoint | None:
    """The endpoint of a route, everything that stands before its handler run first; before that `prepare`, which tells what it ran."""
    handlers = [value for value in chain.layer.handlers if not _is_error_handler(value)]
    handlers = [unwrapped(value, last=value is handlers[-1]) for value in handlers]
    if not handlers or chain.path in ("/*", "/*splat") or chain.method in ("OPTIONS", "HEAD"):
        return None
    run = Run(program, chain.layer.module)
    before = [(unwrapped(v), layer) for v, layer in chain.before if not _is_error_handler(v)]
    values = [value for value, _ in before] + handlers
    middleware: list[Middleware] = []
    try:
        middleware += prepare(run) if prepare is not None else ()
        _step(run, values, 0, req or RequestModel(), ResponseModel(), chain.layer.node)
    except OutOfBudget:
        program.note(
            chain.layer.module, chain.layer.node, f"{chain.method} {chain.path} is too large to follow"
        )
    middleware += [_middleware(value, layer) for value, layer in before]
    middleware += [_middleware(value, chain.layer) for value in handlers[:-1]]
    return _endpoint(run, chain, handlers[-1], tuple(middleware), framework)


def run_steps(
    run: Run, handlers: list[Value], req: RequestModel, res: ResponseModel, node: form.Node
) -> None:
    """Runs handlers in a row, within a run that is under way."""
    _step(run, [unwrapped(value) for value in handlers], 0, req, res, node)


def _step(
    run: Run, handlers: list[Value], number: int, req: RequestModel, res: ResponseModel, node: form.Node
) -> None:
    """Runs a handler, then the following ones under what is known when it goes on."""
    if number >= len(handlers):
        return
    handler, last = handlers[number], number == len(handlers) - 1
    go_on = Next()
    if isinstance(handler, Closure):
        if last:
            run.emit(HandlerEntered(handler.module, handler.function, run.context, handler.name))
        run.call(handler, Args([req, res, go_on]), node)
    elif isinstance(handler, External):
        run.emit(Called(handler.path, Args(), handler, run.module, node, run.context))
        if not last:
            pass_unread(run, handler, node)
    elif hasattr(handler, "handle"):
        handler.handle(run, req, res, go_on, node)
    else:
        run.call(handler, Args([req, res, go_on]), node)
    if not last and not go_on.ways and not isinstance(handler, External):
        pass_unread(run, handler, node)
    if not last:
        learn_ways(run, go_on.ways, node)
        _step(run, handlers, number + 1, req, res, node)


def learn_ways(run: Run, ways: list[tuple[Condition, ...]], node: form.Node) -> None:
    """What holds after a middleware: everything it made sure of, or one of its several ways on."""
    known = len(run.context.conditions)
    added = [way[known:] for way in ways]
    if len(added) == 1:
        run.context = run.context.changed(conditions=ways[0])
    elif added and all(added):
        choice = Choice(tuple((Constant(True), way) for way in added))
        run.learn(run.condition(choice, True, node))


_WRAPPER = regex(r"async|wrap|catch|handler|safe|promis", re.I)


def unwrapped(value: Value, *, last: bool = False) -> Value:
    """The handler inside what a library makes of it: `asyncHandler(fn)`. A function that stands before others may as
    well be an option of theirs, unless the library's name says that it wraps."""
    if isinstance(value, Choice) and last:
        inner = [unwrapped(one, last=last) for one in value.values()]
        return next((one for one in inner if isinstance(one, Closure)), value)
    if not isinstance(value, External) or value.arguments is None:
        return value
    given = [one for one in value.arguments.positional if isinstance(one, (Closure, External))]
    closures = [one for one in map(unwrapped, given) if isinstance(one, Closure)]
    if len(closures) == 1 and (last or _WRAPPER.search(value.path)):
        return closures[0]
    return value


def _is_error_handler(value: Value) -> bool:
    return isinstance(value, Closure) and _length(value.function) == 4


def _length(function: form.Function) -> int:
    """What JavaScript counts as a function's `length`, which is what Express goes by: the parameters before the first that has a
    default or takes the rest (ECMA-262, ExpectedArgumentCount)."""
    counted = takewhile(lambda one: one.default is None and not one.rest, function.parameters)
    return sum(1 for _ in counted)


def _middleware(value: Value, layer: Layer) -> Middleware:
    place = at(layer.module, layer.node)
    if isinstance(value, Closure):
        return Middleware(value.name or "anonymous", "", place)
    if isinstance(value, External):
        return Middleware(value.path, value.path.split("(")[0].split(".")[0], place)
    return Middleware(getattr(value, "label", type(value).__name__), "express", place)


def _endpoint(
    run: Run, chain: Chain, handler: Value, middleware: tuple[Middleware, ...], framework: str
) -> Endpoint:
    entered = [event for event in run.trace.events if isinstance(event, HandlerEntered)]
    place = at(chain.layer.module, chain.layer.node)
    whole, body, name = place, place, ""
    if isinstance(handler, Closure):
        whole = at(handler.module, handler.function)
        body, name = body_of(handler), handler.name
    return Endpoint(
        method=chain.method,
        path=chain.path,
        kind="http",
        framework=framework,
        location=place,
        handler=whole,
        handler_body=body,
        handler_name=name,
        middleware=middleware,
        inputs=recording.inputs(run.trace),
        checks=recording.checks(run.trace),
        queries=recording.queries(run.trace),
        services=recording.services(run.trace),
        answers=recording.answers(run.trace),
        facts=recording.held_at_all(run.trace, [event.context for event in entered]),
        calls=tuple(dict.fromkeys(e.target for e in run.trace.events if isinstance(e, Called))),
        uses=uses(run.trace),
    )


def body_of(handler: Closure) -> Location:
    """The statements of a function; the whole function when it has none."""
    body = handler.function.body
    if not body:
        return at(handler.module, handler.function)
    first, last = body[0].span, body[-1].span
    return Location(handler.module, first.line, last.end_line, first.start, last.end)
