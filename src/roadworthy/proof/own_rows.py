"""Rows of an actor's own, so that what they look at is not empty."""

from __future__ import annotations

from typing import Any

from roadworthy.app import App, Endpoint, Query
from roadworthy.errors import TrialUnavailable
from roadworthy.proof.arrangement import Arrangement, parameters
from roadworthy.trial import Trial
from roadworthy.views.pages.submitting import path_shape
from roadworthy.views.people.people import users_table


def give_rows(app: App, trial: Trial, shape: str, actor: str, path: str = "") -> int:
    """Makes a row in every table that the read at a path of this shape finds its rows in: under the keys that `path` names,
    where one is given. Where none can be made none is, and the page shows what there is. Returns how many were asked for."""
    made = 0
    for endpoint in app.endpoints:
        if endpoint.method == "GET" and path_shape(endpoint.path) == shape:
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
