"""What a page that a server renders asks the database for, with all the parts that the server renders into it."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.component import Component
from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.app.query import Query
from roadworthy.app.service import ServiceCall
from roadworthy.views.pages.screens import rendered_by
from roadworthy.views.pages.served import served_pages


class RenderedPage(Struct, frozen=True):
    """`endpoint` is the page in the shape of an endpoint; `queries` and `services` are its own and those of the server
    components in it, but not those of the layouts around it."""

    endpoint: Endpoint
    queries: tuple[Query, ...]
    services: tuple[ServiceCall, ...]

    @property
    def route(self) -> str:
        """The route, with its parameters."""
        return self.endpoint.path


def rendered_pages(app: App) -> tuple[RenderedPage, ...]:
    """The pages that run on a server, those without parameters first. A view."""
    return app.view(_rendered_pages)


def _rendered_pages(app: App) -> tuple[RenderedPage, ...]:
    by_name = {one.name: one for one in reversed(app.components) if one.side == "server"}
    pages = sorted(served_pages(app), key=lambda one: (one.path.count("[") + one.path.count(":"), one.path))
    return tuple(_rendered(app, by_name, page) for page in pages)


def _rendered(app: App, by_name: dict[str, Component], page: Endpoint) -> RenderedPage:
    parts = _parts(app, by_name, page)
    return RenderedPage(
        page,
        (*page.queries, *(query for part in parts for query in part.queries)),
        (*page.services, *(call for part in parts for call in part.services)),
    )


def _parts(app: App, by_name: dict[str, Component], page: Endpoint) -> list[Component]:
    """The server components in a page, whatever stands between."""
    own = next((one for one in app.components if one.location == page.location), None)
    parts = rendered_by(by_name, own.renders if own is not None else ())
    return [part for part in parts if part.name != page.handler_name]
