"""Pages that a server renders, in the shape of endpoints: they are asked for and answer like these, with what they read."""

from __future__ import annotations

from msgspec import structs

from roadworthy.app.component import Component, Page
from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import Location
from roadworthy.app.model import App

_LOADERS = frozenset({"getServerSideProps", "getStaticProps", "getInitialProps"})


def served_pages(app: App) -> tuple[Endpoint, ...]:
    """An endpoint `GET route` for each page that runs on a server of its own; none for what a template renders inside an
    endpoint. A view."""
    return app.view(_served_pages)


def asking(app: App) -> tuple[Endpoint, ...]:
    """Everything that asks the database for somebody: endpoints, served pages, and other components that do it themselves
    (their subject is their name). A view."""
    return app.view(_asking)


def _served_pages(app: App) -> tuple[Endpoint, ...]:
    return tuple(_as_endpoint(component, "page", page.route) for page, component in _shown(app))


def _shown(app: App) -> list[tuple[Page, Component]]:
    known = {(one.location.path, one.name): one for one in app.components if one.side == "server"}
    pairs = [(page, known.get((page.file, page.server or page.component))) for page in app.pages]
    return [(page, component) for page, component in pairs if component is not None]


def _asking(app: App) -> tuple[Endpoint, ...]:
    pages = {id(component) for _, component in _shown(app)}
    others = [one for one in app.components if one.queries and id(one) not in pages]
    parts = tuple(_as_endpoint(component, "component", component.name) for component in others)
    return (*app.endpoints, *served_pages(app), *parts)


def handing_over(app: App) -> tuple[Endpoint, ...]:
    """Served pages, and other components of the server, with what they send to the browser whole as their answers: what the
    browser's components are given, and the props that the pages router loads."""
    pages = {id(component): page.route for page, component in _shown(app)}
    found = []
    for one in app.components:
        sent = one.answers if one.name in _LOADERS else one.over
        if sent:
            kind = "page" if id(one) in pages else "component"
            endpoint = _as_endpoint(one, kind, pages.get(id(one), one.name))
            found.append(structs.replace(endpoint, answers=sent))
    return tuple(found)


def _as_endpoint(component: Component, kind: str, path: str) -> Endpoint:
    return Endpoint(
        method="GET" if kind == "page" else "",
        path=path,
        kind=kind,
        framework=component.framework,
        location=component.location,
        handler=component.location,
        handler_body=component.body,
        handler_name=component.name,
        inputs=component.inputs,
        checks=component.checks,
        queries=component.queries,
        services=component.services,
        answers=component.answers,
        facts=component.facts,
        uses=component.uses,
        ahead=component.ahead,
    )


def server_waits(app: App) -> tuple[Endpoint, ...]:
    """Pages, server components and middleware that call services while somebody waits for a page. A call that many of
    them make stands with the first. A view."""
    return app.view(_server_waits)


def _server_waits(app: App) -> tuple[Endpoint, ...]:
    pages = {id(component) for _, component in _shown(app)}
    others = [one for one in app.components if one.side == "server" and one.services and id(one) not in pages]
    found = [
        *served_pages(app),
        *(_as_endpoint(one, "component", one.name) for one in others),
        *_middleware(app),
    ]
    seen: set[Location] = set()
    kept = []
    for one in found:
        own = tuple(call for call in one.services if call.location not in seen)
        seen |= {call.location for call in own}
        if own:
            kept.append(structs.replace(one, services=own))
    return tuple(kept)


def _middleware(app: App) -> list[Endpoint]:
    return [
        Endpoint(
            "", job.subject, "component", "", job.location, job.location, job.body, services=job.services
        )
        for job in app.jobs
        if job.kind == "middleware"
    ]
