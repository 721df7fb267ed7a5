"""What a page asks of the app's own server, and what answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.flow import Flow
from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.app.work import Work


class Request(Struct, frozen=True):
    """One request of a page: `order` is its place in the run, `endpoint` what answers it (None: not the app's own)."""

    method: str
    path: str
    location: Location
    flow: Flow
    endpoint: Endpoint | None
    trigger: str = ""


def requests_of(app: App, work: Work) -> Iterator[Request]:
    """The requests that a page, component or job makes, also those to the app's own server by its full address."""
    for fetch in work.fetches:
        found = answering(app, fetch.method, fetch.path)
        yield Request(fetch.method, fetch.path, fetch.location, fetch.flow, found, fetch.trigger)
    for call in work.services:
        method, _, path = call.operation.partition(" ")
        if path.startswith("/") and work.kind != "endpoint":
            yield Request(method, path, call.location, call.flow, answering(app, method, path))


def answering(app: App, method: str, path: str) -> Endpoint | None:
    """The endpoint that a request reaches."""
    return app.view(_by_shape).get((method.upper(), _shape(path)))


def _by_shape(app: App) -> dict[tuple[str, str], Endpoint]:
    found: dict[tuple[str, str], Endpoint] = {}
    for endpoint in app.endpoints:
        found.setdefault((endpoint.method.upper(), _shape(endpoint.path)), endpoint)
    return found


def _shape(path: str) -> str:
    plain = re.sub(r"\?.*$", "", path).rstrip("/")
    return re.sub(r":[A-Za-z_]\w*|\{[^}]*\}|\[[^\]]*\]|<[^>]*>", "*", plain)
