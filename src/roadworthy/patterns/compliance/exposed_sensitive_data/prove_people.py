"""Looks in an answer that everybody gets for what the database keeps about people."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.patterns.compliance.exposed_sensitive_data.finding import ExposureGap
from roadworthy.patterns.compliance.exposed_sensitive_data.prove_answered import kept_values
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import database_of
from roadworthy.proof.valid_request import valid_request
from roadworthy.views.people.people import users_table


def prove_people(experiment: Experiment, app: App, found: ExposureGap) -> Reproduction:
    """Asks as somebody without an account, for a row of alice's where the request names one, and looks for anybody's values of the
    people's table. An answer in which nobody is told of clears nothing: it may have had no row to tell."""
    people, endpoint = users_table(app), found.endpoint
    if endpoint is None or people is None or people.name not in database_of(experiment.trial).tables():
        return experiment.untestable(f"{found.exposure.subject} is no request whose people are known")
    request = valid_request(app, experiment.trial, endpoint)
    answer = experiment.send(
        "anonymous", request.method, request.path, says=f"somebody without an account asks {endpoint.subject}"
    )
    if not answer.ok:
        return experiment.untestable(f"the request was answered {answer.status}")
    for name in found.columns:
        told = [value for value in kept_values(experiment.trial, people.name, name) if value in answer.text]
        if told:
            experiment.note(
                "observe",
                f"what stands in {people.name}.{name} of a person, and in the answer",
                shows=told[0],
            )
            return experiment.proven(
                f"{endpoint.subject} gives everybody the {name} of people who use the app, as it stands in {people.name}"
            )
    return experiment.untestable("the answer told of nobody: no row that leads to a person was in it")
