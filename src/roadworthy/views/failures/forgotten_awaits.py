"""Writes that nobody waits for: an async function begins them, goes on, and no failure of theirs reaches anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.blocking import synchronous
from roadworthy.views.code.dotted import chain, dotted, last_name
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot

_WRITES = ("insert", "update", "delete", "upsert")
# The drivers whose calls are awaited in Python; what else is awaited there runs only once it is.
_DRIVERS = ("pymongo", "mongodb", "psycopg")
# What answers a promise in JavaScript, whatever it stands on.
_PROMISED = ("prisma", "mongoose", "mongodb", "sequelize", "typeorm", "drizzle", "knex", "pg")
# Ends of a chain that hear of a failure, or by which drivers that wait for nothing run a statement (better-sqlite3).
_HEARD = frozenset({"catch", "then", "finally", "run", "all", "get", "on"})
# What is kept beside the work, and may be lost.
_BESIDE = regex(
    r"log|audit|presence|activit|analytic|event|metric|track|notif|cache|view|usage|mail|seen|history|visit|stat",
    re.I,
)


class Forgotten(Struct, frozen=True):
    """A write that stands alone in an async function, without `await`."""

    owner: Owner
    location: Location
    table: str


def forgotten_awaits(app: App) -> tuple[Forgotten, ...]:
    """Each of them, once. A view."""
    return tuple(_forgotten(app))


def _forgotten(app: App) -> Iterator[Forgotten]:
    writes = dict(_writes(app))
    for spot in spots(app, form.Evaluate) if writes else ():
        node = spot.node
        called = node.value if isinstance(node, form.Evaluate) else None
        if not isinstance(called, form.Call) or not spot.functions:
            continue
        table, beyond = writes.get((spot.path, called.span.start), ("", ()))
        if not table:
            continue
        owner, python = owner_of(app, spot), spot.path.endswith(".py")
        alone = owner.kind == "endpoint" and not _hands_on(spot.functions[0], called)
        if not spot.functions[0].is_async and (python or not alone):
            continue
        if python or (_is_dropped(called) and not _is_caught(app, spot, beyond)):
            yield Forgotten(owner, at(spot.path, called), table)


def _hands_on(handler: form.Function, called: form.Call) -> bool:
    """`passport.authenticate(...)(req, res, next)`: whoever is handed the request answers it, and waits for what that needs."""
    own = {one.target.name for one in handler.parameters if isinstance(one.target, form.Name)}
    return any(isinstance(argument, form.Name) and argument.name in own for argument in called.arguments)


def _writes(app: App) -> Iterator[tuple[tuple[str, int], tuple[str, tuple[Location, ...]]]]:
    """Where a write is begun, its table, and the steps from there to it: in JavaScript a function of the app may begin it."""
    waits_for_none = app.view(synchronous)
    for work in app.works:
        for query in work.queries:
            if query.operation not in _WRITES or query.library in waits_for_none:
                continue
            ways = (*query.calls, query.location)
            if query.location.path.endswith(".py"):
                ways = ways[-1:] if query.library in _DRIVERS else ()
            elif work.side != "server" or query.library not in _PROMISED or _BESIDE.search(query.table):
                continue
            for number, place in enumerate(ways):
                yield (place.path, place.start), (query.table, ways[number + 1 :])


def _is_caught(app: App, spot: Spot, beyond: tuple[Location, ...]) -> bool:
    """Whether what is called catches its own failure, and so is meant to go on by itself."""
    return any(
        path == place.path
        and start <= place.start < end
        and not (path == spot.path and start <= spot.node.span.start < end)
        for place in beyond
        for path, start, end in app.view(_tried)
    )


def _tried(app: App) -> tuple[tuple[str, int, int], ...]:
    return tuple(
        (spot.path, spot.node.body[0].span.start, spot.node.body[-1].span.end)
        for spot in spots(app, form.Try)
        if isinstance(spot.node, form.Try) and spot.node.body
    )


def _is_dropped(called: form.Call) -> bool:
    """Whether nothing of a call's promise is kept, and no function is handed over that would hear of it."""
    names = [last_name(one.callee) or "" for one in chain(called)]
    handed = any(isinstance(argument, form.Function) for argument in called.arguments)
    return not handed and not _HEARD & set(names) and not _BESIDE.search(dotted(called.callee))
