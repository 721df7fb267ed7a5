"""Edits of an Express app: guards put into routes, files beside the server."""

from __future__ import annotations

import posixpath

from roadworthy.app import App, Endpoint
from roadworthy.edits.edit import Change
from roadworthy.edits.source import SourceFile
from roadworthy.languages import form


def guard_route(app: App, endpoint: Endpoint, guard: str) -> Change:
    """Puts a middleware expression into a route, right before its handler, so that it runs behind every guard
    that is there already."""
    source = SourceFile(app, endpoint.location.path)
    call = route_call(app, endpoint)
    handler = call.arguments[-1]
    separator = _separator(source, call)
    return source.insert(handler.span.start, f"{guard},{separator}")


def _separator(source: SourceFile, call: form.Call) -> str:
    """A line break where the route puts each argument on a line of its own."""
    last = call.arguments[-1]
    before = source.content[source.line_start(last.span.start) : last.span.start]
    return f"\n{before.decode()}" if not before.strip() else " "


def route_call(app: App, endpoint: Endpoint) -> form.Call:
    """The `app.get(path, ..., handler)` of an endpoint. Raises LookupError when it is not there (a stale App)."""
    module = app.modules[endpoint.location.path]
    for node in form.walk(module.body):
        here = (node.span.start, node.span.end) == (endpoint.location.start, endpoint.location.end)
        if here and isinstance(node, form.Call) and node.arguments:
            return node
    raise LookupError(f"{endpoint.subject}: no route at {endpoint.location}")


def router_name(app: App, endpoint: Endpoint) -> str:
    """The variable that a route is registered on: `app`, `router`."""
    callee = route_call(app, endpoint).callee
    return (
        callee.object.name
        if isinstance(callee, form.Member) and isinstance(callee.object, form.Name)
        else "app"
    )


def server_folder(app: App) -> str:
    """The folder for new server files: the one most routes are registered in."""
    folders = [posixpath.dirname(e.location.path) for e in app.endpoints if e.framework == "express"]
    roots = [statics.application.path for statics in app.statics if statics.application is not None]
    if roots:
        return posixpath.dirname(roots[0])
    return max(set(folders), key=folders.count) if folders else ""


def ending(app: App) -> str:
    """'.ts' for an app in TypeScript, else '.js'."""
    return ".ts" if any(path.endswith((".ts", ".tsx")) for path in app.modules) else ".js"


def request_type(app: App) -> str:
    """How handlers of this app type a request they read `user` from."""
    return "any"
