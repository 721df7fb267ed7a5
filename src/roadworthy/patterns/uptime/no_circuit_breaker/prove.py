"""Kills the service for good, and counts how many of a row of requests still go and ask it."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import App, Endpoint, ServiceCall
from roadworthy.catalogue import Gap
from roadworthy.patterns.uptime.no_circuit_breaker.finding import BreakerGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.reaching import Reach, again, attempt_key, reach
from roadworthy.proof.valid_request import ValidRequest
from roadworthy.trial import Request, Trial
from roadworthy.trial.doubles import EVERYBODY
from roadworthy.views.failures.breakers import Hammered

# Breakers open after 3 to 10 failures, as their libraries' own settings go; the last wave is well past that.
_WAVES = 5
_AT_ONCE = 5
_WAVE_SECONDS = 40.0
_TOO_MANY = 429
_MOST_CALLS = 200


class Wave(Struct, frozen=True):
    """What came of some requests at once: `let_in` of them got past the app's own limits, `calls` reached the service,
    the slowest took `seconds`."""

    let_in: int
    calls: int
    seconds: float


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Waves of requests while the service answers everything with 503: the last must no longer reach it."""
    found: BreakerGap = gap.details
    experiment = Experiment(
        trial, "A service that fails again and again is left alone for a while, and the app answers at once"
    )
    reasons = []
    for hammered in found.calls[:4]:
        endpoint = app.endpoint(hammered.subject)
        if endpoint is None:
            reasons.append(f"{hammered.subject} is no request that can be sent")
            continue
        call = _call(endpoint, hammered)
        reached = reach(experiment, app, endpoint, call)
        if isinstance(reached, Reach):
            return _dead(experiment, app, call, reached)
        reasons.append(reached)
    return experiment.untestable(reasons[0])


def _call(endpoint: Endpoint, hammered: Hammered) -> ServiceCall:
    """The call as it stands now. Behind a breaker it may not be seen in the source any more: its service is known."""
    seen = next((one for one in endpoint.services if one.service == hammered.service), None)
    return seen or ServiceCall(hammered.service, "", "", hammered.location)


def _dead(experiment: Experiment, app: App, call: ServiceCall, normally: Reach) -> Reproduction:
    trial = experiment.trial
    # Whatever a breaker counted before must not open it early, nor a limit in memory refuse the rest.
    trial.reset()
    trial.restart()
    request = again(app, trial, normally, call)
    experiment.note("arrange", f"{normally.host} answers every call with 503 from now on")
    trial.doubles.tell(normally.host, ("status", 503))
    waves: list[Wave] = []
    for number in range(_WAVES):
        waves.append(_wave(experiment, request, normally, number))
        if len(waves) > 1 and (waves[-1].calls == 0 or sum(wave.calls for wave in waves) > _MOST_CALLS):
            break
    trial.doubles.clear()
    series = tuple((float(number + 1), float(wave.calls)) for number, wave in enumerate(waves))
    experiment.measure("calls to the dead service in the last wave", waves[-1].calls, "requests", series)
    return _judged(experiment, normally, waves)


def _wave(experiment: Experiment, request: ValidRequest, normally: Reach, number: int) -> Wave:
    before = _asked(experiment.trial, normally)
    requests = [
        Request(
            actor=request.actor,
            method=request.method,
            path=request.path,
            json=request.body,
            headers=attempt_key(),
        )
        for _ in range(_AT_ONCE)
    ]
    answers = experiment.together(
        requests, says=f"{_AT_ONCE} at once, wave {number + 1}", timeout=_WAVE_SECONDS
    )
    calls = _asked(experiment.trial, normally) - before
    let_in = [answer for answer in answers if answer.status != _TOO_MANY]
    seconds = max((answer.seconds for answer in answers), default=0.0)
    experiment.note("observe", f"calls that reached {normally.host}", shows=f"{calls} in {seconds:.1f} s")
    return Wave(len(let_in), calls, seconds)


def _asked(trial: Trial, normally: Reach) -> int:
    return len(trial.doubles.requests(None if normally.host == EVERYBODY else normally.host))


def _judged(experiment: Experiment, normally: Reach, waves: list[Wave]) -> Reproduction:
    first, last = waves[0], waves[-1]
    subject = normally.endpoint.subject
    if not first.calls:
        return experiment.untestable(f"none of {_AT_ONCE} requests at once got as far as {normally.host}")
    if any(wave.let_in < _AT_ONCE for wave in waves):
        return experiment.untestable(f"the app's own limit refused {subject} before a breaker could be seen")
    if last.calls < last.let_in * max(1, normally.calls) // 2:
        return experiment.cleared(
            f"After {sum(wave.calls for wave in waves)} failed calls {subject} no longer asks {normally.host} "
            f"and ends in {last.seconds:.1f} s"
        )
    return experiment.proven(
        f"{normally.host} was dead, and {last.calls} calls of the last {last.let_in} requests still went to it "
        f"({sum(wave.calls for wave in waves)} in all, up to {max(wave.seconds for wave in waves):.1f} s each)"
    )
