"""Rows for what a page shows: the lists that it asks its server for are filled."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import structs

from roadworthy.app import App, Endpoint, Query
from roadworthy.errors import TrialUnavailable
from roadworthy.proof.experiment import Experiment
from roadworthy.proof.growing_rows import GrowingRows
from roadworthy.proof.kept_answers import forget_answers
from roadworthy.proof.opened_list import opened
from roadworthy.proof.project_rows import ProjectRows, wanted_by
from roadworthy.proof.routes import viewer
from roadworthy.proof.spread_words import spread_words
from roadworthy.trial import Trial
from roadworthy.views.pages.hosted_reads import hosted_reads
from roadworthy.views.pages.page_requests import answering
from roadworthy.views.pages.rendered import rendered_pages
from roadworthy.views.pages.screens import components_on


def endpoints_of(app: App, route: str) -> list[Endpoint]:
    """What the page of a route, and the components on it, ask the app's own server for."""
    found: list[Endpoint] = []
    for component in components_on(app, route):
        for fetch in component.fetches:
            endpoint = answering(app, fetch.method, fetch.path) if fetch.method == "GET" else None
            if endpoint is not None and endpoint not in found:
                found.append(endpoint)
    return found


def fill_lists(experiment: Experiment, app: App, trial: Trial, route: str, rows: int) -> list[str]:
    """Sees to it that the lists of a page have so many rows; the tables that were filled. What cannot be filled is left as it is, with
    a note."""
    filled = _fill_hosted(experiment, app, trial, route, rows) if trial.supabase is not None else []
    for endpoint, query in _lists(app, route):
        if query.table in filled:
            continue
        try:
            request, answer = opened(experiment, app, trial, endpoint)
            if request is None:
                raise TrialUnavailable(f"{endpoint.subject} answers {answer.status}")
            growing = GrowingRows(app, trial, endpoint, query, request)
            if growing.grow(experiment, rows) > 1:
                spread_words(app, trial, growing.table, growing.fixed)
                filled.append(growing.table)
        except TrialUnavailable as error:
            experiment.note("arrange", f"{query.table} is left as it is", shows=str(error))
    forget_answers(trial)
    return filled


def _lists(app: App, route: str) -> Iterator[tuple[Endpoint, Query]]:
    """The first list of each endpoint that a page asks, and all that a page of the server asks for itself."""
    for endpoint in endpoints_of(app, route):
        yield from ((endpoint, one) for one in [one for one in endpoint.queries if _is_list(one)][:1])
    for page in rendered_pages(app):
        if page.route == route:
            endpoint = structs.replace(page.endpoint, queries=page.queries)
            yield from ((endpoint, one) for one in page.queries if _is_list(one))


def _is_list(query: Query) -> bool:
    return query.operation == "select" and bool(query.table) and not query.one


def _fill_hosted(experiment: Experiment, app: App, trial: Trial, route: str, rows: int) -> list[str]:
    """The lists that the page's components ask a hosted database for, as whoever looks at the page."""
    filled: list[str] = []
    who = viewer(app, trial, route)
    for component in components_on(app, route):
        for query in hosted_reads(component):
            if query.one or not query.table or query.table in filled:
                continue
            try:
                wanted = wanted_by(query, ProjectRows(app, trial, query.table), who)
                growing = GrowingRows.of(app, trial, query.table, wanted or {})
                if growing.grow(experiment, rows) > 1:
                    spread_words(app, trial, query.table, growing.fixed)
                    filled.append(query.table)
            except TrialUnavailable as error:
                experiment.note("arrange", f"{query.table} is left as it is", shows=str(error))
    return filled
