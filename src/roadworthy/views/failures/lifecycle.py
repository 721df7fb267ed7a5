"""What an app's own server does at its end: when it is told to stop, and when an error escapes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.failures.patience import nodes_around
from roadworthy.views.operations.hosting import callee_name, server_place

_SIGNALS = {"SIGTERM"}
_LAST = {"uncaughtException", "unhandledRejection"}
_DRAINING = {
    "@godaddy/terminus",
    "stoppable",
    "http-terminator",
    "lightship",
    "close-with-grace",
    "http-graceful-shutdown",
    "fastify-graceful-shutdown",
}
_CATCHING = {"express-async-errors", "express-promise-router"}
_LISTENERS = {"on", "once", "addListener", "addEventListener"}
_BESIDE = regex(r"(^|/)(tests?|__tests__|e2e|scripts?|client|frontend|tools)/|\.(test|spec)\.")


def drains(app: App) -> bool:
    """Whether a server in Node finishes what is under way when it is told to stop."""
    packages = {name for name, _ in app.deployment.packages}
    return (
        bool(packages & _DRAINING)
        or any(_drains(module) for _, module in _server_modules(app))
        or _hooks(app)
    )


def _server_modules(app: App) -> Iterator[tuple[str, form.Module]]:
    for path, module in sorted(app.modules.items()):
        if module.language != "python" and not _BESIDE.search(path):
            yield path, module


def _drains(module: form.Module) -> bool:
    """A listener, the signal's name, and something that is closed, in one module."""
    names = {node.value for node in form.walk(module.body, form.Literal) if isinstance(node, form.Literal)}
    calls = {callee_name(node) for node in form.walk(module.body, form.Call) if isinstance(node, form.Call)}
    return bool(
        names & _SIGNALS
        and calls & _LISTENERS
        and calls & {"close", "shutdown", "gracefulShutdown", "stop", "closeServer", "exitHandler"}
    )


def _hooks(app: App) -> bool:
    return (
        any("enableShutdownHooks" in app.text(path) for path, _ in _server_modules(app))
        if app.deployment.package("@nestjs/core")
        else False
    )


def last_handlers(app: App) -> bool:
    """Whether something is done about errors that escape everything else."""
    for _, module in _server_modules(app):
        for node in form.walk(module.body, form.Call):
            if isinstance(node, form.Call) and callee_name(node) in _LISTENERS:
                if any(
                    isinstance(argument, form.Literal) and argument.value in _LAST
                    for argument in node.arguments
                ):
                    return True
                if any(isinstance(argument, form.Name) for argument in node.arguments[:1]) and _lists_last(
                    module
                ):
                    return True
    return False


# From this version on the server that Next.js hands out listens to errors that escape, and goes on (router-server.js).
_LISTENS_SINCE = 14


def served_by_next(app: App) -> bool:
    """Whether the app's own server only hands its requests to Next.js, which keeps the process going after an error that
    nobody caught."""
    version = re.search(r"\d+", dict(app.deployment.packages).get("next", ""))
    module = app.modules.get(server_place(app).path)
    if module is None or version is None or int(version.group()) < _LISTENS_SINCE:
        return False
    imported = any(
        isinstance(node, form.Import) and node.source == "next"
        for node in form.walk(module.body, form.Import)
    )
    return imported or any(
        isinstance(node, form.Call)
        and callee_name(node) == "require"
        and isinstance(node.arguments[0], form.Literal)
        and node.arguments[0].value == "next"
        for node in form.walk(module.body, form.Call)
        if isinstance(node, form.Call) and node.arguments
    )


def _lists_last(module: form.Module) -> bool:
    return any(isinstance(node, form.Literal) and node.value in _LAST for node in form.walk(module.body))


def deaf_pools(app: App) -> tuple[Location, ...]:
    """Pools of `pg` whose errors nobody listens to: an idle connection that breaks ends the process."""
    pools = [pool for pool in app.pools if pool.library == "pg" and not _BESIDE.search(pool.location.path)]
    if not pools or any(_listens_to_errors(module) for _, module in _server_modules(app)):
        return ()
    return tuple(pool.location for pool in pools)


def _listens_to_errors(module: form.Module) -> bool:
    for node in form.walk(module.body, form.Call):
        if (
            isinstance(node, form.Call)
            and isinstance(node.callee, form.Member)
            and node.callee.name in _LISTENERS
        ):
            first = node.arguments[0] if node.arguments else None
            owner = node.callee.object
            named = owner.name if isinstance(owner, (form.Name, form.Member)) else ""
            if (
                isinstance(first, form.Literal)
                and first.value == "error"
                and re.search(r"pool|client|db|pg|sql", named, re.I)
            ):
                return True
    return False


def escaping(app: App) -> tuple[Endpoint, ...]:
    """Endpoints of Express 4 whose rejected promise nobody catches: Node ends the process for it."""
    packages = dict(app.deployment.packages)
    version = re.search(r"\d+", packages.get("express", ""))
    if version is None or int(version.group()) >= 5 or _CATCHING & set(packages):
        return ()
    return tuple(
        endpoint for endpoint in app.endpoints if endpoint.framework == "express" and _escapes(app, endpoint)
    )


def _escapes(app: App, endpoint: Endpoint) -> bool:
    around = nodes_around(app, endpoint.handler)
    handler = around[-1] if around else None
    if not isinstance(handler, form.Function) or not handler.is_async or _wrapped(app, endpoint, around):
        return False
    return any(_awaits_bare(statement) for statement in handler.body)


def throws_in_callback(app: App, place: Location) -> bool:
    """Whether the call at a place is handed a function that throws the error it is called with: no handler and no `try` is around it
    by then, and Node ends the process (its documentation, "Errors: Node.js style callbacks")."""
    call = next((node for node in reversed(nodes_around(app, place)) if isinstance(node, form.Call)), None)
    function = call.arguments[-1] if call is not None and call.arguments else None
    if not isinstance(function, form.Function) or not function.parameters:
        return False
    error = function.parameters[0].target
    return isinstance(error, form.Name) and any(
        isinstance(thrown, form.Raise)
        and isinstance(thrown.value, form.Name)
        and thrown.value.name == error.name
        for thrown in form.walk(function.body, form.Raise)
    )


def _wrapped(app: App, endpoint: Endpoint, around: list[form.Node]) -> bool:
    """Whether a function of another name stands between the route and the handler: `wrap(async () => ...)`."""
    route = nodes_around(app, endpoint.location)
    call = next((node for node in reversed(route) if isinstance(node, form.Call)), None)
    if call is not None and any(isinstance(argument, form.Call) for argument in call.arguments[-1:]):
        return True
    inner = [
        node
        for node in around[:-1]
        if isinstance(node, form.Call) and node.arguments and node.arguments[-1] is not None
    ]
    same = call is not None and any(
        (node.span.start, node.span.end) == (call.span.start, call.span.end) for node in inner
    )
    return bool(inner) and not same and inner[-1].arguments[0].span.start <= endpoint.handler.start


def _awaits_bare(statement: object) -> bool:
    """Whether something is awaited outside of try."""
    if isinstance(statement, form.Try):
        return not statement.handlers or any(
            _awaits_bare(one) for handler in statement.handlers for one in handler.body
        )
    if isinstance(statement, (form.Function, form.Class)):
        return False
    if isinstance(statement, form.If):
        return any(_awaits_bare(one) for one in (statement.test, *statement.then, *statement.otherwise))
    if isinstance(statement, (form.Loop, form.Block, form.With)):
        return any(_awaits_bare(one) for one in statement.body)
    nodes = [node for node in form.walk((statement,)) if isinstance(node, form.Await)]
    return any(not _caught_chain(node) for node in nodes)


def _caught_chain(node: form.Await) -> bool:
    """`await load().catch(...)`."""
    return isinstance(node.value, form.Call) and callee_name(node.value) == "catch"
