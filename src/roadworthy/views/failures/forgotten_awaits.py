"""Writes of asynchronous Python that nobody waits for: the statement begins them, goes on, and no failure of theirs reaches anybody."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.blocking import synchronous
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots

_WRITES = ("insert", "update", "delete", "upsert")
# The drivers whose calls are awaited in Python; what else is awaited there runs only once it is.
_DRIVERS = ("pymongo", "mongodb", "psycopg")


class Forgotten(Struct, frozen=True):
    """A write that stands alone in an async function, without `await`."""

    owner: Owner
    location: Location
    table: str


def forgotten_awaits(app: App) -> tuple[Forgotten, ...]:
    """Each of them, once. A view."""
    return tuple(_forgotten(app))


def _forgotten(app: App) -> Iterator[Forgotten]:
    writes = {
        (query.location.path, query.location.start): query.table
        for work in app.works
        for query in work.queries
        if query.operation in _WRITES
        and query.library in _DRIVERS
        and query.library not in app.view(synchronous)
        and query.location.path.endswith(".py")
    }
    for spot in spots(app, form.Evaluate) if writes else ():
        node = spot.node
        called = node.value if isinstance(node, form.Evaluate) else None
        if not isinstance(called, form.Call) or not spot.functions or not spot.functions[0].is_async:
            continue
        table = writes.get((spot.path, called.span.start))
        if table is not None:
            yield Forgotten(owner_of(app, spot), at(spot.path, called), table)
