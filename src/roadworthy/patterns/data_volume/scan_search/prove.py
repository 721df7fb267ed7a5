"""Explains the app's own search while the table grows, and again with an index for text."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

import msgspec

from roadworthy.app import App, Endpoint
from roadworthy.catalogue import Gap
from roadworthy.patterns.data_volume.scan_search.finding import SearchGap
from roadworthy.patterns.data_volume.scan_search.on_page import prove_on_page
from roadworthy.patterns.data_volume.scan_search.prove_hosted import is_hosted, prove_hosted
from roadworthy.patterns.data_volume.scan_search.searching import RARE, Searching
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.asked_by import asked_by
from roadworthy.proof.body_places import put_value
from roadworthy.proof.experiment import database_of
from roadworthy.proof.growing_rows import GrowingRows
from roadworthy.proof.opened_list import insisted
from roadworthy.proof.repeats import send_past_limits
from roadworthy.proof.valid_request import ValidRequest, valid_request
from roadworthy.trial import Response, Trial
from roadworthy.views.data.searches import Search


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Searches for a rare word at 1,000, 10,000 and 50,000 rows."""
    found: SearchGap = gap.details
    experiment = Experiment(trial, f"{gap.subject} finds text without reading the whole table")
    endpoint = asked_by(app, gap.subject, [one.query for one in found.searches])
    used = next((use for use in found.uses if use.lists), None)
    if not found.searches and used is not None and (used.component is not None or used.side == "client"):
        return prove_on_page(experiment, app, trial, used)
    hosted = next((one for one in found.searches if is_hosted(one, trial)), None)
    kind = database_of(trial).kind
    if kind not in ("postgres", "mysql", "sqlite", "mongodb"):
        return experiment.untestable(f"the app's own statements, with their values, are not told by {kind}")
    if endpoint is None and hosted is not None:
        return prove_hosted(experiment, app, trial, hosted)
    plain = endpoint is not None and endpoint.kind in ("http", "page") and endpoint.method == "GET"
    if not found.searches or endpoint is None or not (plain or endpoint.kind == "action"):
        return experiment.untestable("the search is not asked for with a plain GET or a server action")
    request = _searching(app, trial, endpoint, found.searches[0], RARE)
    if request is None:
        return experiment.untestable("where the request says what to look for cannot be told")
    rows = GrowingRows(app, trial, endpoint, found.searches[0].query, request)

    def ask(word: str, says: str) -> Response:
        key = f"search-{uuid5(NAMESPACE_URL, says).hex[:8]}"
        return send_past_limits(experiment, _instead(request, RARE, word), key, says)

    searching = Searching(experiment, rows, found.searches[0], request.actor, ask)
    if not searching.works():
        return experiment.untestable("the search does not find a row that holds the word")
    return searching.outcome()


def _searching(app: App, trial: Trial, endpoint: Endpoint, search: Search, word: str) -> ValidRequest | None:
    names = [
        leaf.path[-1]
        for item in search.query.filters
        if item.column in search.columns
        for leaf in item.value.sources()
        if leaf.kind in ("query", "parsed") and leaf.path
    ]
    if endpoint.kind == "action":
        return _calling(app, trial, endpoint, search, word)
    if not names:
        return None
    request = valid_request(app, trial, endpoint)
    path = request.path.split("?")[0]
    return msgspec.structs.replace(request, path=f"{path}?{names[0]}={quote(word)}")


def _calling(app: App, trial: Trial, endpoint: Endpoint, search: Search, word: str) -> ValidRequest | None:
    """The call of an action whose argument, or a field of it, holds the word; what else narrows the rows is left out."""
    leaves = [
        leaf
        for item in search.query.filters
        if item.column in search.columns
        for leaf in item.value.sources()
        if leaf.kind == "body" and leaf.path and "[]" not in leaf.path
    ]
    if not leaves:
        return None
    request = valid_request(app, trial, endpoint)
    body = insisted(endpoint, request.body)
    put_value(body, leaves[0].path, word)
    return msgspec.structs.replace(request, body=body)


def _instead(request: ValidRequest, word: str, other: str) -> ValidRequest:
    """The same request for another word."""
    body = _swapped(request.body, word, other)
    return msgspec.structs.replace(request, path=request.path.replace(word, other), body=body)


def _swapped(value: Any, word: str, other: str) -> Any:
    if isinstance(value, dict):
        return {name: _swapped(inner, word, other) for name, inner in value.items()}
    return other if value == word else value
