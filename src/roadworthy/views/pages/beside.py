"""What a page asks for when it is shown, and which parts of it ask."""

from __future__ import annotations

from collections.abc import Sequence

from roadworthy.app import App, ClientFetch, Query
from roadworthy.app.component import Page
from roadworthy.app.work import Work
from roadworthy.views.pages.hosted_reads import hosted_path
from roadworthy.views.pages.screens import page_at, parts_of
from roadworthy.views.pages.submitting import path_shape

_LOADING = ("render", "effect", "query", "")


def asked_beside(app: App, route: str, subject: str) -> list[set[str]]:
    """The addresses that each other part of a page asks for when it is shown."""
    page = page_at(app, route)
    return [addresses(work) for work in _beside(app, page, subject)]


def addresses(work: Work) -> set[str]:
    """What it asks for when it is shown."""
    return {address_of(one) for one in (*work.queries, *work.fetches) if loads(one)}


def address_of(operation: object) -> str:
    """The path of a plain read, with `*` for what varies; '' where none is known."""
    if isinstance(operation, Query):
        return (
            hosted_path(operation) if operation.rights == "user" and operation.operation == "select" else ""
        )
    if isinstance(operation, ClientFetch) and operation.method == "GET":
        return path_shape(operation.path)
    return ""


def loads(operation: object) -> bool:
    """Whether it is asked for when its part of the page is shown."""
    return isinstance(operation, (Query, ClientFetch)) and operation.trigger in _LOADING


def _beside(app: App, page: Page | None, subject: str) -> list[Work]:
    """The other parts of the app that may be on the page: all but those that are known to be shown on other pages alone."""
    here = _on(app, [page]) if page is not None else set()
    # A component that is the page of one route goes by that route among the works.
    own = {subject, page.route} if page is not None and subject in (page.component, page.route) else {subject}
    elsewhere = _on(app, [one for one in app.pages if one != page]) - here if page is not None else set()
    return [work for work in app.works if work.side == "client" and work.subject not in own | elsewhere]


def _on(app: App, pages: Sequence[Page]) -> set[str]:
    return {page.route for page in pages} | {one.name for page in pages for one in parts_of(app, page)}
