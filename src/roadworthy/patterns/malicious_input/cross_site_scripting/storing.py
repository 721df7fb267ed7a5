"""Which requests store a text in a column, and storing one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import msgspec

from roadworthy.app import App, Endpoint
from roadworthy.proof import Experiment
from roadworthy.proof.arrangement import fill_path, parameters
from roadworthy.proof.repeats import send_past_limits
from roadworthy.proof.routes import open_route
from roadworthy.proof.valid_request import ValidRequest, valid_request
from roadworthy.trial import Trial
from roadworthy.views.people.access import ROLE, SIGNED_IN, Access


def writers(
    app: App, column: str, operations: Sequence[str] = ("insert", "upsert")
) -> list[tuple[Endpoint, str, str]]:
    """The endpoints that store a text of the request in a column of this name, the field of the body, and the table; those first that
    take it from anybody, and last those for some roles: what the few write who read it is no stranger's."""
    return sorted(_writers(app, column, operations), key=lambda one: _rights(one[0]))


def _rights(endpoint: Endpoint) -> int:
    guards = Access(endpoint).anywhere()
    return 2 if ROLE in guards else int(SIGNED_IN in guards)


def _writers(app: App, column: str, operations: Sequence[str]) -> Iterator[tuple[Endpoint, str, str]]:
    for endpoint in app.endpoints:
        for query in endpoint.queries if endpoint.method in ("POST", "PUT", "PATCH") else ():
            for one in query.writes if query.operation in operations else ():
                fields = [leaf.path[-1] for leaf in one.value.sources() if leaf.path and leaf.from_request]
                table = app.table(query.table)
                known = table.column(column) if table is not None else None
                if fields and (one.column == column or (known is not None and known.name == one.column)):
                    yield endpoint, fields[0], query.table


def write(
    experiment: Experiment, trial: Trial, app: App, endpoint: Endpoint, field: str, text: str
) -> ValidRequest | None:
    """Sends it as somebody who may; what was sent, None when it was refused."""
    request = valid_request(app, trial, endpoint)
    body: dict[str, Any] = {**(request.body or {}), field: text}
    sent: ValidRequest = msgspec.structs.replace(request, body=body)
    says = f"{request.actor} stores `{field}`: {text}"
    answer = send_past_limits(experiment, sent, f"stored-{uuid5(NAMESPACE_URL, text).hex[:8]}", says)
    return sent if answer.ok else None


def route_beside(app: App, trial: Trial, route: str, endpoint: Endpoint, sent: ValidRequest) -> str:
    """The page's route with the keys of the rows that a request was about, where both name them alike; else with keys of any row."""
    pieces = zip(endpoint.path.split("/"), sent.path.partition("?")[0].split("/"), strict=False)
    known = {name: value for piece, value in pieces for name in parameters(piece)}
    names = parameters(route)
    if names and set(names) <= set(known):
        return fill_path(route, {name: known[name] for name in names})
    return open_route(app, trial, route)
