"""Visits what is the same for everybody several times, as several people, and counts what the database is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from roadworthy.app import App, Endpoint
from roadworthy.errors import TrialUnavailable
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.arrangement import Arrangement
from roadworthy.proof.experiment import database_of
from roadworthy.proof.own_statements import forget_statements, settled_statements
from roadworthy.proof.page_text import said
from roadworthy.proof.valid_request import ValidRequest, valid_request
from roadworthy.trial import Database, Response, Trial
from roadworthy.views.data.public_reads import PublicRead

_TRIED = 4
_VISITS = 4
_SETTLED = 10
_PEOPLE = ("anonymous", "alice", "bob")


def prove_reads(experiment: Experiment, app: App, reads: Sequence[PublicRead]) -> Reproduction:
    """The first that is made anew for each of its visits proves the gap."""
    if database_of(experiment.trial).kind != "postgres":
        return experiment.untestable("only PostgreSQL counts the statements that it was asked")
    kept, why = "", ""
    for read in reads[:_TRIED]:
        try:
            asked = _asked(experiment, app, read.endpoint)
        except TrialUnavailable as missing:
            why = why or str(missing)
            continue
        subject = read.endpoint.subject
        if isinstance(asked, str):
            why = why or f"{subject} {asked}"
        elif asked >= _VISITS:
            return experiment.proven(
                f"{_VISITS} visits of {subject} were given the same, and the database was asked {asked} times for it"
            )
        elif asked <= 1:
            kept = kept or f"{_VISITS} visits of {subject} asked the database {asked} times"
        else:
            why = why or f"{subject} asked the database {asked} times in {_VISITS} visits"
    return experiment.cleared(kept) if kept else experiment.untestable(why or "nothing of it can be visited")


def _asked(experiment: Experiment, app: App, endpoint: Endpoint) -> int | str:
    """How often the database was asked during the visits; in words why that tells nothing. What is kept for a while was
    asked for by the visits before."""
    trial = experiment.trial
    trial.reset()
    database = database_of(trial)
    tables = {query.table for query in endpoint.queries} & set(database.tables())
    if not tables:
        return "reads no table that is there"
    for table in sorted(tables):
        Arrangement(app, trial).row(table)
    request = valid_request(app, trial, endpoint)
    people = _people(trial, request)
    if len(people) < min(2, len(trial.actors)):
        return "is not answered to two people"
    usual = [_visit(experiment, request, person, "arrange") for person in people * 2]
    while said(usual[-1]) != said(usual[-2]) and len(usual) < _SETTLED:
        # What is kept for a while is shown once more in its old state before it is made anew.
        usual.append(_visit(experiment, request, people[0], "arrange"))
    if not all(answer.ok for answer in usual) or not said(usual[0]):
        return f"is answered {usual[0].status}, also when nothing else is going on"
    forget_statements(database)
    visits = [_visit(experiment, request, people[number % len(people)], "act") for number in range(_VISITS)]
    if len({said(answer) for answer in (*usual[-1:], *visits)}) > 1:
        return "is not the same for everybody each time"
    number = _selects(database, tables)
    experiment.note("observe", f"how often {', '.join(sorted(tables))} was read meanwhile", shows=str(number))
    experiment.measure(f"reads for {_VISITS} visits", number, "statements")
    return number


def _people(trial: Trial, request: ValidRequest) -> list[str]:
    """Who asks: two at least, so that it is seen to be the same for both."""
    there = [name for name in _PEOPLE if name == "anonymous" or name in trial.actors]
    return [name for name in there if trial.send(name, request.method, request.path, json=request.body).ok][
        :2
    ]


def _visit(experiment: Experiment, request: ValidRequest, person: str, kind: str) -> Response:
    return experiment.send(
        person, request.method, request.path, json=request.body, says=f"{person} asks for it", kind=kind
    )


def _selects(database: Database, tables: set[str]) -> int:
    """How often the table was read that was read most."""
    counted = dict.fromkeys(tables, 0)
    for statement in settled_statements(database):
        for table in tables:
            bare = re.escape(table.rpartition(".")[2])
            # PostgREST's begin with WITH.
            if re.match(r"\s*(select|with)\b", statement.query, re.I) and re.search(
                rf"\bfrom\b.*\b{bare}\b", statement.query, re.I | re.S
            ):
                counted[table] += statement.calls
    return max(counted.values())
