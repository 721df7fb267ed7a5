"""The same request as different attempts: one by itself, and many at the same instant."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from roadworthy.app import App, Endpoint
from roadworthy.proof import Experiment
from roadworthy.proof.attempts import another_attempt
from roadworthy.proof.repeats import send_past_limits
from roadworthy.proof.valid_request import ValidRequest
from roadworthy.trial import Request, Response

# The state that every try begins with, by its name.
ARRANGED = "arranged"
TRIES = 8
AT_ONCE = 8
# Fewer than are asked for, so that taking more than there is shows as well.
ENOUGH_FOR = 5
SUPPLY = 50


def send_alone(
    experiment: Experiment, app: App, endpoint: Endpoint, request: ValidRequest, number: int, says: str
) -> Response:
    """One attempt by itself."""
    body = another_attempt(app, endpoint, request.body, number)
    attempt = structs.replace(request, body=body)
    return send_past_limits(experiment, attempt, f"alone-{number:08d}", says)


def at_once(
    app: App,
    endpoint: Endpoint,
    request: ValidRequest,
    attempt: int,
    people: Sequence[str] = (),
    *,
    alike: bool = False,
) -> list[Request]:
    """Each with a key of its own: they are meant to be different attempts, with other words unless `alike`. `people` take turns."""
    return [
        Request(
            actor=people[number % len(people)] if people else request.actor,
            method=request.method,
            path=request.path,
            json=another_attempt(app, endpoint, request.body, 100 * attempt + (0 if alike else number)),
            headers={"Idempotency-Key": f"attempt-{attempt:04d}-{number:04d}"},
        )
        for number in range(AT_ONCE)
    ]


def as_stored(value: float) -> float | int:
    """A number as an integer's column takes it."""
    return int(value) if value.is_integer() else value
