"""Sends blanks alone where a text is asked for, and looks for a row that says nothing."""

from __future__ import annotations

import copy

from roadworthy.app import App
from roadworthy.patterns.malicious_input.unvalidated_input.finding import BlankGap
from roadworthy.patterns.malicious_input.unvalidated_input.placing import put
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import database_of
from roadworthy.proof.page_text import said
from roadworthy.proof.valid_request import valid_request
from roadworthy.trial import Trial

_BLANKS = "   "


def prove_blank(found: BlankGap, trial: Trial, app: App) -> Reproduction:
    """First a sound request, then the same with blanks."""
    experiment = Experiment(trial, "Blanks alone are refused with 4xx where a text is asked for")
    endpoint = app.endpoint(found.endpoint.subject) or found.endpoint
    request = valid_request(app, trial, endpoint)
    if not isinstance(request.body, dict):
        return experiment.untestable("the request has no body that blanks could be put into")
    sound = experiment.send(
        request.actor,
        request.method,
        request.path,
        says=f"{request.actor} sends a sound request",
        kind="arrange",
        json=request.body,
    )
    if not sound.ok:
        return experiment.untestable(
            f"a sound request is not accepted either: {sound.status} {said(sound)[:120]}"
        )
    trial.reset()
    request = valid_request(app, trial, endpoint)
    body = copy.deepcopy(request.body)
    put(body, found.part.path, _BLANKS)
    before = _empty(trial, found)
    answer = experiment.send(
        request.actor,
        request.method,
        request.path,
        says=f"{request.actor} sends blanks as {found.part.path[-1]}",
        json=body,
    )
    if answer.ok and _empty(trial, found) > before:
        return experiment.proven(
            f"{found.table}.{found.column} holds nothing: the blanks were taken for a text"
        )
    if 400 <= answer.status < 500:
        return experiment.cleared("Blanks alone were refused; the sound request works")
    return experiment.untestable(f"blanks were answered {answer.status}, and no row says nothing")


def _empty(trial: Trial, found: BlankGap) -> int:
    database = database_of(trial)
    sql = (
        f"select count(*) as n from {database.quoted(found.table)} where {database.quoted(found.column)} = %s"
    )
    return int(database.query(sql, ("",))[0]["n"])
