"""Whose code a place is: the endpoint, component, class or function that people would name."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.methods import method_of
from roadworthy.views.code.sides import sides
from roadworthy.views.code.syntax import Spot


class Owner(Struct, frozen=True):
    """`subject` is how reports name it; `kind` is endpoint, component, class, function or module; `side` is server or client;
    `location` is its whole declaration; `endpoint` is set for one; `plain` in a script that a page loads by name."""

    subject: str
    kind: str
    side: str
    location: Location
    endpoint: Endpoint | None = None
    plain: bool = False

    @property
    def anchor(self) -> str:
        """Tells apart owners of one name in several files; '' for endpoints, whose names are their addresses wherever they stand."""
        return "" if self.endpoint is not None else self.location.path


def owner_of(app: App, spot: Spot) -> Owner:
    """Who a piece of syntax belongs to: the smallest endpoint or component around it, else the outermost class or function."""
    declared = app.view(_declared)
    span = spot.node.span
    near = [one for one in declared.get(spot.path, ()) if _holds(one.location, span)]
    if near:
        method = method_of(spot) if len(near) > 1 else ""
        return min(near, key=lambda one: (_length(one), not _serves(one, method), one.subject))
    side = app.view(sides).get(spot.path, "server")
    named = [
        around.node
        for around in spot.around()
        if isinstance(around.node, (form.Function, form.Class)) and around.node.name
    ]
    if not named:
        node = spot.node
        if isinstance(node, (form.Function, form.Class)) and node.name:
            return Owner(node.name, "function", side, at(spot.path, node))
        return Owner(spot.path, "module", side, at(spot.path, node))
    outer = named[-1]
    kind = "class" if isinstance(outer, form.Class) else "function"
    return Owner(outer.name, kind, side, at(spot.path, outer), plain=_is_plain(app.modules[spot.path]))


def _length(owner: Owner) -> int:
    return owner.location.end - owner.location.start


def _serves(owner: Owner, method: str) -> bool:
    return owner.endpoint is not None and owner.endpoint.method == method


def _is_plain(module: form.Module) -> bool:
    return module.language == "javascript" and not any(
        isinstance(node, (form.Import, form.Export)) for node in module.body
    )


def _holds(location: Location, span: form.Span) -> bool:
    return location.start <= span.start and span.end <= location.end


def _encloses(outer: Location, inner: Location) -> bool:
    return outer.path == inner.path and outer.start <= inner.start and inner.end <= outer.end


def _declared(app: App) -> dict[str, list[Owner]]:
    found: dict[str, list[Owner]] = {}
    for endpoint in app.endpoints:
        owner = Owner(endpoint.subject, "endpoint", "server", endpoint.handler, endpoint)
        found.setdefault(endpoint.handler.path, []).append(owner)
        if not _encloses(endpoint.location, endpoint.handler):
            # What is registered is a wrapper's function (`handler(async (req, res) => ...)`), and the code stands here.
            registered = Owner(endpoint.subject, "endpoint", "server", endpoint.location, endpoint)
            found.setdefault(endpoint.location.path, []).append(registered)
    for component in app.components:
        owner = Owner(component.name, "component", component.side, component.location)
        found.setdefault(component.location.path, []).append(owner)
    return found
