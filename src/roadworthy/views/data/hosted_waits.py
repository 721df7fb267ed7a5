"""What on a server waits for a hosted database: the clients made for requests, and where they ask who is signed in."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.database_client import FOR_REQUESTS, DatabaseClient
from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form

_ASKS = ("getUser", "getSession", "getClaims")


class HostedWait(Struct, frozen=True):
    """A client that servers make per request; `asks` are the places in the same file where it asks who is signed in."""

    client: DatabaseClient
    asks: tuple[Location, ...] = ()


def hosted_waits(app: App) -> tuple[HostedWait, ...]:
    """Every such client, in the order of the files. A view."""
    made = {c.location: c for c in app.database.clients if c.maker in FOR_REQUESTS}
    return tuple(HostedWait(client, _asks(app, place.path)) for place, client in sorted(made.items()))


def _asks(app: App, path: str) -> tuple[Location, ...]:
    module = app.modules.get(path)
    return tuple(
        at(path, node)
        for node in (form.walk(module.body, form.Call) if module is not None else ())
        if isinstance(node, form.Call) and isinstance(node.callee, form.Member) and node.callee.name in _ASKS
    )
