"""Lets the hosted database, or its sign-in, take calls and never answer while the server makes a page."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App
from roadworthy.errors import TrialUnavailable
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.asked_by import served_reads, sound_request
from roadworthy.proof.valid_request import ValidRequest
from roadworthy.trial import Response, Trial
from roadworthy.trial.supabase.gateway import ProjectFault
from roadworthy.views.data.hosted_waits import HostedWait

# Nobody waits longer for a page.
_BOUND_SECONDS = 20.0
_USUAL_SECONDS = 8.0
_PAGES = 4
_SIGN_IN, _ROWS = "/auth/v1", "/rest/v1"


def prove_hosted(trial: Trial, app: App, wait: HostedWait) -> Reproduction:
    """One page while all is well, and while what this client asks for does not come."""
    part, says = (_SIGN_IN, "the project's sign-in") if wait.asks else (_ROWS, "the hosted database")
    experiment = Experiment(trial, f"A page is answered within {_BOUND_SECONDS:.0f} s while {says} hangs")
    if trial.supabase is None:
        return experiment.untestable("the trial runs no Supabase project for this app")
    why = "no page that a server makes is known"
    for request in _requests(app, trial):
        usual = _ask(experiment, request, "while all is well", "arrange")
        if not usual.ok or usual.seconds > _USUAL_SECONDS:
            why = f"{request.path} is answered {usual.status} in {usual.seconds:.0f} s while all is well"
            continue
        fault = ProjectFault(part, hangs=True)
        with trial.supabase.failing(fault):
            meanwhile = _ask(experiment, request, f"while {says} takes calls and never answers", "act")
        if not fault.met:
            why = f"{request.path} does not ask {says}"
            continue
        if meanwhile.status == 0 and meanwhile.seconds >= _BOUND_SECONDS - 1:
            return experiment.proven(
                f"While {says} does not answer, GET {request.path} gives no answer in {_BOUND_SECONDS:.0f} s either "
                f"({usual.seconds:.1f} s before)"
            )
        return experiment.cleared(
            f"While {says} does not answer, GET {request.path} is answered {meanwhile.status} after {meanwhile.seconds:.1f} s"
        )
    return experiment.untestable(why)


def _requests(app: App, trial: Trial) -> Iterator[ValidRequest]:
    for page in served_reads(app)[:_PAGES]:
        try:
            yield sound_request(app, trial, page)
        except TrialUnavailable:
            continue


def _ask(experiment: Experiment, request: ValidRequest, when: str, kind: str) -> Response:
    return experiment.send(
        request.actor,
        request.method,
        request.path,
        says=f"{request.actor} opens {request.path} {when}",
        kind=kind,
        timeout=_BOUND_SECONDS,
    )
