"""Sends the request without the secret by which an account is found, and looks whether it was somebody's all the same."""

from __future__ import annotations

from typing import Any

from roadworthy.app import App
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.body_places import leave_out
from roadworthy.proof.experiment import database_of
from roadworthy.proof.page_text import said
from roadworthy.proof.valid_request import valid_request
from roadworthy.trial import Trial
from roadworthy.trial.kept_in_pages import token_in

_NOBODY = "anonymous"
_REFUSED = (400, 401, 403, 422)


def prove_missing_key(trial: Trial, app: App, found: OpenGap) -> Reproduction:
    """Proven when a row of the people is another afterwards, or the answer brings a token."""
    experiment = Experiment(trial, "A request without the secret is refused, and is nobody's")
    endpoint, query = found.endpoint, found.query
    if endpoint is None or query is None or "alice" not in trial.actors:
        return experiment.untestable("there is nobody whose account could be found")
    parts = [
        leaf.path
        for item in query.filters
        if item.column == found.column
        for leaf in item.value.sources()
        if leaf.kind == "body" and leaf.path
    ]
    request = valid_request(app, trial, endpoint)
    if not parts or not isinstance(request.body, dict):
        return experiment.untestable("what is not sent is no field of the body")
    for part in parts:
        leave_out(request.body, part)
    before = _rows(trial, query.table)
    says = f"somebody without an account sends it without {', '.join('.'.join(part) for part in parts)}"
    answer = experiment.send(_NOBODY, request.method, request.path, says=says, json=request.body)
    changed = [row for row in before if row not in _rows(trial, query.table)]
    experiment.note("observe", f"rows of {query.table} that are others now", shows=str(len(changed)))
    if changed and answer.ok:
        return experiment.proven(
            f"Without it {len(changed)} row(s) of {query.table} were changed: {answer.status}"
        )
    if answer.ok and token_in(answer.json()) is not None:
        return experiment.proven(f"Without it the answer brings a token: {answer.status}")
    if answer.status in _REFUSED and not changed:
        return experiment.cleared(f"Without it the request is refused ({answer.status})")
    return experiment.untestable(f"it was answered {answer.error or answer.status}: {said(answer)[:100]}")


def _rows(trial: Trial, table: str) -> list[dict[str, Any]]:
    database = database_of(trial)
    return database.query(f"select * from {database.quoted(table)}")
