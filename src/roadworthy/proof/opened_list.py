"""The request that opens a list as people do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

import msgspec

from roadworthy.app import App, Endpoint, Fact, Query
from roadworthy.proof.actions import reads
from roadworthy.proof.agreeing_query import stated_in_query, wanted_in_query
from roadworthy.proof.asked_by import sound_request
from roadworthy.proof.experiment import Experiment
from roadworthy.proof.growing_rows import give_found
from roadworthy.proof.own_rows import give_rows
from roadworthy.proof.repeats import send_past_limits
from roadworthy.proof.valid_request import ValidRequest, corrected
from roadworthy.trial import Response, Trial
from roadworthy.views.pages.submitting import path_shape

NOT_FOUND = 404


def opened(
    experiment: Experiment, app: App, trial: Trial, endpoint: Endpoint, query: Query | None = None
) -> tuple[ValidRequest | None, Response]:
    """A request that the endpoint accepts as people make it, of those to whom it shows the rows of `query`, with no more in its query
    string and its body than it insists on, and the answer; None in its place when none is accepted. Where an app says of an empty list that it is not found, the
    actor is given a row of each table first."""
    facts = query.facts if query is not None else ()
    full = sound_request(app, trial, endpoint, facts)
    bare = _bare(endpoint, full, facts)
    request, answer = _accepted(experiment, endpoint, (bare, full), "normal")
    if request is None and answer.status == NOT_FOUND and reads(endpoint):
        shape, path = path_shape(endpoint.path), full.path.partition("?")[0]
        given = give_rows(app, trial, shape, full.actor, path)
        give_found(app, trial, endpoint, full)
        if given or query is not None:
            experiment.note("arrange", f"{full.actor} is given a row of what it reads")
            return _accepted(experiment, endpoint, (bare, full), "filled")
    return request, answer


def _bare(endpoint: Endpoint, full: ValidRequest, facts: Sequence[Fact]) -> ValidRequest:
    """With no more in the query string than what the rows are shown for: `?section=history`, and a word where without one nothing is
    looked for."""
    plain, _, query = full.path.partition("?")
    wanted = {name: value for name, value in parse_qsl(query) if name in wanted_in_query(facts)}
    said = {**wanted, **stated_in_query(facts)}
    path = plain + (f"?{urlencode(said)}" if said else "")
    return msgspec.structs.replace(full, path=path, body=insisted(endpoint, full.body))


def _accepted(
    experiment: Experiment, endpoint: Endpoint, candidates: Sequence[ValidRequest], mark: str
) -> tuple[ValidRequest | None, Response]:
    request: ValidRequest | None = None
    tried: list[ValidRequest] = []
    answer = Response(status=0, headers={}, body=b"", seconds=0.0, error="not asked")
    for number, candidate in enumerate(candidates):
        request = candidate
        while request is not None and request not in tried:
            tried.append(request)
            says = f"{request.actor} asks {endpoint.subject}"
            answer = send_past_limits(experiment, request, f"{mark}-{number:06d}{len(tried)}", says)
            if answer.ok:
                return request, answer
            request = corrected(request, answer)
    return None, answer


def insisted(endpoint: Endpoint, body: Any) -> Any:
    """A body without what only narrows the rows when it is there."""
    pairs = [(one.optional, one.value) for query in endpoint.queries for one in query.filters]
    pairs += [(False, write.value) for query in endpoint.queries for write in query.writes]
    used: dict[bool, set[tuple[str, ...]]] = {True: set(), False: set()}
    for optional, value in pairs:
        used[optional] |= {leaf.path for leaf in value.sources() if leaf.kind == "body" and leaf.path}
    return _without(body, used[True] - used[False])


def _without(value: Any, paths: set[tuple[str, ...]]) -> Any:
    if not isinstance(value, dict) or not paths:
        return value
    inner = {
        name: _without(one, {path[1:] for path in paths if path[0] == name and path[1:]})
        for name, one in value.items()
        if (name,) not in paths
    }
    return {name: one for name, one in inner.items() if one != {} or value[name] == {}}
