"""The function that a route was written for, and where its queries stand in it."""

from __future__ import annotations

from roadworthy.app import App, Endpoint, Query
from roadworthy.edits import express
from roadworthy.errors import RepairRefused
from roadworthy.languages import form


def handler_of(app: App, endpoint: Endpoint) -> form.Function:
    """The function of a route that was written for it, also inside a wrapper (`handler(async (req, res) => ...)`), in the
    file of the route. Raises RepairRefused where it is not there."""
    if endpoint.framework == "nextjs":
        handler = _exported(app, endpoint)
    else:
        handler = _written(app, endpoint, express.route_call(app, endpoint).arguments[-1])
    if handler is None:
        raise RepairRefused(
            "the handler is not written in the file of its route", where=str(endpoint.handler)
        )
    return handler


def _exported(app: App, endpoint: Endpoint) -> form.Function | None:
    """The function that a file of Next.js exports for a method, or as an action."""
    place = endpoint.handler
    for node in form.walk(app.modules[place.path].body):
        inside = place.start <= node.span.start and node.span.end <= place.end
        if inside and isinstance(node, form.Function):
            return node
    return None


def _written(app: App, endpoint: Endpoint, given: form.Expr) -> form.Function | None:
    if isinstance(given, form.Function):
        return given
    if isinstance(given, form.Call):
        return next((a for a in reversed(given.arguments) if isinstance(a, form.Function)), None)
    name = given.name if isinstance(given, form.Name) else ""
    for statement in app.modules[endpoint.location.path].body if name else ():
        if isinstance(statement, form.Function) and statement.name == name:
            return statement
        named = isinstance(statement, form.Define) and isinstance(statement.target, form.Name)
        if named and statement.target.name == name and statement.value is not None:  # type: ignore[union-attr]
            return _written(app, endpoint, statement.value)  # type: ignore[union-attr]
    return None


def place_in_handler(app: App, endpoint: Endpoint, query: Query) -> tuple[int, int] | None:
    """The bytes of the handler's own call that leads to a query, or of the query itself."""
    handler = handler_of(app, endpoint)
    for place in (query.location, *reversed(query.calls)):
        inside = handler.span.start < place.start and place.end <= handler.span.end
        if place.path == endpoint.location.path and inside:
            return place.start, place.end
    return None
