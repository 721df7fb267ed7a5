"""Opens an administrators' page as somebody who is none, and looks for marked rows in what the server rendered."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from msgspec import Struct

from roadworthy.app import App, Endpoint
from roadworthy.patterns.malicious_input.broken_access.finding import ConsoleGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.arrangement import Arrangement
from roadworthy.proof.experiment import database_of
from roadworthy.proof.own_rows import asked_for
from roadworthy.proof.valid_request import valid_request
from roadworthy.trial import Trial
from roadworthy.trial.refusals import NOT_DONE, REFUSED
from roadworthy.views.people.access import SIGNED_IN, Access
from roadworthy.views.people.people import users_table

_TEXT = ("text", "varchar", "char", "character varying")
_OK = 200


class Marked(Struct, frozen=True):
    """A text that stands in one column of the rows of a table."""

    table: str
    text: str


def prove_console(trial: Trial, app: App, found: ConsoleGap) -> Reproduction:
    """A page is open to somebody when its rows are in the answer: a redirect holds none of them, whatever its status."""
    page = found.page
    experiment = Experiment(trial, f"{page.path} turns away people who are no administrators")
    guards = Access(page).anywhere() | Access(page).guards(page.facts)
    stranger = "alice" if SIGNED_IN in guards else "anonymous"
    marks = _marked(app, trial, page)
    if not marks:
        return experiment.untestable("no row that the page shows could be marked")
    experiment.note(
        "arrange", "what the page reads is marked", shows=", ".join(f"{m.table}: {m.text}" for m in marks)
    )
    path = valid_request(app, trial, page).path
    shown = _shown(experiment, stranger, path, marks, "act")
    if shown:
        return experiment.proven(f"{stranger}, who is no administrator, opened {path} and was shown {shown}")
    if "admin" not in trial.actors:
        return experiment.untestable(
            f"{path} shows {stranger} none of its rows, and nobody could be made admin"
        )
    if _shown(experiment, "admin", path, marks, "observe"):
        return experiment.cleared(f"{path} shows its rows to an administrator and none of them to {stranger}")
    return experiment.untestable(f"{path} shows none of the marked rows to an administrator either")


def _shown(experiment: Experiment, who: str, path: str, marks: list[Marked], kind: str) -> str:
    answer = experiment.send(who, "GET", path, says=f"{who} opens {path}", kind=kind)
    seen = [mark.table for mark in marks if answer.status == _OK and mark.text in answer.text]
    return f"rows of {', '.join(seen)}" if seen else ""


def _marked(app: App, trial: Trial, page: Endpoint) -> list[Marked]:
    """One mark for each table that the page reads, that of the people themselves last: everybody's own name is on many pages."""
    people = users_table(app)
    tables = {query.table: query for query in page.queries if query.operation == "select" and query.table}
    found = []
    for table, query in tables.items():
        if people is not None and table == people.name:
            continue
        try:
            row = Arrangement(app, trial).row(table, **asked_for(query))
        except NOT_DONE:
            continue
        if row is not None and _mark(app, trial, table, row):
            found.append(Marked(table, _text(table)))
    return found


def _text(table: str) -> str:
    """The same every time, so that the same run gives the same report."""
    return f"rw{uuid5(NAMESPACE_URL, table).hex[:10]}"


def _mark(app: App, trial: Trial, table: str, row: dict[str, Any]) -> int:
    """The mark in every text that may be anything, of every row, so that whichever the page shows is known; where nothing may be
    twice, in one row. Returns in how many columns it stands."""
    database, known = database_of(trial), app.table(table)
    texts = [
        column
        for column in (known.columns if known is not None else ())
        if column.type.split("(")[0] in _TEXT and not (column.primary or column.values or column.references)
    ]
    done = 0
    for column in sorted(texts, key=lambda column: column.unique):
        key = known.primary_key[0] if known is not None and len(known.primary_key) == 1 else ""
        if column.unique and (done or key not in row):
            continue
        one = f' where "{key}" = %s' if column.unique else ""
        values = (_text(table), row[key]) if column.unique else (_text(table),)
        try:
            done += (
                database.execute(f'update {database.quoted(table)} set "{column.name}" = %s{one}', values) > 0
            )
        except REFUSED:
            # A check or a length wants something else there: the next column may be freer.
            continue
    return done
