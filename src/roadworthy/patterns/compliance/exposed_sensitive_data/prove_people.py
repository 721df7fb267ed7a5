"""Looks in an answer that everybody gets for what the database keeps about people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from roadworthy.app import App, Endpoint
from roadworthy.patterns.compliance.exposed_sensitive_data.finding import ExposureGap
from roadworthy.patterns.compliance.exposed_sensitive_data.prove_answered import is_telling, kept_values
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import database_of
from roadworthy.proof.own_rows import give_along
from roadworthy.proof.valid_request import valid_request
from roadworthy.views.people.people import owner_of, users_table


def prove_people(experiment: Experiment, app: App, found: ExposureGap) -> Reproduction:
    """Asks as somebody without an account, for a row of alice's where the request names one, and looks for anybody's values of the
    people's table. An answer without them clears only where it told the row."""
    people, endpoint = users_table(app), found.endpoint
    if endpoint is None or people is None or people.name not in database_of(experiment.trial).tables():
        return experiment.untestable(f"{found.exposure.subject} is no request whose people are known")
    rows = list(_rows(app, experiment, endpoint))
    request = valid_request(app, experiment.trial, endpoint)
    answer = experiment.send(
        "anonymous", request.method, request.path, says=f"somebody without an account asks {endpoint.subject}"
    )
    if not answer.ok:
        return experiment.untestable(f"the request was answered {answer.status}")
    for name in found.columns:
        told = [value for value in kept_values(experiment.trial, people.name, name) if value in answer.text]
        if told:
            says = f"what stands in {people.name}.{name} of a person, and in the answer"
            experiment.note("observe", says, shows=told[0])
            return experiment.proven(
                f"{endpoint.subject} gives everybody the {name} of people who use the app, as it stands in {people.name}"
            )
    if any(str(value) in answer.text for row in rows for value in row.values() if is_telling(value)):
        return experiment.cleared(
            f"The answer tells of a row of alice's, and no {', '.join(found.columns)} with it"
        )
    return experiment.untestable("the answer told of nobody: no row that leads to a person was in it")


def _rows(app: App, experiment: Experiment, endpoint: Endpoint) -> Iterator[dict[str, Any]]:
    """A row of alice's in each table that is read, as the request wants it, so that there is one to tell. Where rows come along with
    others, those others lead to nobody by themselves."""
    for query in endpoint.queries:
        rows = list(give_along(app, experiment.trial, query, "alice"))
        yield from rows[1:] if query.joins and owner_of(app, query.table) is None else rows
