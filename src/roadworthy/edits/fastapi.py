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
