"""Endpoints of an application, each run from its middleware to its last answer."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import Endpoint, Middleware
from roadworthy.app.location import at
from roadworthy.frameworks import recording
from roadworthy.frameworks.events import AnswerSeen, HandlerEntered
from roadworthy.frameworks.fastapi.answers import answer_to, shape
from roadworthy.frameworks.fastapi.application import Include, Put, Route, Router, dependencies_in
from roadworthy.frameworks.fastapi.class_views import on_own_object
from roadworthy.frameworks.fastapi.declared import Depends
from roadworthy.frameworks.fastapi.dependencies import Exchange, written_name
from roadworthy.frameworks.fastapi.exchange import ResponseModel
from roadworthy.frameworks.found import Source
from roadworthy.frameworks.python_types import Annotation, take_apart
from roadworthy.frameworks.raised import raised_answers
from roadworthy.frameworks.templates.shown import Shown
from roadworthy.frameworks.unfollowed import pass_unread
from roadworthy.frameworks.uses import uses
from roadworthy.frameworks.written import body_of
from roadworthy.interpret import (
    Args,
    Choice,
    ClassValue,
    Closure,
    Constant,
    External,
    Model,
    Program,
    Run,
    Value,
)
from roadworthy.interpret.frames import OutOfBudget
from roadworthy.interpret.trace import Called
from roadworthy.languages import form

MAX_DEPTH = 8
"""Routers within routers; a router that includes itself goes no deeper."""


class Surroundings(Struct, frozen=True):
    """What stands around a route, outermost first."""

    dependencies: tuple[Depends, ...] = ()
    middleware: tuple[Put, ...] = ()
    functions: tuple[Put, ...] = ()
    handlers: tuple[tuple[Value, Value], ...] = ()

    def within(self, router: Router | None, dependencies: tuple[Depends, ...]) -> Surroundings:
        """The same, inside a router or with some dependencies more. The middleware added last is outermost."""
        more = (*self.dependencies, *dependencies)
        if router is None:
            return Surroundings(more, self.middleware, self.functions, self.handlers)
        return Surroundings(
            (*more, *router.dependencies),
            (*self.middleware, *reversed(router.middleware)),
            (*self.functions, *reversed(router.functions)),
            (*self.handlers, *router.handlers),
        )


class Chain(Struct, frozen=True):
    """A route with its whole path and everything around it."""

    path: str
    route: Route
    around: Surroundings


class Application(Source):
    """An application, or a router that nobody includes, as a source of endpoints."""

    def __init__(self, router: Router) -> None:
        self.router = router
        self.shown: list[Shown] = []
        self.named: dict[str, str] = {}

    def endpoints(self, program: Program) -> list[Endpoint]:
        if self.router.mounted or self._forgotten(program):
            return []
        self._statics(self.router, "")
        return [self._endpoint(program, chain) for chain in _chains(self.router, "", Surroundings())]

    def _endpoint(self, program: Program, chain: Chain) -> Endpoint:
        """The endpoint of a route; the template that it shows, and the name by which templates know it, are remembered."""
        endpoint, templates = _run_chain(program, self.router, chain)
        self.named.setdefault(endpoint.handler_name, chain.path)
        if templates:
            guarded = any(fact.left.from_session for fact in endpoint.facts)
            module = chain.route.module
            # Those before the last are for what went wrong.
            self.shown.append(
                Shown(chain.route.method, chain.path, templates[-1], module, endpoint.location, guarded)
            )
        return endpoint

    def _forgotten(self, program: Program) -> bool:
        """Whether it is a router that no application includes, in a file that none of the applications leads to, though
        they include others: what was left behind when they moved."""
        if self.router.root:
            return False
        others = [one.router for one in self.router.found.sources if isinstance(one, Application)]
        roots = [one for one in others if one.root and any(isinstance(e, Include) for e in one.entries)]
        return bool(roots) and self.router.path not in led_to(program, [one.path for one in roots])

    def _statics(self, router: Router, prefix: str, depth: int = 0) -> None:
        names = [_name(put.value) for put in router.middleware]
        compressed = any("GZip" in name or "Brotli" in name or "Compress" in name for name in names)
        for mount, static in router.statics:
            record = static.record(prefix + mount, compressed, at(router.path, router.node))
            router.found.statics.append(record)
        for entry in router.entries:
            if isinstance(entry, Include) and depth < MAX_DEPTH:
                self._statics(entry.router, prefix + entry.prefix, depth + 1)


def led_to(program: Program, starts: list[str]) -> set[str]:
    """The modules of the app that these import, and what they import in turn."""
    found, waiting = set(starts), list(starts)
    while waiting:
        path = waiting.pop()
        for node in form.walk(program.modules[path].body, form.Import) if path in program.modules else ():
            for target in _imported(program, path, node):
                folder = target.rpartition("/")[0]
                for one in (target, f"{folder}/__init__.py"):
                    if one in program.modules and one not in found:
                        found.add(one)
                        waiting.append(one)
    return found


def _imported(program: Program, path: str, node: form.Node) -> list[str]:
    if not isinstance(node, form.Import):
        return []
    source = node.source
    below = [
        f"{source}.{name.imported}" if source.strip(".") else source + name.imported for name in node.names
    ]
    targets = [program.resolve(one, path) for one in (source, *below)]
    return [target for target in targets if target is not None]


def _chains(router: Router, prefix: str, outer: Surroundings, depth: int = 0) -> list[Chain]:
    here = outer.within(router, ())
    found: list[Chain] = []
    for entry in router.entries:
        if isinstance(entry, Route):
            own = dependencies_in(entry.options.get("dependencies"))
            found.append(Chain(prefix + router.prefix + entry.path or "/", entry, here.within(None, own)))
        elif depth < MAX_DEPTH:
            inner = here.within(None, entry.dependencies)
            found += _chains(entry.router, prefix + router.prefix + entry.prefix, inner, depth + 1)
    return found


# --- running one chain -------------------------------------------------------------------------------


class CallNext(Model):
    """`call_next` of a middleware function."""

    __slots__ = ("go_on", "response")

    def __init__(self, go_on, response: ResponseModel) -> None:  # type: ignore[no-untyped-def]
        self.go_on, self.response = go_on, response

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        self.go_on()
        return self.response


def _run_chain(program: Program, router: Router, chain: Chain) -> tuple[Endpoint, list[str]]:
    """What a route does, and the templates that it answers with."""
    route = chain.route
    run = Run(program, route.module)
    exchange = Exchange(run, router.found, chain.path)
    exchange.request.address, exchange.request.method = chain.path, route.method
    exchange.request.app = router
    try:
        _step(exchange, chain, 0)
    except OutOfBudget:
        program.note(route.module, route.node, f"{route.method} {chain.path} is too large to follow")
    for finish in run.at_end:
        finish()
    run.trace.events = raised_answers(
        run.trace.events, lambda event, value: answer_to(program, event, value, chain.around.handlers)
    )
    return _endpoint(run, exchange, chain), exchange.templates


def _step(exchange: Exchange, chain: Chain, number: int) -> None:
    if number >= len(chain.around.functions) + len(chain.around.middleware):
        _handle(exchange, chain)
        return
    puts = (*chain.around.middleware, *chain.around.functions)
    put, run = puts[number], exchange.run

    def go_on() -> None:
        _step(exchange, chain, number + 1)

    function = _dispatch(run, put)
    if function is None:
        pass_unread(run, put.value, put.node)
        go_on()
        return
    saved, run.module = run.module, put.module
    passed = ResponseModel("", 200, Constant(None), Args())

    def answered(value: Value, node: form.Node) -> None:
        for option in value.values() if isinstance(value, Choice) else [value]:
            if isinstance(option, ResponseModel) and option is not passed:
                run.emit(AnswerSeen(option.status, option.body, run.module, node, run.context))

    run.call_closure(function, Args([exchange.request, CallNext(go_on, passed)]), put.node, answered)
    run.module = saved


def _dispatch(run: Run, put: Put) -> Closure | None:
    """The function of a middleware that can be followed: a function, or the `dispatch` of a class."""
    if isinstance(put.value, Closure):
        return put.value
    found = put.value.find("dispatch") if isinstance(put.value, ClassValue) else None
    if not isinstance(found, Closure) or not isinstance(put.value, ClassValue):
        return None
    return found.bind(run.construct(put.value, put.arguments, put.node))


def _handle(exchange: Exchange, chain: Chain) -> None:
    run, route = exchange.run, chain.route
    # Inside of a middleware's function: what follows is written where the route is.
    saved, run.module = run.module, route.module
    # A middleware may lead here by two ways: what one of them learned is not known on the other.
    exchange.known.clear()
    for depends in chain.around.dependencies:
        exchange.depend(depends, Annotation())
    written = signature(run.program, route)
    handler = on_own_object(exchange, written, route.node)
    args = exchange.arguments(handler)
    run.emit(HandlerEntered(written.module, written.function, run.context, written.name))
    wanted = _response_annotation(run, route, written)

    def answered(value: Value, node: form.Node) -> None:
        options = value.alternatives if isinstance(value, Choice) else ((value, ()),)
        for option, _ in options:
            if isinstance(option, ResponseModel):
                shows = option.kind == "TemplateResponse"
                run.emit(AnswerSeen(option.status, option.body, run.module, node, run.context, shows))
                exchange.templates += [option.template] if option.template else []
        plain = [option for option in options if not isinstance(option[0], ResponseModel)]
        if plain:
            changed = exchange.response.status
            status = changed if changed != 200 else route.status
            body = shape(run, run.join(plain), wanted, node)
            run.emit(AnswerSeen(status, body, run.module, node, run.context))

    called = route.handler.bind(handler.this) if handler.this is not None else route.handler
    run.call_closure(called, args, route.node, answered if route.kind == "http" else None)
    run.module = saved


def signature(program: Program, route: Route) -> Closure:
    """The handler as written: under decorators it is the function that stands there, as functools.wraps has it."""
    handler = route.handler
    if any(decorator is route.node for decorator in handler.function.decorators):
        return handler
    written = _decorated_with(program.modules[route.module].body, route.node)
    if written is None:
        return handler
    return Closure(written, program.state(route.module).scope, route.module)


def _decorated_with(body: tuple[form.Statement, ...], node: form.Node) -> form.Function | None:
    for statement in body:
        if isinstance(statement, form.Function) and any(d is node for d in statement.decorators):
            return statement
        for name in ("body", "then", "otherwise"):
            inner = getattr(statement, name, None)
            if isinstance(inner, tuple):
                found = _decorated_with(inner, node)
                if found is not None:
                    return found
    return None


def _response_annotation(run: Run, route: Route, written: Closure) -> Annotation | None:
    given = route.options.get("response_model")
    if given is not None:
        return take_apart(given)
    returns = written.function.returns
    return take_apart(run.evaluate(returns, written.scope)) if returns is not None else None


# --- the endpoint ------------------------------------------------------------------------------------


def _endpoint(run: Run, exchange: Exchange, chain: Chain) -> Endpoint:
    route = chain.route
    written = signature(run.program, route)
    whole = at(written.module, written.function)
    decorated = any(decorator is route.node for decorator in written.function.decorators)
    events = run.trace.events
    return Endpoint(
        method=route.method,
        path=chain.path,
        kind=route.kind,
        framework="fastapi",
        location=whole if decorated else at(route.module, route.node),
        handler=whole,
        handler_body=body_of(written),
        handler_name=written.name,
        middleware=(
            *_middleware(exchange, chain),
            *_decorators(run.program, written, route),
            *exchange.passed,
        ),
        inputs=recording.inputs(run.trace),
        checks=recording.checks(run.trace),
        queries=recording.queries(run.trace),
        services=recording.services(run.trace),
        answers=recording.answers(run.trace),
        facts=recording.held_at_all(
            run.trace, [event.context for event in events if isinstance(event, HandlerEntered)]
        ),
        calls=tuple(dict.fromkeys(event.target for event in events if isinstance(event, Called))),
        uses=uses(run.trace),
    )


def _middleware(exchange: Exchange, chain: Chain) -> list[Middleware]:
    return [
        Middleware(_name(put.value), _library(put.value), at(put.module, put.node))
        for put in (*chain.around.middleware, *chain.around.functions)
        if _library(put.value) != "slowapi" or "slowapi" in exchange.found.limits_for_all
    ]


def _decorators(program: Program, written: Closure, route: Route) -> list[Middleware]:
    """Decorators beside the route's own, such as a limiter's."""
    found = []
    run = Run(program, written.module)
    for decorator in written.function.decorators:
        if decorator is route.node:
            continue
        callee = decorator.callee if isinstance(decorator, form.Call) else decorator
        value = run.evaluate(callee, written.scope)
        if not _is_route(callee):
            found.append(Middleware(written_name(callee), _library(value), at(written.module, decorator)))
    return found


def _is_route(callee: form.Expr) -> bool:
    return isinstance(callee, form.Member) and callee.name in {
        "get",
        "post",
        "put",
        "patch",
        "delete",
        "api_route",
    }


def _name(value: Value) -> str:
    if isinstance(value, External):
        return value.path.rsplit(".", 1)[-1]
    return getattr(value, "name", "") or type(value).__name__


def _library(value: Value) -> str:
    return value.path.split("(")[0].split(".")[0] if isinstance(value, External) else ""
