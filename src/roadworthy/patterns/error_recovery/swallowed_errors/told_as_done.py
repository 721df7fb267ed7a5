"""Takes away the table that a request writes, and looks whether its sender is told that it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App, Endpoint
from roadworthy.patterns.error_recovery.swallowed_errors.finding import Swallowed
from roadworthy.patterns.error_recovery.swallowed_errors.server_faults import (
    Fault,
    Working,
    anew,
    candidates,
    made_there,
    runs_through,
    send,
    working,
)
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import database_of
from roadworthy.proof.page_text import said
from roadworthy.proof.table_states import CHANGES, moved, states
from roadworthy.trial import Request, Response
from roadworthy.trial.html_form import read_page
from roadworthy.trial.page_entry import local_path
from roadworthy.trial.sqlite_database import SqliteDatabase
from roadworthy.views.people.people import users_table

_TRIED = 4
_MOST_WORDS = 20


def prove_told_as_done(experiment: Experiment, app: App, places: list[Swallowed]) -> Reproduction:
    """What decides is what the sender is told: the same as when it was done, though no row changed."""
    told = ""
    endpoints = list({one.subject: one for place in places for one in candidates(app, place)}.values())
    through = [one for one in endpoints if any(runs_through(one, place) for place in places)]
    for endpoint in through[:_TRIED]:
        for table in _written_there(experiment, app, endpoint, places):
            normal = working(experiment, app, endpoint)
            if normal is None:
                break
            for fault in _faults(experiment, table):
                hidden, seen = _compared(experiment, app, normal, fault, table)
                if hidden:
                    return experiment.proven(hidden)
                told = told or seen
    if told:
        return experiment.cleared(told)
    return experiment.untestable("no request that writes there is known, or none could be made to fail")


def _written_there(
    experiment: Experiment, app: App, endpoint: Endpoint, places: list[Swallowed]
) -> Iterator[str]:
    """The tables that are written at a place and read by nothing before it: of those it is known that the write is what fails."""
    people = users_table(app)
    kept = database_of(experiment.trial).tables()
    read = {query.table for query in endpoint.queries if query.operation not in CHANGES}
    written = [
        query.table
        for query in endpoint.queries
        if query.operation in CHANGES and query.table in kept and made_there(query, places)
    ]
    signed_in = {people.name} if people is not None else set()
    yield from (table for table in dict.fromkeys(written) if table not in read - signed_in)
    yield from (table for table in dict.fromkeys(written) if table in read - signed_in)


def _faults(experiment: Experiment, table: str) -> Iterator[Fault]:
    """What keeps a row from being stored: its table is away, or nothing can be committed."""
    yield Fault(f"the table {table} is not there", table=table)
    if isinstance(experiment.trial.database, SqliteDatabase):
        yield Fault("another program reads the database's file and does not let go", reading=True)


def _compared(experiment: Experiment, app: App, normal: Working, fault: Fault, table: str) -> tuple[str, str]:
    """How the failure was told as success, or how it showed; ('', '') where the fault did not reach this request."""
    trial, subject = experiment.trial, normal.endpoint.subject
    trial.reset()
    before = states(trial, [table])
    request = anew(app, trial, normal)
    usual = send(experiment, request, f"{subject} while all is well", "arrange")
    usual_words = _words(experiment, request.actor, request.path, usual)
    if not usual.ok or not moved(trial, before):
        return "", ""
    trial.reset()
    request = anew(app, trial, normal)
    before = states(trial, [table])
    experiment.note("arrange", fault.told)
    with fault.lasts(trial):
        failed = send(experiment, request, f"{subject} meanwhile")
    words = _words(experiment, request.actor, request.path, failed)
    if moved(trial, before):
        return "", ""
    experiment.note("observe", f"the rows of {table}", shows="as they were")
    if failed.ok and failed.status == usual.status and words == usual_words:
        return (
            f"While {fault.told}, {subject} is answered {failed.status} {words[:80]}: the same as when it was done",
            "",
        )
    return (
        "",
        f"While {fault.told}, {subject} is answered {failed.status} {words[:80]}, and {usual_words[:80]} when it is done",
    )


def _words(experiment: Experiment, actor: str, path: str, answer: Response) -> str:
    """What the sender is told, numbers aside: of a redirect where it leads, and what the page there says in a message."""
    text = said(answer)
    if 300 <= answer.status < 400:
        led = local_path(answer.headers.get("location", ""), path)
        page = experiment.trial.send_written(
            experiment.trial.actor(actor), Request(actor=actor, method="GET", path=led)
        )
        is_page = "html" in page.headers.get("content-type", "")
        # Of what stands there with each row (a button to delete it) once is enough; what is cut off says nothing.
        told = read_page(page.text, led).complaints.split() if is_page else []
        text = " ".join(dict.fromkeys([f"leads to {led}", *told[:_MOST_WORDS]]))
    return re.sub(r"\d+", "", text)
