"""Lets the service fail one call and be well for the next, and looks whether there is a next."""

from __future__ import annotations

import time

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.patterns.uptime.no_retry.finding import RetryGap
from roadworthy.patterns.uptime.no_retry.prove_connection import prove_connection
from roadworthy.patterns.uptime.no_retry.prove_hosted import prove_hosted
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.page_text import said
from roadworthy.proof.reaching import Reach, again, ask, reach
from roadworthy.regex import regex
from roadworthy.trial import Response, Trial
from roadworthy.trial.behaviour import Steady
from roadworthy.views.failures.outside_attempts import MAIL, Attempt

# A mail that is tried again may be so after the answer, seconds later; an answer that somebody waits for may not.
_LATER_SECONDS = 6.0
_SOON_SECONDS = 0.5
_CUT: Steady = "reset"
# Their connections, kept from one call to the next, are opened anew and the call is sent once more where one is cut: hyper, which Deno's
# fetch is made of (retry_canceled_requests), and aiohttp (retry_persistent_connection).
_REPEATS_CUTS = regex(r"aiohttp")
_FAULTS: tuple[tuple[Steady, str], ...] = (
    (("status", 503), "answers its first call with 503"),
    (_CUT, "cuts its first connection"),
)


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """The same request while the service is well, and while it fails the first call and none after it."""
    found: RetryGap = gap.details
    experiment = Experiment(
        trial, f"A fault of {gap.subject} that passes is no user's error: it is asked again"
    )
    if found.connection is not None:
        return prove_connection(experiment, app)
    if not found.attempts:
        return prove_hosted(experiment, app)
    reasons = []
    for attempt in found.attempts[:3]:
        endpoint = app.endpoint(attempt.subject)
        if endpoint is None:
            reasons.append(f"{attempt.subject} is not asked for by people")
            continue
        reached = reach(experiment, app, endpoint, attempt.call)
        if isinstance(reached, Reach):
            return _fail_once(experiment, app, attempt, reached)
        reasons.append(reached)
    return experiment.untestable(reasons[0])


def _fail_once(experiment: Experiment, app: App, attempt: Attempt, normally: Reach) -> Reproduction:
    """Every kind of passing fault; that one of them is asked again after is enough."""
    trial, lost = experiment.trial, ""
    same = _same_twice(experiment, app, attempt, normally)
    for fault, told in _FAULTS:
        trial.reset()
        request = again(app, trial, normally, attempt.call)
        experiment.note("arrange", f"{normally.host} {told} and is well for every later one")
        trial.doubles.tell(normally.host, ("first", 1, fault))
        answer = ask(experiment, request, f"{attempt.subject} meanwhile")
        calls = _calls(experiment, normally, _LATER_SECONDS if attempt.kind == MAIL else _SOON_SECONDS)
        if not calls:
            return experiment.untestable(f"the second request did not get as far as {normally.host}")
        if calls > normally.calls and fault == _CUT and _repeats_by_itself(attempt, normally):
            experiment.note("observe", "what sends the call repeats it after a cut, whatever the app says")
        elif calls > normally.calls:
            return experiment.cleared(
                f"{normally.host} {told}; {attempt.subject} asked it again and was answered {answer.status}"
            )
        else:
            lost = lost or _loss(attempt, normally, answer, same)
    if not lost:
        return experiment.untestable(
            f"the call was made once, and the answer of {attempt.subject} does not tell that it failed"
        )
    return experiment.proven(f"{normally.host} failed one call and was well again at once: {lost}")


def _repeats_by_itself(attempt: Attempt, normally: Reach) -> bool:
    """Whether another call after a cut says nothing of the app."""
    return normally.endpoint.kind == "function" or bool(_REPEATS_CUTS.match(attempt.call.client))


def _same_twice(experiment: Experiment, app: App, attempt: Attempt, normally: Reach) -> bool:
    """Whether two requests are answered alike while all is well, so that another answer is the fault's."""
    experiment.trial.reset()
    request = again(app, experiment.trial, normally, attempt.call)
    answer = ask(experiment, request, f"{attempt.subject} once more, while all is well", "arrange")
    return (answer.status, answer.body) == (normally.answer.status, normally.answer.body)


def _calls(experiment: Experiment, normally: Reach, seconds: float) -> int:
    """How often the service was asked, some seconds after the answer; sooner where it was asked again."""
    ends = time.monotonic() + seconds
    while True:
        asked = experiment.trial.doubles.requests(None if normally.host == "*" else normally.host)
        if len(asked) > normally.calls or time.monotonic() > ends:
            experiment.note("observe", f"calls that reached {normally.host}", shows=str(len(asked)))
            return len(asked)
        time.sleep(0.1)


def _loss(attempt: Attempt, normally: Reach, answer: Response, same: bool) -> str:
    """What somebody lost by it, in words; '' when the answer does not tell."""
    before = normally.answer
    if before.ok and not answer.ok:
        return f"{attempt.subject} was answered {answer.status or 'not at all'} ({before.status} before)"
    if attempt.kind == MAIL:
        return f"nothing sent the mail of {attempt.subject} again within {_LATER_SECONDS:.0f} s"
    if before.ok and same and answer.body != before.body:
        return f"{attempt.subject} went without: {said(answer)[:80]} ({before.text[:80]} before)"
    return ""
