"""Sends what a schema refuses, and looks whether the app says that the request was wrong or that it failed itself."""

from __future__ import annotations

from typing import Any

from roadworthy.app import App
from roadworthy.patterns.error_recovery.swallowed_errors.finding import Swallowed
from roadworthy.patterns.error_recovery.swallowed_errors.server_faults import Working, anew, working
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.page_text import said
from roadworthy.trial import Response

_TRIED = 4
_SERVER_FAILED = 500
_REFUSED = range(400, 500)


def prove_own_fault(experiment: Experiment, app: App, places: list[Swallowed]) -> Reproduction:
    """What tells is the status of a request that worked, sent again with values of no meaning: 4xx, or the server's own 5xx."""
    shown = ""
    refused = dict.fromkeys(subject for place in places for subject in place.through)
    for subject in list(refused)[:_TRIED]:
        endpoint = app.endpoint(subject)
        normal = working(experiment, app, endpoint) if endpoint is not None else None
        answer = _wrongly(experiment, app, normal) if normal is not None else None
        if answer is None:
            continue
        if answer.status >= _SERVER_FAILED:
            return experiment.proven(
                f"{subject} answers values of no meaning with {answer.status}: {said(answer)[:80]}"
            )
        if answer.status in _REFUSED:
            shown = shown or f"{subject} refuses values of no meaning with {answer.status}"
    if shown:
        return experiment.cleared(shown)
    return experiment.untestable("no request with a body was accepted that could be sent wrongly")


def _wrongly(experiment: Experiment, app: App, normal: Working) -> Response | None:
    if not isinstance(normal.request.body, dict) or not normal.request.body:
        return None
    experiment.trial.reset()
    request = anew(app, experiment.trial, normal)
    body: Any = {name: [[]] for name in normal.request.body}
    return experiment.send(
        request.actor,
        request.method,
        request.path,
        says=f"{normal.endpoint.subject} with values of no meaning",
        json=body,
    )
