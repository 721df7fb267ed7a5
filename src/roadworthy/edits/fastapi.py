"""Edits of a FastAPI app: dependencies put into routes."""

from __future__ import annotations

from roadworthy.app import App, Endpoint
from roadworthy.edits.edit import Change, NewFile
from roadworthy.edits.source import SourceFile
from roadworthy.languages import form


def route_decorator(app: App, endpoint: Endpoint) -> form.Call | None:
    """The `@router.get(...)` of an endpoint."""
    module = app.modules[endpoint.handler.path]
    for node in form.walk(module.body):
        if isinstance(node, form.Function) and node.span.start == endpoint.handler.start:
            calls = [d for d in node.decorators if isinstance(d, form.Call)]
            for call in calls:
                if isinstance(call.callee, form.Member) and call.callee.name == endpoint.method.lower():
                    return call
            return calls[0] if calls else None
    return None


def add_dependency(app: App, endpoint: Endpoint, expression: str) -> list[Change]:
    """Puts a dependency into a route's decorator: `dependencies=[Depends(...)]`."""
    call = route_decorator(app, endpoint)
    if call is None:
        return []
    source = SourceFile(app, endpoint.handler.path)
    for keyword in call.keywords:
        named = isinstance(keyword.key, form.Literal) and keyword.key.value == "dependencies"
        if named and isinstance(keyword.value, form.Sequence):
            end = keyword.value.span.end - 1
            comma = ", " if keyword.value.items else ""
            return [source.insert(end, f"{comma}{expression}"), *source.import_named(["Depends"], "fastapi")]
    change = source.insert(call.span.end - 1, f", dependencies=[{expression}]")
    return [change, *source.import_named(["Depends"], "fastapi")]


def require_dependency(
    app: App, endpoint: Endpoint, name: str, other: Endpoint
) -> tuple[list[Change], list[NewFile]]:
    """Puts a dependency of the app's own (`require_admin`) in front of an endpoint, imported as `other` has it."""
    from roadworthy.edits.express import import_like

    source = SourceFile(app, endpoint.handler.path)
    changes = add_dependency(app, endpoint, f"Depends({name})")
    if changes and not source.imports(name):
        module = app.modules.get(other.handler.path)
        for statement in module.body if module is not None else ():
            if isinstance(statement, form.Import) and any(n.local == name for n in statement.names):
                changes += source.import_named([name], statement.source)
                return changes, []
        changes += import_like(app, source, name, other.handler.path)
    return changes, []


def dependency_module(app: App, endpoint: Endpoint, name: str) -> str:
    """The module that a dependency comes from, as an absolute dotted path; '' when it is not found."""
    module = app.modules.get(endpoint.handler.path)
    for statement in module.body if module is not None else ():
        if isinstance(statement, form.Import) and any(n.local == name for n in statement.names):
            return absolute_source(endpoint.handler.path, statement.source)
    # It may hide in an alias (`CurrentUser = Annotated[User, Depends(get_current_user)]`).
    for path, other in sorted(app.modules.items()):
        if any(isinstance(one, form.Function) and one.name == name for one in other.body):
            return dotted(path)
    return ""


def dotted(path: str) -> str:
    """A file as Python imports it: `app/routers/notes.py` is `app.routers.notes`."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def absolute_source(path: str, source: str) -> str:
    """A relative import of a file made absolute."""
    if not source.startswith("."):
        return source
    level = len(source) - len(source.lstrip("."))
    parts = path.split("/")[:-1]
    parts = parts[: len(parts) - (level - 1)]
    return ".".join([*parts, *source.lstrip(".").split(".")]).strip(".")


def package_folder(app: App) -> str:
    """The folder of the application's package: that of the module which makes the app."""
    folders = [
        endpoint.handler.path.split("/")[:-1] for endpoint in app.endpoints if endpoint.framework == "fastapi"
    ]
    shared = folders[0] if folders else []
    for folder in folders:
        shared = [a for a, b in zip(shared, folder, strict=False) if a == b]
    if shared and shared[-1] in ("routers", "routes", "api", "endpoints"):
        shared = shared[:-1]
    return "/".join(shared)
