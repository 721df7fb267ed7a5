"""Lets the Redis stand still: it takes connections and commands, and answers none."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App, Endpoint
from roadworthy.patterns.uptime.fragile_dependency.caches import askers
from roadworthy.patterns.uptime.fragile_dependency.finding import FragileGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.valid_request import ValidRequest, send_valid, valid_request
from roadworthy.trial import Response, Trial
from roadworthy.trial.redis import NONE_HERE, Redis

_USUAL_SECONDS = 8.0
_TRIED = 4


def prove_redis(trial: Trial, app: App, found: FragileGap, bound: float) -> Reproduction:
    """The same request while Redis answers, and while it does not; `bound` is in seconds."""
    experiment = Experiment(trial, f"A request is answered within {bound:.0f} s while Redis answers nothing")
    if trial.redis is None:
        return experiment.untestable(NONE_HERE if trial.plan.redis else "the app installs no client of Redis")
    answered = ""
    for endpoint in list(_waiting(app, found))[:_TRIED]:
        request = valid_request(app, trial, endpoint)
        before = trial.redis.asked()
        normal = send_valid(experiment, request, f"{endpoint.subject} while Redis answers", "arrange")
        if not normal.ok or normal.seconds > _USUAL_SECONDS or trial.redis.asked() == before:
            continue
        held = _held(experiment, trial.redis, endpoint, request, bound)
        _measure(experiment, normal, held)
        if not held.status:
            return experiment.proven(
                f"While Redis answers nothing, {endpoint.subject} gives no answer in {bound:.0f} s either"
            )
        answered = answered or f"{endpoint.subject} is answered {held.status} after {held.seconds:.1f} s"
    if answered:
        return experiment.cleared(f"While Redis answers nothing, {answered}")
    return experiment.untestable("no request that succeeded asked Redis for anything")


def _waiting(app: App, found: FragileGap) -> Iterator[Endpoint]:
    """The endpoints that send commands through the clients of the gap, those that only read first."""
    clients = [client for client in app.caches if client.path in {one.path for one in found.caches}]
    subjects = dict.fromkeys(subject for client in clients for subject in askers(app, client))
    endpoints = [endpoint for subject in subjects if (endpoint := app.endpoint(subject)) is not None]
    yield from sorted(endpoints, key=lambda one: one.method != "GET")


def _held(
    experiment: Experiment, redis: Redis, endpoint: Endpoint, request: ValidRequest, bound: float
) -> Response:
    experiment.note("arrange", "Redis takes connections and commands, and answers none")
    with redis.hanging():
        return send_valid(experiment, request, f"{endpoint.subject} meanwhile", "act", bound)


def _measure(experiment: Experiment, normal: Response, held: Response) -> None:
    experiment.measure("time to an answer, normally", round(normal.seconds * 1000), "ms")
    experiment.measure("time to an answer while Redis hangs", round(held.seconds * 1000), "ms")
