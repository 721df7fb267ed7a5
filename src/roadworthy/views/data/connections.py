"""Where the app opens connections to its database, and how often."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.app.origin import Fact
from roadworthy.app.use import Use
from roadworthy.app.work import Work
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot

# Clients that keep a pool: one of them for each module is a pool for each module.
_CLIENTS = {"PrismaClient", "Pool", "Sequelize"}
# Asked again it gives the connection that it has: `openUri` of mongoose's lib/connection.js returns where `readyState` is connected.
_ONE = ("mongoose.connect", "mongoose.default.connect")
_SHARED = regex(r"globalThis|global\.|globalForPrisma|global as ", re.I)


class Opening(Struct, frozen=True):
    """`library` opens a connection or a pool at `location`. `when` is request (`work` leads to it) or module."""

    library: str
    location: Location
    when: str
    work: Work | None = None


def for_requests(app: App) -> Iterator[Opening]:
    """What endpoints and server pages open anew each time."""
    for work in app.works:
        if work.side == "client" or work.kind == "job":
            continue
        for use in work.uses:
            if use.kind == "connection" and not (
                use.api.startswith(_ONE) or any(map(_asks_for_none, use.facts)) or _is_meant(app, work, use)
            ):
                yield Opening(use.api.replace("()", ""), use.location, "request", work)


_LISTENS = regex(r"pubsub|subscribe", re.I)


def _is_meant(app: App, work: Work, use: Use) -> bool:
    """Whether a client of a cache server's shares a pool that it is handed, or is one that listens as long as somebody watches."""
    endpoint = app.endpoint(work.subject)
    listens = endpoint is not None and any(map(_LISTENS.search, endpoint.calls))
    return "redis" in use.api and (listens or use.keyword("connection_pool") is not None)


def _asks_for_none(fact: Fact) -> bool:
    """Whether it is opened only where there is none yet."""
    if fact.left.from_request or fact.left.from_session:
        return False
    missing = fact.operator == "truthy" and not fact.holds
    nothing = fact.operator in ("==", "in") and (
        fact.right is None or (fact.right.kind == "constant" and fact.right.value is None)
    )
    return (
        missing
        or (nothing and fact.holds)
        or any(_asks_for_none(inner) for way in fact.any_of for inner in way)
    )


def for_modules(app: App) -> tuple[Opening, ...]:
    """Clients that modules make when they are loaded. A view."""
    return tuple(_for_modules(app))


def _for_modules(app: App) -> Iterator[Opening]:
    serving = {place.path for query in app.queries for place in (*query.calls, query.location)}
    for spot in spots(app, form.Call):
        assert isinstance(spot.node, form.Call)
        name = getattr(spot.node.callee, "name", "")
        if (
            name in _CLIENTS
            and (
                spot.path in serving
                or (
                    name == "PrismaClient"
                    and (_is_handed_out(app, spot.path, serving) or _is_adapted(app, spot.path))
                )
            )
            and spot.node.new
            and not spot.functions
            and _imports(app, spot, name)
        ):
            yield Opening(name, at(spot.path, spot.node), "module")


def _is_handed_out(app: App, path: str, serving: set[str]) -> bool:
    """Whether a module that asks nothing itself is imported, by the end of its path, where the app asks its database."""
    stem = path.rsplit(".", 1)[0].removesuffix("/index")
    ends = (f"/{stem.rsplit('/', 1)[-1]}", stem)
    return any(
        isinstance(node, form.Import) and node.source.endswith(ends)
        for one in serving
        if one in app.modules
        for node in app.modules[one].body
    )


_ADAPTER = regex(r"Adapter$", re.I)


def _is_adapted(app: App, path: str) -> bool:
    """Whether a module hands its client to a library that asks the database by it: `PrismaAdapter(prisma)` of a sign-in."""
    return any(
        isinstance(node, form.Call)
        and isinstance(node.callee, form.Name)
        and _ADAPTER.search(node.callee.name) is not None
        and any(isinstance(given, form.Name) for given in node.arguments)
        for node in form.walk(app.modules[path].body, form.Call)
    )


def _imports(app: App, spot: Spot, name: str) -> bool:
    packages = (
        "@prisma/client",
        "pg",
        "@neondatabase/serverless",
        "sequelize",
        "generated/prisma",
        "generated/client",
    )
    module = app.modules[spot.path]
    return any(
        isinstance(node, form.Import)
        and node.source.endswith(packages)
        and any(name in (n.local, n.imported) for n in node.names)
        for node in module.body
    )


def shared_over_reloads(app: App, opening: Opening) -> bool:
    """Whether the module keeps its client on the global object, where a reload in development finds it again."""
    return _SHARED.search(app.read(opening.location.path).decode(errors="replace")) is not None
