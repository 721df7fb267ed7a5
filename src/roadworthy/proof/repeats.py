"""Requests of proofs that send many of a kind."""

from __future__ import annotations

from roadworthy.proof.experiment import Experiment
from roadworthy.proof.valid_request import ValidRequest
from roadworthy.trial import Response

_TOO_MANY = 429


def send_past_limits(experiment: Experiment, request: ValidRequest, key: str, says: str) -> Response:
    """Sends a valid request with an Idempotency-Key. Where earlier proofs used up a limit that the app counts in its
    memory, the app is started anew and asked again."""
    answer = _send(experiment, request, key, says)
    if answer.status != _TOO_MANY:
        return answer
    experiment.trial.restart()
    experiment.note("arrange", "the app is started anew, which empties the limit it counts in memory")
    return _send(experiment, request, key, says)


def _send(experiment: Experiment, request: ValidRequest, key: str, says: str) -> Response:
    return experiment.send(
        request.actor,
        request.method,
        request.path,
        says=says,
        kind="arrange",
        json=request.body,
        headers={"Idempotency-Key": key},
    )
