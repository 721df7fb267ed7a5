"""Makes what a request needs fail, and looks whether it is answered at all."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.patterns.error_recovery.swallowed_errors.finding import Swallowed
from roadworthy.patterns.error_recovery.swallowed_errors.server_faults import (
    Fault,
    Working,
    anew,
    candidates,
    faults,
    made_there,
    send,
    working,
)
from roadworthy.proof import Experiment, Reproduction

_TRIED = 4
# The client waits ten seconds; a table that is not there is told by the database at once.
_WAITED_SECONDS = 9


def prove_unanswered(experiment: Experiment, app: App, places: list[Swallowed]) -> Reproduction:
    """A request that is answered while all is well, and never while what it needs is not there."""
    held = ""
    endpoints = list({e.subject: e for place in places for e in candidates(app, place)}.values())
    for endpoint in endpoints[:_TRIED]:
        normal = working(experiment, app, endpoint)
        if normal is None:
            continue
        asked = {query.table for query in endpoint.queries if made_there(query, places)}
        for fault in faults(experiment, app, normal):
            if fault.table and fault.table not in asked:
                continue
            waited, told = _meanwhile(experiment, app, normal, fault)
            if waited:
                return experiment.proven(waited)
            held = held or told
    if held:
        return experiment.cleared(held)
    return experiment.untestable("no request that runs through it is known, or none could be made to fail")


def _meanwhile(experiment: Experiment, app: App, normal: Working, fault: Fault) -> tuple[str, str]:
    """How the request was left waiting, or how it was answered; ('', '') where the server answers nothing afterwards either."""
    trial = experiment.trial
    subject = normal.endpoint.subject
    trial.reset()
    request = anew(app, trial, normal)
    experiment.note("arrange", fault.told)
    with fault.lasts(trial):
        failed = send(experiment, request, f"{subject} meanwhile")
    if failed.status:
        return "", f"While {fault.told}, {subject} is answered {failed.status}"
    trial.reset()
    again = send(experiment, anew(app, trial, normal), f"{subject} when all is well again", "observe")
    if failed.seconds < _WAITED_SECONDS or not again.ok:
        return "", ""
    return f"While {fault.told}, {subject} gets no answer within {failed.seconds:.0f} s", ""
