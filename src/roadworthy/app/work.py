"""What one run of the app's code does for one subject: the shape that endpoints, components and jobs share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from roadworthy.app.browser_call import ClientFetch
from roadworthy.app.component import Component, Page
from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import Location
from roadworthy.app.query import Query
from roadworthy.app.service import ServiceCall
from roadworthy.app.use import Use


class Work(Struct, frozen=True):
    """`subject` is how reports name it: an endpoint's subject, a page's route, a component's or a job's name. `kind` is endpoint,
    page, component or job; `side` is where it runs, server or client. `location` is its declaration, `body` its statements."""

    subject: str
    kind: str
    side: str
    location: Location
    body: Location
    queries: tuple[Query, ...] = ()
    services: tuple[ServiceCall, ...] = ()
    fetches: tuple[ClientFetch, ...] = ()
    uses: tuple[Use, ...] = ()


def works_of(
    endpoints: Iterable[Endpoint],
    components: Iterable[Component],
    pages: Iterable[Page],
    jobs: Iterable[Work],
) -> Iterator[Work]:
    """All works; a component that is the page of one route goes by that route."""
    for endpoint in endpoints:
        yield Work(
            endpoint.subject,
            "endpoint",
            "server",
            endpoint.location,
            endpoint.handler_body,
            endpoint.queries,
            endpoint.services,
            uses=endpoint.uses,
        )
    routes = {(page.file, page.component): page.route for page in reversed(list(pages))}
    for component in components:
        route = routes.get((component.location.path, component.name), "")
        yield Work(
            route or component.name,
            "page" if route else "component",
            component.side,
            component.location,
            component.body,
            component.queries,
            component.services,
            component.fetches,
            component.uses,
        )
    yield from jobs
