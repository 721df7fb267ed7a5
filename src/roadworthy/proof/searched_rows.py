"""Rows that a search finds, so that its answer with nothing in it tells something."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from roadworthy.app import App, Endpoint, Origin
from roadworthy.proof.arrangement import Arrangement
from roadworthy.proof.body_places import value_at
from roadworthy.proof.valid_request import ValidRequest
from roadworthy.trial import Trial
from roadworthy.trial.refusals import NOT_DONE
from roadworthy.views.data.searches import Search, searches


def give_searched(app: App, trial: Trial, endpoint: Endpoint, request: ValidRequest) -> None:
    """A row of the sender's own for each search of the endpoint, holding the word that the request looks for. A search whose table
    takes none is left as it is."""
    arrangement = Arrangement(app, trial, request.actor if request.actor in trial.actors else "")
    for search in searches(app):
        if search.work.subject == endpoint.subject:
            _give(arrangement, search, request)


def _give(arrangement: Arrangement, search: Search, request: ValidRequest) -> None:
    for item in search.query.filters:
        word = next(filter(None, (_said(request, leaf) for leaf in item.value.sources())), "")
        if item.column not in search.columns or not word:
            continue
        try:
            if arrangement.own_row(item.table or search.query.table, **{item.column: word}) is not None:
                return
        except NOT_DONE:
            # A check wants something else there: the next column may be freer.
            continue


def _said(request: ValidRequest, leaf: Origin) -> str:
    """The word that the request has at this place."""
    if leaf.kind == "body":
        value = value_at(request.body, leaf.path)
        return value if isinstance(value, str) else ""
    if leaf.kind == "query" and leaf.path:
        return next(iter(parse_qs(urlsplit(request.path).query).get(leaf.path[-1], ())), "")
    return ""
