"""Which of the page's reads come from a place in its source, and which component shows them."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from msgspec import Struct, structs

from roadworthy.app.browser_call import ClientFetch
from roadworthy.app.component import Component
from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.views.pages.hosted_reads import asks_for, hosted_path, hosted_reads
from roadworthy.views.pages.page_requests import answering
from roadworthy.views.pages.screens import page_showing
from roadworthy.views.people.entry import asks_password
from roadworthy.views.requests.reading import only_looks_up


class Asked(Struct, frozen=True):
    """`path` has `:value` for what varies; `route` is a page that shows the component, '' where none is known. `method` is
    POST where the endpoint reads all the same. Of a read of a hosted database `selects` and `compares` tell it from others of the same
    table: what it selects, and the columns by which it finds rows."""

    component: str
    path: str
    route: str = ""
    method: str = "GET"
    selects: str = ""
    compares: tuple[str, ...] = ()

    def may_be(self, url: str) -> bool:
        """Whether a request at this address may be this read, as far as its query string tells."""
        told = parse_qs(urlsplit(url).query)
        selects = "".join(told.get("select", ["*"])[0].split())
        return self.selects in ("", selects) and all(column in told for column in self.compares)


def asked_at(app: App, place: Location) -> tuple[Asked, ...]:
    """The reads that a place makes, or that are made through it (a hook of the app's own)."""
    found = []
    for component, reads in app.view(_all_reads):
        through = [(one, ways) for one, ways in reads if any(map(place.holds, ways))]
        page = page_showing(app, component.name) if through else None
        route = page.route if page is not None else ""
        found += [structs.replace(one, route=route) for one, _ in through]
    return tuple(dict.fromkeys(found))


_Read = tuple[Asked, tuple[Location, ...]]


def _all_reads(app: App) -> tuple[tuple[Component, tuple[_Read, ...]], ...]:
    """What every component reads: each place is held against all of them. A view."""
    return tuple((component, tuple(_reads(app, component))) for component in app.components)


def _reads(app: App, component: Component) -> Iterator[_Read]:
    """What a component reads, and the places through which it is asked."""
    for fetch in component.fetches:
        if fetch.method == "GET":
            yield Asked(component.name, fetch.path), (fetch.location, *fetch.calls)
    for query in hosted_reads(component):
        selects, compares = asks_for(query)
        asked = Asked(component.name, hosted_path(query), selects=selects, compares=compares)
        yield asked, (query.location, *query.calls)
    for one in _read_by_post(app, component):
        yield Asked(component.name, one.path, method="POST"), (one.location, *one.calls)


def _read_by_post(app: App, component: Component) -> Iterator[ClientFetch]:
    """Requests by POST whose endpoint only looks rows up."""
    for fetch in component.fetches:
        endpoint = answering(app, "POST", fetch.path) if fetch.method == "POST" else None
        if endpoint is not None and only_looks_up(endpoint) and not asks_password(endpoint):
            yield fetch


def asked_of(component: Component, *, reading: bool = False) -> Iterator[tuple[str, tuple[Location, ...]]]:
    """What a component asks of the app's own server (`reading`: with GET alone), and reads of a database that answers pages
    directly: the path, and the places through which it is asked."""
    for fetch in component.fetches:
        if fetch.method == "GET" or not reading:
            yield fetch.path, (fetch.location, *fetch.calls)
    for query in hosted_reads(component):
        yield hosted_path(query), (query.location, *query.calls)
