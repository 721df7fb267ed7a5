"""What is the same for every visitor and is read from the database again for each of them."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.app.query import Query
from roadworthy.app.service import ServiceCall
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import last_name
from roadworthy.views.code.spots import spots
from roadworthy.views.pages.served import served_pages
from roadworthy.views.pages.submitting import path_shape
from roadworthy.views.people.access import Access
from roadworthy.views.people.people import owner_of, users_table

_LOADING = {"query", "effect", "render"}
# Pages on which a few people want to see what they have just changed.
_OFFICE = regex(r"(^|/)(admin|dashboard|back-?office|manage)(/|$)", re.I)
_CHOSEN = regex(r"[:{<\[*]")
_KEEPS = regex(
    r"^compress(ion|e)?$|^Compress$|gzip|brotli|@fastify/(compress|caching)|flask_(compress|caching)|whitenoise|^cache-control$|^cache_(control|page)$"
    r"|fastapi_cache|apicache|^etag$",
    re.I,
)
_HOST = regex(r"^https?://[^/]*")


class PublicRead(Struct, frozen=True):
    """A page or server action whose answer could be kept for all. `why` says what keeps it from being kept; `asked` is
    where the page asks for it; `slight` when browsers may ask whether it changed and little of the database is read for it."""

    endpoint: Endpoint
    why: str
    asked: Location | None = None
    slight: bool = False


def public_reads(app: App) -> tuple[PublicRead, ...]:
    """Pages that are rendered anew on each visit, and server actions and edge functions that a page loads its public data
    with. A view."""
    return app.view(_public_reads)


def _public_reads(app: App) -> tuple[PublicRead, ...]:
    return (*_pages(app), *_actions(app), *_edge_functions(app), *_answers(app))


def _pages(app: App) -> list[PublicRead]:
    remade = {(one.location, one.name): one.remade for one in app.components if one.remade}
    found = []
    for page in served_pages(app):
        why = remade.get((page.location, page.handler_name), "")
        if why and (_is_public(app, page) or _asks_for_what_is_public(app, page)):
            found.append(PublicRead(page, why))
    return found


def _asks_for_what_is_public(app: App, page: Endpoint) -> bool:
    """Whether a page reads nothing itself and asks the app's own endpoints for what everybody gets (`fetch(`${base}/api/menu`)`)."""
    access = Access(page)
    if page.queries or _OFFICE.search(page.path) or access.anywhere() or access.guards(page.facts):
        return False
    asked = [_own_endpoint(app, call) for call in page.services]
    return bool(asked) and all(one is not None and _is_public(app, one) for one in asked)


def _own_endpoint(app: App, call: ServiceCall) -> Endpoint | None:
    """The endpoint of the app that a call asks by a path that stands whole in the code."""
    leaves = list(call.arguments[0].leaves()) if call.arguments and call.method == "GET" else []
    if not leaves or any(leaf.kind not in ("constant", "environment") for leaf in leaves):
        return None
    told = "".join(str(leaf.value) for leaf in leaves if leaf.kind == "constant")
    path = path_shape(_HOST.sub("", told))
    return next((one for one in app.endpoints if one.method == "GET" and path_shape(one.path) == path), None)


def _actions(app: App) -> list[PublicRead]:
    """A server action is sent as a POST, which nothing on the way keeps."""
    found = []
    fetches = [
        fetch for component in app.components for fetch in component.fetches if fetch.method == "ACTION"
    ]
    for action in app.endpoints:
        loaded = next((f for f in fetches if f.path == action.path and f.trigger in _LOADING), None)
        if action.kind == "action" and loaded is not None and _is_public(app, action):
            found.append(
                PublicRead(
                    action, "it is asked for by a server action, a POST that nothing keeps", loaded.location
                )
            )
    return found


def _edge_functions(app: App) -> list[PublicRead]:
    """One that reads nothing of its request gives everybody the same; nothing keeps what says of no time that it may be kept."""
    found = []
    for function in app.endpoints:
        loaded = loaded_by(app, function) if function.kind == "function" and not function.inputs else None
        if loaded is not None and not _names_time(app, function) and _is_public(app, function):
            why = "its answer says of no time for which it may be kept"
            found.append(PublicRead(function, why, loaded))
    return found


def _answers(app: App) -> list[PublicRead]:
    """Lists that a server of its own answers to everybody, where nothing in the app compresses or says how long anything keeps.
    Next.js compresses by itself (nextjs.org/docs, `compress`); pages of Django's are the person's who is signed in."""
    lists = [
        one
        for one in app.endpoints
        if one.method == "GET"
        and one.kind not in ("action", "function", "page")
        and one.framework not in ("nextjs", "django")
        if not _CHOSEN.search(one.path) and not _OFFICE.search(one.path) and _is_public(app, one)
    ]
    why = "its answer goes out uncompressed, and says of no time for which it may be kept"
    return (
        [PublicRead(one, why, slight=True) for one in lists]
        if lists and not app.view(_keeps_anything)
        else []
    )


def _keeps_anything(app: App) -> bool:
    called = (
        last_name(spot.node.callee) for spot in spots(app, form.Call) if isinstance(spot.node, form.Call)
    )
    if any(map(_KEEPS.search, called)):
        return True
    imported = (spot.node.source for spot in spots(app, form.Import) if isinstance(spot.node, form.Import))
    return any(map(_KEEPS.search, imported)) or any(
        isinstance(node, form.Literal) and isinstance(node.value, str) and _KEEPS.search(node.value)
        for module in app.modules.values()
        for node in form.walk(module.body, form.Literal)
    )


def loaded_by(app: App, endpoint: Endpoint) -> Location | None:
    """Where a page asks for an endpoint as it opens."""
    for component in app.components:
        for fetch in component.fetches:
            if fetch.path == endpoint.path and fetch.trigger in _LOADING:
                return fetch.location
    return None


def _names_time(app: App, function: Endpoint) -> bool:
    module = app.modules.get(function.location.path)
    nodes = form.walk(module.body, form.Record) if module is not None else ()
    names = (
        str(item.key.value)
        for node in nodes
        if isinstance(node, form.Record)
        for item in node.entries
        if isinstance(item.key, form.Literal)
    )
    return any(name.lower() == "cache-control" for name in names)


def _is_public(app: App, endpoint: Endpoint) -> bool:
    """Whether everybody gets the same: read only, nobody in particular is asked, and no rows are anybody's own."""
    queries = [query for query in endpoint.queries if not _is_kept(app, query)]
    access = Access(endpoint)
    if not queries or access.anywhere() or access.guards(endpoint.facts) or access.own_rows:
        return False
    return all(_is_common(app, endpoint, query) for query in queries)


def _is_kept(app: App, query: Query) -> bool:
    """Whether a query stands in a function whose answer Next.js keeps: `unstable_cache(() => db.select()...)`."""
    place = query.location
    return any(one.path == place.path and one.start <= place.start < one.end for one in app.view(_kept))


def _kept(app: App) -> tuple[Location, ...]:
    return tuple(
        at(spot.path, spot.node)
        for spot in spots(app, form.Call)
        if isinstance(spot.node, form.Call) and last_name(spot.node.callee) == "unstable_cache"
    )


def _is_common(app: App, endpoint: Endpoint, query: Query) -> bool:
    people = users_table(app)
    private = owner_of(app, query.table) is not None or (people is not None and query.table == people.name)
    # A page that depends on what its address asks for is another page each time; a list that may be filtered is not.
    chosen = endpoint.kind == "page" and any(item.value.from_request for item in query.filters)
    return query.operation == "select" and bool(query.table) and not private and not chosen
