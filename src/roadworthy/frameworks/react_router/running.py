"""Endpoints of a route module: its `loader` answers GET, its `action` everything else."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import structs

from roadworthy.app import Endpoint
from roadworthy.frameworks.events import HandlerEntered
from roadworthy.frameworks.nextjs.declared import declaration
from roadworthy.frameworks.nextjs.handlers import respond
from roadworthy.frameworks.nextjs.response import answer_returned
from roadworthy.frameworks.nextjs.routes import made, methods_of
from roadworthy.frameworks.react_router.route_files import RouteFile
from roadworthy.frameworks.web_request import RequestModel
from roadworthy.interpret import Args, Closure, Datum, ObjectValue, Program, Run, Unknown, Value
from roadworthy.interpret.frames import OutOfBudget
from roadworthy.languages import form

_FRAMEWORK = "react-router"


def endpoints_of(program: Program, route: RouteFile) -> Iterator[Endpoint]:
    """The endpoints of a route."""
    exported = program.exports(route.file)
    if "loader" in exported:
        yield _endpoint(program, route, "GET", "loader", exported["loader"])
    if "action" in exported:
        # `intent === "delete"` is a button of the form, and no method.
        told = tuple(one for one in methods_of(program, route.file, as_written=True) if one != "GET")
        for method in told or ("POST",):
            yield _endpoint(program, route, method, "action", exported["action"])


def _endpoint(program: Program, route: RouteFile, method: str, name: str, handler: Value) -> Endpoint:
    run, node = Run(program, route.file), declaration(program, route.file, name)
    request = RequestModel(method, route.path)
    begin = 0
    try:
        if name == "loader":
            _pass_around(run, route, request)
        begin = len(run.trace.events)
        function = (
            handler.function if isinstance(handler, Closure) else form.Function(node.span, name, (), ())
        )
        run.emit(HandlerEntered(route.file, function, run.context, name))
        respond(
            run, handler, _arguments(request, node), node, lambda value, at: answer_returned(run, value, at)
        )
    except OutOfBudget:
        program.note(route.file, node, f"{method} {route.path} is too large to follow")
    for finish in run.at_end:
        finish()
    endpoint = made(run, "http", method, route.path, route.file, node, handler, name, begin=begin)
    return structs.replace(endpoint, framework=_FRAMEWORK)


def _pass_around(run: Run, route: RouteFile, request: RequestModel) -> None:
    """Runs the loaders of the routes around: where one of them sends people away, nothing of what is inside is answered."""
    for file in route.around:
        loader = run.program.exports(file).get("loader")
        if isinstance(loader, Closure):
            run.call(loader, _arguments(request, loader.function), loader.function)


def _arguments(request: RequestModel, node: form.Node) -> Args:
    given = {"request": request, "params": Datum("params", (), node), "context": Unknown()}
    return Args([ObjectValue(dict(given), node=node)])
