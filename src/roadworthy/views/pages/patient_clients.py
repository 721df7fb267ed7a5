"""Clients that pages ask servers through and that wait as long as the server likes: axios without a timeout."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.dotted import dotted
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot

_ASKS = {f"axios.{verb}" for verb in ("get", "post", "put", "patch", "delete", "request")}


def patient_clients(app: App) -> tuple[Location, ...]:
    """Where pages make such a client; where they make none, their first calls without a timeout. A view."""
    inside = app.view(_of_pages)
    made = [spot for spot in _calls(app, {"axios.create"}) if spot.path in inside]
    if any(spot.path in inside and _sets_default(spot) for spot in spots(app, form.Assignment)):
        return ()
    if made:
        return tuple(at(spot.path, spot.node) for spot in made if not _bounds(spot.node))
    asked = [spot for spot in _calls(app, _ASKS) if spot.path in inside]
    return tuple(at(spot.path, spot.node) for spot in asked if not _bounds(spot.node))


def _of_pages(app: App) -> frozenset[str]:
    """The files that code of pages stands in or asks through."""
    found: set[str] = set()
    for component in app.components:
        if component.side == "client":
            found.add(component.location.path)
            for fetch in component.fetches:
                found |= {fetch.location.path, *(place.path for place in fetch.calls)}
    servers = {endpoint.handler.path for endpoint in app.endpoints}
    return frozenset(_with_imports(app, found) - servers)


def _with_imports(app: App, found: set[str]) -> set[str]:
    """Files beside them that make the client: named api, http, client, axios."""
    roots = {path.split("/src/")[0] for path in found}
    named = {
        path
        for path in app.modules
        if path.split("/src/")[0] in roots
        and any(word in path.lower() for word in ("api", "http", "axios", "client"))
    }
    return found | named


def _calls(app: App, names: set[str]) -> Iterator[Spot]:
    for spot in spots(app, form.Call):
        if isinstance(spot.node, form.Call) and dotted(spot.node.callee) in names:
            yield spot


def _bounds(node: form.Node) -> bool:
    """Whether a timeout or a signal is among what a call is given, or something that may hold one."""
    arguments = node.arguments if isinstance(node, form.Call) else ()
    for argument in arguments:
        if isinstance(argument, form.Record):
            keys = {str(getattr(entry.key, "value", "...")) for entry in argument.entries}
            if keys & {"timeout", "signal", "..."}:
                return True
    return False


def _sets_default(spot: Spot) -> bool:
    return isinstance(spot.node, form.Assignment) and dotted(spot.node.target).endswith("defaults.timeout")
