"""Counts the connections that requests open: a few one after the other, then more at once than a database admits."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.patterns.concurrency.unpooled_connections.finding import ConnectionGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.connections import USUALLY_ADMITTED, Watch, admitting, opened
from roadworthy.proof.experiment import database_of
from roadworthy.proof.opened_list import opened as working_request
from roadworthy.proof.page_text import said
from roadworthy.proof.valid_request import ValidRequest, valid_request
from roadworthy.trial import Request, Response, Trial

# The first requests may fill a pool; what comes after them shows whether it is used.
_WARM_UP = 3
_IN_TURN = 20
_AT_ONCE = 120
# Of those in turn that must have been served for the count to mean anything.
_SERVED = 10


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Twenty requests in turn, then 120 at once, before a server that admits as many as Postgres does by default."""
    found: ConnectionGap = gap.details
    experiment = Experiment(trial, f"Requests to {gap.subject} share a few connections to the database")
    if all(one.when == "module" for one in found.openings):
        return experiment.untestable(
            "what modules open as they load shows under the traffic of all of them, when a connection drops, or at a reload in development"
        )
    if all("redis" in one.library for one in found.openings):
        return experiment.untestable("connections to a cache server are not counted")
    if database_of(trial).kind != "postgres":
        return experiment.untestable("only Postgres tells how many connections were opened")
    endpoint = app.endpoint(gap.subject)
    if endpoint is None or endpoint.kind not in ("http", "function"):
        return experiment.untestable("it is not asked for with a plain request")
    if endpoint.method == "GET":
        request, answer = working_request(experiment, app, trial, endpoint)
    else:
        request = valid_request(app, trial, endpoint)
        answer = _send(experiment, request, "the request alone")
    if request is None or not answer.ok:
        return experiment.untestable(f"the request is not accepted: {answer.status} {said(answer)[:80]}")
    return _count(experiment, trial, request)


def _count(experiment: Experiment, trial: Trial, request: ValidRequest) -> Reproduction:
    for _ in range(_WARM_UP):
        trial.send(request.actor, request.method, request.path, json=request.body)
    before = opened(trial)
    answers = [
        trial.send(request.actor, request.method, request.path, json=request.body) for _ in range(_IN_TURN)
    ]
    served = len([answer for answer in answers if answer.ok])
    made = opened(trial) - before
    experiment.note("act", f"{_IN_TURN} requests one after the other", shows=f"{served} served")
    experiment.note(
        "observe",
        "connections opened meanwhile, as the server counts them",
        "select sessions from pg_stat_database where datname = current_database()",
        str(made),
    )
    experiment.measure("connections opened by 20 requests in turn", made, "connections")
    if served < _SERVED:
        return experiment.untestable(f"only {served} of {_IN_TURN} requests in turn were served")
    most, refused = _at_once(experiment, trial, request)
    seen = f"{served} requests in turn opened {made} connections; {_AT_ONCE} at once held up to {most}"
    if made >= served:
        return experiment.proven(
            seen + (f", and {refused} of them failed" if refused else ", and all were served")
        )
    if made > served // 2:
        return experiment.untestable(f"some requests open a connection and others do not: {seen}")
    return experiment.cleared(seen)


def _at_once(experiment: Experiment, trial: Trial, request: ValidRequest) -> tuple[int, int]:
    """The most connections that were open at a moment, and how many requests failed."""
    one = Request(actor=request.actor, method=request.method, path=request.path, json=request.body)
    with admitting(trial, USUALLY_ADMITTED), Watch(trial) as watch:
        answers = experiment.together(
            [one] * _AT_ONCE,
            says=f"{_AT_ONCE} requests at once, the database admitting {USUALLY_ADMITTED} connections (Postgres's default)",
            timeout=60.0,
        )
    refused = len([answer for answer in answers if answer.status == 0 or answer.status >= 500])
    experiment.measure("most connections at once", watch.most, "connections")
    experiment.measure("requests that failed", refused, "requests")
    return watch.most, refused


def _send(experiment: Experiment, request: ValidRequest, says: str) -> Response:
    return experiment.send(
        request.actor, request.method, request.path, says=says, kind="arrange", json=request.body
    )
