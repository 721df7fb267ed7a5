"""Requests that only read the database: what stops working when the database or the app does."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import App, Endpoint
from roadworthy.errors import TrialUnavailable
from roadworthy.proof.actions import reads, renews_session, signs_out
from roadworthy.proof.arrangement import parameters
from roadworthy.proof.asked_by import served_reads, sound_request
from roadworthy.proof.experiment import Experiment
from roadworthy.proof.valid_request import ValidRequest, send_corrected, send_valid
from roadworthy.trial import Response, Trial
from roadworthy.views.operations.health import health_endpoints
from roadworthy.views.people.access import ROLE, Access
from roadworthy.views.people.entry import asks_password

_TRIED = 6
_USUAL_SECONDS = 8.0


class PlainRead(Struct, frozen=True):
    """An endpoint and a request that it answers."""

    endpoint: Endpoint
    request: ValidRequest


def working_read(experiment: Experiment, app: App, trial: Trial) -> PlainRead | None:
    """A request that reads a table and is answered with success, tried as a step of the experiment; None when there
    is none."""
    for endpoint in plain_reads(app, trial):
        says = f"{endpoint.subject}, which reads the database, while all is well"
        asked = asked_well(experiment, app, endpoint, says)
        if asked is not None and asked[1].seconds < _USUAL_SECONDS:
            return PlainRead(endpoint, asked[0])
    return None


def asked_well(
    experiment: Experiment, app: App, endpoint: Endpoint, says: str
) -> tuple[ValidRequest, Response] | None:
    """A request and its answer of success, as a step that arranges; None for any other answer, and for what cannot be called:
    an action that no page of the build offers."""
    try:
        request, answer = send_corrected(
            sound_request(app, experiment.trial, endpoint),
            says,
            lambda request, says: send_valid(experiment, request, says, "arrange"),
        )
    except TrialUnavailable as unavailable:
        experiment.note("arrange", f"{endpoint.subject} is not asked", shows=str(unavailable))
        return None
    return (request, answer) if answer.ok else None


def plain_reads(app: App, trial: Trial) -> list[Endpoint]:
    """Endpoints that read some table and ask nobody else, the simplest first, then pages that a server renders so; none made for
    health checks."""
    health = {one.endpoint.subject for one in health_endpoints(app)}
    found = []
    for endpoint in app.endpoints:
        allowed = ROLE not in Access(endpoint).anywhere() or "admin" in trial.actors
        able = reads(endpoint) and endpoint.kind != "page" and endpoint.queries and not endpoint.services
        session = signs_out(endpoint.path) or renews_session(endpoint.path)
        entrance = session or asks_password(endpoint)
        if able and allowed and not entrance and endpoint.subject not in health:
            found.append(endpoint)
    plain = sorted(found, key=lambda one: (one.method != "GET", len(parameters(one.path)), one.path))
    pages = [page for page in served_reads(app) if not page.services]
    return plain[:_TRIED] + pages[: _TRIED - len(plain[:_TRIED])]
