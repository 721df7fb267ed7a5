"""The request that leads to what a subject asks the database: an endpoint's own, or the page that a server renders."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from roadworthy.app import App, Endpoint, Fact, Query
from roadworthy.proof.routes import viewer
from roadworthy.proof.valid_request import ValidRequest, valid_request
from roadworthy.trial import Trial
from roadworthy.views.pages.rendered import RenderedPage, rendered_pages

PAGE = "page"


def asked_by(app: App, subject: str, queries: Sequence[Query] = ()) -> Endpoint | None:
    """The endpoint of this subject; else the page that goes by it, or by the name of its component; else the plainest page into
    which a server renders one of `queries`. A page comes in the shape of an endpoint, with everything that is asked for it."""
    found = app.endpoint(subject)
    if found is not None:
        return found
    pages = rendered_pages(app)
    named = [page for page in pages if subject in (page.route, page.endpoint.handler_name)]
    places = {query.location for query in queries}
    within = [page for page in pages if any(query.location in places for query in page.queries)]
    page = next(iter(named or within), None)
    return _whole(page) if page is not None else None


def served_reads(app: App) -> list[Endpoint]:
    """The pages that a server renders with what it reads, each in the shape of an endpoint."""
    return [_whole(page) for page in rendered_pages(app) if page.queries]


def _whole(page: RenderedPage) -> Endpoint:
    return structs.replace(page.endpoint, queries=page.queries, services=page.services)


def sound_request(app: App, trial: Trial, endpoint: Endpoint, read: Sequence[Fact] = ()) -> ValidRequest:
    """A request that an endpoint takes; a page's as whoever the page is for: an administrator where its address says so. `read` is what
    holds where the rows are read that are to be shown."""
    request = valid_request(app, trial, endpoint, read=read)
    if endpoint.kind == PAGE and viewer(app, trial, endpoint.path) == "admin":
        return structs.replace(request, actor="admin")
    return request
