"""Endpoints of route files (`app/**/route.ts`) and of `pages/api`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from roadworthy.app import Endpoint, Middleware
from roadworthy.app.location import at
from roadworthy.frameworks import recording
from roadworthy.frameworks.events import HandlerEntered
from roadworthy.frameworks.express.exchange import RequestModel as NodeRequest
from roadworthy.frameworks.express.exchange import ResponseModel as NodeResponse
from roadworthy.frameworks.express.running import run_chain
from roadworthy.frameworks.known_text import KnownText
from roadworthy.frameworks.nextjs.declared import body, declaration
from roadworthy.frameworks.nextjs.files import AppFile, PageFile, Project
from roadworthy.frameworks.nextjs.guards import pass_middleware
from roadworthy.frameworks.nextjs.handlers import respond
from roadworthy.frameworks.nextjs.next_connect import Connected, connected
from roadworthy.frameworks.nextjs.response import answer_returned
from roadworthy.frameworks.origins import facts_of
from roadworthy.frameworks.uses import uses
from roadworthy.frameworks.web_request import RequestModel
from roadworthy.interpret import Args, Closure, Datum, ObjectValue, Program, Run, Trace, Unknown, Value
from roadworthy.interpret.frames import OutOfBudget
from roadworthy.interpret.trace import Called
from roadworthy.languages import form

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def route_endpoints(program: Program, project: Project, file: AppFile) -> Iterator[Endpoint]:
    """One endpoint for each method that a route file exports."""
    exported = program.exports(file.path)
    for method in METHODS:
        handler = exported.get(method)
        if handler is not None:
            yield _endpoint(program, project, file.path, file.route, method, method, handler)


def api_endpoints(program: Program, project: Project, file: PageFile) -> Iterator[Endpoint]:
    """The endpoints of a file of `pages/api`: one for each method that its handler tells apart."""
    handler = program.exports(file.path).get("default")
    if handler is None:
        return
    router = connected(handler)
    if router is not None:
        yield from _connected(program, project, file, router)
        return
    for method in methods_of(program, file.path) or ("GET",):
        yield _endpoint(program, project, file.path, file.route, method, "default", handler)


def function_endpoints(program: Program, project: Project, file: PageFile) -> Iterator[Endpoint]:
    """The endpoints of a file that a platform runs as a function: the methods it exports, or what its one handler tells apart. A
    handler of one parameter is given the web's own request."""
    yield from route_endpoints(program, project, AppFile(file.path, "route", project.folder, file.route))
    handler = program.exports(file.path).get("default")
    if not isinstance(handler, Closure):
        return
    web = len(handler.function.parameters) < 2
    for method in methods_of(program, file.path) or ("POST" if web else "GET",):
        yield _endpoint(program, project, file.path, file.route, method, "default", handler, web=web)


def _connected(program: Program, project: Project, file: PageFile, router: Connected) -> Iterator[Endpoint]:
    for chain in router.chains(file.route):
        request = RequestModel(chain.method, file.route)
        endpoint = run_chain(
            program,
            chain,
            framework="nextjs",
            req=ConnectedRequest(request),
            prepare=partial(pass_middleware, project=project, request=request),
        )
        if endpoint is not None:
            yield endpoint


def methods_of(program: Program, path: str, *, as_written: bool = False) -> tuple[str, ...]:
    """The methods that the code of a file speaks of; `as_written` where they stand in capitals, as requests have them."""
    module = program.modules[path]
    words = {
        text.value if as_written else text.value.upper()
        for node in form.walk(module.body)
        for text in _compared(node)
        if isinstance(text.value, str)
    }
    return tuple(method for method in METHODS if method in words)


def _compared(node: form.Node) -> list[form.Literal]:
    """The texts that something is compared with or chosen by: cases, equalities, keys of a table of handlers, a list of methods."""
    if isinstance(node, form.Switch):
        return [case.test for case in node.cases if isinstance(case.test, form.Literal)]
    if isinstance(node, form.Operation) and node.operator in ("==", "!="):
        return [operand for operand in node.operands if isinstance(operand, form.Literal)]
    if isinstance(node, form.Record):
        handlers = [entry for entry in node.entries if isinstance(entry.value, (form.Name, form.Function))]
        keys = [entry.key for entry in handlers if isinstance(entry.key, form.Literal)]
        # `export default wrapped(handler, { methods: ["POST"] })`
        named = [
            item
            for entry in node.entries
            if _names_methods(entry)
            for item in getattr(entry.value, "items", ())
        ]
        return [*keys, *(item for item in named if isinstance(item, form.Literal))]
    if (
        isinstance(node, form.Call)
        and isinstance(node.callee, form.Member)
        and node.callee.name == "includes"
    ):
        holder = node.callee.object
        return [item for item in getattr(holder, "items", ()) if isinstance(item, form.Literal)]
    return []


def _names_methods(entry: form.Entry) -> bool:
    return isinstance(entry.key, form.Literal) and entry.key.value in ("methods", "allowedMethods")


def _endpoint(
    program: Program,
    project: Project,
    path: str,
    route: str,
    method: str,
    name: str,
    handler: Value,
    *,
    web: bool = False,
) -> Endpoint:
    run = Run(program, path)
    node = declaration(program, path, name)
    request = RequestModel(method, route)
    middleware: tuple[Middleware, ...] = ()
    try:
        middleware = pass_middleware(run, project, request)
        _enter(run, path, handler, node, name)
        _handle(run, handler, request, node, web=web or name != "default")
    except OutOfBudget:
        program.note(path, node, f"{method} {route} is too large to follow")
    for finish in run.at_end:
        finish()
    return made(run, "http", method, route, path, node, handler, name, middleware)


def _enter(run: Run, path: str, handler: Value, node: form.Node, name: str) -> None:
    function = handler.function if isinstance(handler, Closure) else form.Function(node.span, name, (), ())
    run.emit(HandlerEntered(path, function, run.context, name))


def _handle(run: Run, handler: Value, request: RequestModel, node: form.Node, *, web: bool) -> None:
    def returned(value: Value, where: form.Node) -> None:
        answer_returned(run, value, where)

    if not web:
        respond(run, handler, Args([ApiRequest(request), NodeResponse()]), node, lambda value, where: None)
        return
    context = ObjectValue({"params": Datum("params", (), node)}, node=node)
    respond(run, handler, Args([request, context]), node, returned)


class ApiRequest(NodeRequest):
    """`req` of the pages router: Express's, but for what the run knows; the path's parts are in the query."""

    __slots__ = ("method", "path", "request")

    def __init__(self, request: RequestModel) -> None:
        super().__init__()
        self.method, self.path, self.request = request.method, request.path, request

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "method":
            return KnownText(self.method, node)
        if name == "query":
            return ApiQuery(self.path)
        if name == "cookies":
            return Datum("cookies", (), node)
        if name == "user" and name not in self.fields:
            return Unknown()
        return super().member(run, name, node)


class ConnectedRequest(ApiRequest):
    """The same behind middleware as Express has it, which tells who asks (passport's)."""

    __slots__ = ()

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "user" and name not in self.fields:
            return Datum("session", (name,), node)
        return super().member(run, name, node)


class ApiQuery(Datum):
    """`req.query`: parts of the path by their names, all else from behind the question mark."""

    __slots__ = ("route",)

    def __init__(self, route: str) -> None:
        super().__init__("query", ())
        self.route = route

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        inside = f"[{name}]" in self.route or f"...{name}]" in self.route
        datum = Datum("params" if inside else "query", (name,), node)
        run.emit_read(datum, node)
        return datum


def made(
    run: Run,
    kind: str,
    method: str,
    route: str,
    path: str,
    node: form.Node,
    handler: Value,
    name: str,
    middleware: tuple[Middleware, ...] = (),
    begin: int = 0,
) -> Endpoint:
    """The record of what a run saw. What it saw before the event number `begin` (a page that an action stands in) is
    not the endpoint's own."""
    entered = next((event for event in run.trace.events if isinstance(event, HandlerEntered)), None)
    trace = Trace(run.trace.events[begin:], run.trace.reads, tested=run.trace.tested) if begin else run.trace
    return Endpoint(
        method=method,
        path=route,
        kind=kind,
        framework="nextjs",
        location=at(path, node),
        handler=at(path, node),
        handler_body=body(handler, path, node),
        handler_name=name,
        middleware=middleware,
        inputs=recording.inputs(trace),
        checks=recording.checks(trace),
        queries=recording.queries(trace),
        services=recording.services(trace),
        answers=recording.answers(run.trace),
        facts=facts_of(entered.context.conditions) if entered is not None else (),
        calls=tuple(dict.fromkeys(event.target for event in trace.events if isinstance(event, Called))),
        uses=uses(trace),
        ahead=recording.queries(Trace(run.trace.events[:begin])),
    )


__all__ = ["METHODS", "api_endpoints", "function_endpoints", "made", "methods_of", "route_endpoints"]
