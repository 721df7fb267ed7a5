"""Asks for five rows, and for more than there are."""

from __future__ import annotations

import copy

import msgspec

from roadworthy.app import App
from roadworthy.patterns.malicious_input.unvalidated_input.finding import LimitGap
from roadworthy.patterns.malicious_input.unvalidated_input.placing import put
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.growing_rows import GrowingRows
from roadworthy.proof.hostile_request import with_query
from roadworthy.proof.opened_list import opened
from roadworthy.proof.page_rows import rows_shown
from roadworthy.proof.page_text import said
from roadworthy.proof.valid_request import ValidRequest, send_valid
from roadworthy.trial import Response, Trial

_ROWS = 5_000
_FEW = 5
_ALL = 1_000_000
# No page shows so many, and no person looks through them.
_NO_PAGE = 1_000
_REFUSED = range(400, 500)
_SECONDS = 60.0
_WITHIN = ("like", "ilike")
_LETTER = "e"


def prove_limit(experiment: Experiment, found: LimitGap, trial: Trial, app: App) -> Reproduction:
    """What counts is how many rows come back when the request says a million."""
    endpoint = app.endpoint(found.endpoint.subject) or found.endpoint
    if endpoint.kind not in ("http", "action"):
        return experiment.untestable("where a plain request says how many rows it wants cannot be told")
    request, answer = opened(experiment, app, trial, endpoint)
    if request is None:
        return experiment.untestable(f"the list is not answered: {answer.status} {said(answer)[:120]}")
    request = _for_most(request, found)
    rows = GrowingRows(app, trial, endpoint, found.query, request).grow(experiment, _ROWS)
    few = _ask(experiment, _asking(request, endpoint.method, found.name, _FEW), found.name, _FEW)
    if not few.ok or rows_shown(few) != _FEW:
        return experiment.untestable(
            f"{found.name}={_FEW} is answered {few.status} and {rows_shown(few)} rows: its rows cannot be counted"
        )
    every = _ask(experiment, _asking(request, endpoint.method, found.name, _ALL), found.name, _ALL)
    shown = rows_shown(every)
    if every.status in _REFUSED:
        return experiment.cleared(f"{found.name}={_ALL:,} is refused ({every.status})")
    if every.ok and shown >= _NO_PAGE:
        return experiment.proven(
            f"{found.name}={_ALL:,} got {shown:,} of {rows:,} rows of {found.query.table} in one answer, {len(every.body):,} bytes"
        )
    if not every.ok:
        return experiment.untestable(f"{found.name}={_ALL:,} is answered {every.error or every.status}")
    if rows < _NO_PAGE:
        return experiment.untestable(
            f"{found.query.table} takes no more than {rows} rows here, too few to tell"
        )
    return experiment.cleared(f"{found.name}={_ALL:,} got {shown:,} of {rows:,} rows")


def _for_most(request: ValidRequest, found: LimitGap) -> ValidRequest:
    """The request, looking for a letter that stands in most texts where it looks for words in its body."""
    looked = [
        leaf for item in found.query.filters if item.operator in _WITHIN for leaf in item.value.sources()
    ]
    body = copy.deepcopy(request.body)
    for leaf in looked:
        if isinstance(body, dict) and leaf.kind == "body" and leaf.path and "[]" not in leaf.path:
            put(body, leaf.path, _LETTER)
    return msgspec.structs.replace(request, body=body)


def _asking(request: ValidRequest, method: str, name: str, number: int) -> ValidRequest:
    """The request with the number in its query string, or in its body where it has one."""
    if method == "GET" or not isinstance(request.body, dict):
        return msgspec.structs.replace(request, path=with_query(request.path, name, number))
    body = copy.deepcopy(request.body)
    put(body, (name,), number)
    return msgspec.structs.replace(request, body=body)


def _ask(experiment: Experiment, request: ValidRequest, name: str, number: int) -> Response:
    return send_valid(experiment, request, f"{request.actor} asks for {name}={number:,}", timeout=_SECONDS)
