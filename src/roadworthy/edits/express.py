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


def database_module(app: App) -> str:
    """The module that offers `db`, the Drizzle database; '' when there is none."""
    for path, module in sorted(app.modules.items()):
        for statement in module.body:
            own = isinstance(statement, form.Export) and statement.source is None
            if own and any(name.exported == "db" for name in statement.names):  # type: ignore[union-attr]
                return path
    return ""


def relative_import(app: App, importer: str, target: str) -> str:
    """How a new file imports another: relative, with the ending that this app writes."""
    relative = posixpath.relpath(posixpath.splitext(target)[0], posixpath.dirname(importer) or ".")
    relative = relative if relative.startswith(".") else f"./{relative}"
    sample = next(
        (path for path in app.modules if posixpath.dirname(path) == posixpath.dirname(importer)), ""
    )
    endings = bool(sample) and SourceFile(app, sample).writes_endings
    return f"{relative}.js" if endings else relative


def import_path(app: App, source: SourceFile, target: str) -> str:
    """How a file imports a module: the way it does already, or as its neighbours do, else relatively."""
    known = _import_source(app, source.path, target)
    if known:
        return known
    return source.path_to(target)


def _import_source(app: App, importer: str, target: str) -> str:
    """The specifier by which a file already imports from a module (an alias, say)."""
    module = app.modules.get(importer)
    stem = posixpath.splitext(target)[0]
    for statement in module.body if module is not None else ():
        if not isinstance(statement, form.Import):
            continue
        tail = statement.source.lstrip("@~").removeprefix("/")
        if not statement.source.startswith(".") and "/" in statement.source and stem.endswith(tail):
            return statement.source
        if statement.source.startswith("."):
            joined = posixpath.normpath(posixpath.join(posixpath.dirname(importer), statement.source))
            if posixpath.splitext(joined)[0] == stem:
                return statement.source
    return ""


def import_like(app: App, source: SourceFile, name: str, other: str) -> list[Change]:
    """Imports a name into a file from where another file has it."""
    if source.imports(name):
        return []
    module = app.modules.get(other)
    for statement in module.body if module is not None else ():
        if isinstance(statement, form.Import) and any(n.local == name for n in statement.names):
            if not statement.source.startswith("."):
                return source.import_named([name], statement.source)
            joined = posixpath.normpath(posixpath.join(posixpath.dirname(other), statement.source))
            return source.import_named([name], source.path_to(joined))
    return source.import_named([name], source.path_to(other))


def in_language(app: App, text: str) -> str:
    """A TypeScript file as the app can use it: as it is, or with its types taken off for an app in JavaScript."""
    return text if ending(app) == ".ts" else without_types(text)


def without_types(text: str) -> str:
    """TypeScript with its types blanked out by their spans."""
    from roadworthy.edits.types import strip_types

    return strip_types(text)
