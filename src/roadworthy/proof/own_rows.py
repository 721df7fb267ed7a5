"""Rows of an actor's own, so that what they look at is not empty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from roadworthy.app import App, Endpoint, Query
from roadworthy.errors import TrialUnavailable
from roadworthy.proof.actions import reads
from roadworthy.proof.arrangement import Arrangement, parameters
from roadworthy.proof.project_rows import ProjectRows
from roadworthy.trial import Trial
from roadworthy.trial.refusals import NOT_DONE
from roadworthy.views.pages.hosted_reads import hosted_path, hosted_reads, hosted_table
from roadworthy.views.pages.rendered import rendered_pages
from roadworthy.views.pages.screens import components_on
from roadworthy.views.pages.submitting import path_shape
from roadworthy.views.people.people import users_table


def give_rows(app: App, trial: Trial, shape: str, actor: str, path: str = "") -> int:
    """Makes a row in every table that the read at a path of this shape finds its rows in: under the keys that `path` names,
    where one is given. Where none can be made none is, and the page shows what there is. Returns how many were asked for."""
    if hosted_table(shape):
        return _give_hosted(app, trial, shape, actor)
    made = 0
    for endpoint in app.endpoints:
        if reads(endpoint) and path_shape(endpoint.path) == shape:
            for query in endpoint.queries:
                made += _give(app, trial, query, actor, _named(endpoint, query, path))
    return made


def _named(endpoint: Endpoint, query: Query, path: str) -> dict[str, Any]:
    """The columns that a query compares with parts of the path."""
    route, parts = endpoint.path.split("/"), path.split("/")
    found: dict[str, Any] = {}
    for one in query.filters:
        names = {leaf.path[-1] for leaf in one.value.sources() if leaf.kind == "params" and leaf.path}
        place = next((n for n, part in enumerate(route) if names & set(parameters(part))), -1)
        if one.table in ("", query.table) and 0 <= place < len(parts):
            found[one.column] = int(parts[place]) if parts[place].isdigit() else parts[place]
    return found


def _give(app: App, trial: Trial, query: Query, actor: str, named: dict[str, Any]) -> int:
    people = users_table(app)
    if not query.table or (people is not None and query.table == people.name):
        return 0
    try:
        Arrangement(app, trial, actor).own_row(query.table, **named)
    except TrialUnavailable:
        return 0
    return 1


def give_along(app: App, trial: Trial, query: Query, actor: str) -> Iterator[dict[str, Any]]:
    """The row that a query finds, and a row of the actor's in each table whose rows are told with it (`include: { reviews: true }`)."""
    people, arrangement = users_table(app), Arrangement(app, trial, actor)
    if query.operation != "select" or not query.table or (people and query.table == people.name):
        return
    found = arrangement.own_row(query.table, **asked_for(query))
    if found is None:
        return
    yield found
    for table, column, key in query.joins:
        known = app.table(table)
        linked = known.column(key) if known is not None and (people is None or table != people.name) else None
        leads = (
            linked is not None and linked.references is not None and linked.references.table == query.table
        )
        row = arrangement.own_row(table, **{key: found[column]}) if leads and column in found else None
        yield from [row] if row is not None else []


def _give_hosted(app: App, trial: Trial, shape: str, actor: str) -> int:
    """Rows for what pages ask a hosted database directly: one as each of the queries for the table wants it."""
    wanted = [
        asked_for(query)
        for component in app.components
        for query in hosted_reads(component)
        if hosted_path(query) == shape
    ]
    # A visitor has no rows, and is shown those of people.
    person = actor if "id" in trial.actor(actor).credentials else "alice"
    if person not in trial.actors:
        return 0
    made = 0
    for number, fixed in enumerate(wanted):
        try:
            if fixed not in wanted[:number]:
                made += ProjectRows(app, trial, hosted_table(shape)).of(person, **fixed) is not None
        except NOT_DONE:
            continue
    return made


def asked_for(query: Query) -> dict[str, Any]:
    """`where published = true`: the values that rows must have to be found."""
    return {
        item.column: item.value.value
        for item in query.filters
        if item.operator == "="
        and not item.optional
        and item.value.kind == "constant"
        and item.table in ("", query.table)
    }


def stock_page(app: App, trial: Trial, route: str, actor: str) -> None:
    """Rows of the actor's own in every table that a page of this route is seen to read, so that what acts on a row is there."""
    for component in components_on(app, route):
        for query in hosted_reads(component):
            give_rows(app, trial, hosted_path(query), actor)
        for fetch in component.fetches:
            if fetch.method == "GET":
                give_rows(app, trial, path_shape(fetch.path), actor)
    page = next((one for one in rendered_pages(app) if one.route == route), None)
    for query in page.queries if page is not None else ():
        if query.operation == "select":
            _give(app, trial, query, actor, asked_for(query))
