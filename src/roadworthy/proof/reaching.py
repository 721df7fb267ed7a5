"""A request of the app's own that gets as far as an outside service, and how it goes while that service is well."""

from __future__ import annotations

import itertools

import msgspec

from roadworthy.app import App, Endpoint, ServiceCall
from roadworthy.proof.experiment import Experiment
from roadworthy.proof.valid_request import ValidRequest, send_corrected, valid_request
from roadworthy.trial import Response, Trial
from roadworthy.trial.doubles import EVERYBODY

_USUAL_SECONDS = 8.0
_TOO_MANY = 429
_numbers = itertools.count(1)


class Reach(msgspec.Struct, frozen=True):
    """`host` is the service, `calls` how often one `request` asks it while all is well, `answer` what came back then."""

    endpoint: Endpoint
    request: ValidRequest
    host: str
    calls: int
    answer: Response


def reach(experiment: Experiment, app: App, endpoint: Endpoint, call: ServiceCall) -> Reach | str:
    """Finds out by asking; in words why there is none. `call` may be that of another version of the app: only its
    service and what must hold on the way are taken from it."""
    trial = experiment.trial
    trial.doubles.clear()
    request = valid_request(app, trial, endpoint, call.facts)

    def anew(request: ValidRequest, says: str) -> Response:
        trial.doubles.clear()
        return ask(experiment, request, says, "arrange")

    request, answer = send_corrected(request, f"{endpoint.subject} while {call.service} is well", anew)
    if answer.error or answer.seconds > _USUAL_SECONDS:
        return f"the request does not end even while {call.service} is well"
    asked = trial.doubles.requests()
    host = host_of(call.service, sorted({one.host for one in asked}))
    if host is None:
        return f"the request did not get as far as {call.service}: it was answered {answer.status}"
    calls = len([one for one in asked if host in (EVERYBODY, one.host)])
    experiment.note("observe", "what it asked of others", shows=f"{host}: {calls} call(s)")
    return Reach(endpoint, request, host, calls, answer)


def again(app: App, trial: Trial, found: Reach, call: ServiceCall) -> ValidRequest:
    """The request once more: for rows of its own, since what the first one left behind (a paid invoice) might spare
    this one the call. The query string that the app insisted on stays."""
    request = valid_request(app, trial, found.endpoint, call.facts)
    _, mark, query = found.request.path.partition("?")
    return msgspec.structs.replace(request, path=request.path.partition("?")[0] + mark + query)


def ask(
    experiment: Experiment, request: ValidRequest, says: str, kind: str = "act", timeout: float = 20.0
) -> Response:
    """Sends it under a key of its own, so that no two are taken for one attempt. Where earlier requests used up a limit
    that the app counts in its memory, the app is started anew and asked again."""
    answer = _send(experiment, request, says, kind, timeout)
    if answer.status != _TOO_MANY:
        return answer
    experiment.trial.restart()
    experiment.note("arrange", "the app is started anew, which empties the limit it counts in memory")
    return _send(experiment, request, says, kind, timeout)


def _send(experiment: Experiment, request: ValidRequest, says: str, kind: str, timeout: float) -> Response:
    return experiment.send(
        request.actor,
        request.method,
        request.path,
        says=says,
        kind=kind,
        json=request.body,
        headers=attempt_key(),
        timeout=timeout,
    )


def attempt_key() -> dict[str, str]:
    """A header by which two requests are told apart."""
    return {"Idempotency-Key": f"attempt-{next(_numbers):08d}"}


def host_of(service: str, hosts: list[str]) -> str | None:
    """The host behind a service's name among those that were asked; None when it was not."""
    if "." in service:
        return service if service in hosts else None
    named = [host for host in hosts if service.lower().replace("_", "-") in host]
    # With several and no name to go by they all count.
    return named[0] if named else (hosts[0] if len(hosts) == 1 else EVERYBODY if hosts else None)
