"""Stores a script in the project's table, as its pages do, and opens the page that shows it to somebody else."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import App, Query
from roadworthy.patterns.malicious_input.cross_site_scripting.finding import ScriptGap
from roadworthy.patterns.malicious_input.cross_site_scripting.marked_script import look, markup, plain_text
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.own_rows import asked_for
from roadworthy.proof.project_api import ANONYMOUS, ProjectApi, called, rows_path
from roadworthy.proof.project_rows import ProjectRows, Row
from roadworthy.proof.routes import named_by_address, open_route, viewer
from roadworthy.trial import Trial
from roadworthy.views.pages.hosted_reads import hosted_reads

_QUIET = {"Prefer": "return=minimal"}
# A stranger's script says most, an administrator's least.
_WRITERS = (ANONYMOUS, "bob", "alice", "admin")


def shown_query(app: App, found: ScriptGap) -> Query | None:
    """The query by which the component itself reads the rows whose text it shows; None where a server hands them to it."""
    column = _column(found)
    component = next((one for one in app.components if one.name == found.subject), None)
    for query in hosted_reads(component) if component is not None else ():
        table = app.table(query.table)
        if table is not None and table.column(column) is not None:
            return query
    return None


def prove_hosted(
    experiment: Experiment, trial: Trial, app: App, found: ScriptGap, query: Query, mark: str
) -> Reproduction:
    """A plain text first, to see that a row of the writer is taken and shown; then one with a script."""
    who = viewer(app, trial, found.route)
    path = open_route(app, trial, found.route, who)
    rows = ProjectRows(app, trial, query.table)
    pen = _Pen(experiment, rows, _column(found), _found_by(query, rows, found.route, path, who))
    refused = True
    for writer in [one for one in _WRITERS if one in trial.actors and one != who]:
        if not pen.writes(writer, plain_text(mark)):
            continue
        refused = False
        _ran, shown = look(trial, who, path)
        pen.take_back(plain_text(mark))
        if f"plain {mark}" in shown:
            experiment.note("arrange", f"{called(who)} reads it on {path}", shows=f"plain {mark}")
            return _with_script(pen, trial, writer, (who, path), mark)
    if refused:
        return experiment.untestable(f"nobody but {called(who)} adds a row to {rows.table}")
    return experiment.untestable(f"{path} does not show {called(who)} what others store in {rows.table}")


def _with_script(pen: _Pen, trial: Trial, writer: str, where: tuple[str, str], mark: str) -> Reproduction:
    (who, path), column = where, f"{pen.column} of {pen.rows.table}"
    if not pen.writes(writer, markup(mark)):
        return pen.experiment.cleared(
            f"{column} takes a plain text from {called(writer)}, and none with a script"
        )
    ran, shown = look(trial, who, path)
    pen.experiment.note("act", f"{called(who)} opens {path}", shows=f"ran: {ran}" if ran else shown)
    told = f"the script that {called(writer)} stored as {column}"
    if ran == mark:
        return pen.experiment.proven(f"{told} ran in the page {path} of {called(who)}")
    return pen.experiment.cleared(f"{told} did not run in the page {path} of {called(who)}")


class _Pen(Struct):
    """Adds rows by the project's interface; `beside` is what their other columns hold, so that the page shows them."""

    experiment: Experiment
    rows: ProjectRows
    column: str
    beside: Row

    def writes(self, writer: str, text: str) -> bool:
        """Whether the project takes a new row with this text from somebody."""
        owner = self.rows.owner_column()
        own = {owner: self.rows.person(writer, owner)} if owner and writer != ANONYMOUS else {}
        body = self.rows.body(**{**own, **self.beside, self.column: text})
        if body is None:
            return False
        says = f"{called(writer)} stores `{self.column}`: {text.rstrip('- ')}"
        api, path = ProjectApi(self.experiment), rows_path(self.rows.table)
        return api.send(writer, "POST", path, says=says, json=body, headers=_QUIET).ok

    def take_back(self, text: str) -> None:
        """Removes the row again, so that the next meets no key of it."""
        for row in self.rows.find({self.column: text}):
            self.rows.remove(row)


def _column(found: ScriptGap) -> str:
    return found.what.split(".")[-1]


def _found_by(query: Query, rows: ProjectRows, route: str, path: str, who: str) -> Row:
    """What a row must hold for the page's query to find it, as far as it can be told: constants, what the page's address names,
    and who looks."""
    there = {column.name for column in rows.columns}
    wanted: Row = asked_for(query)
    for item in query.filters:
        told = named_by_address(item.value, route, path)
        if who != ANONYMOUS and any(leaf.kind == "session" for leaf in item.value.sources()):
            told = rows.person(who, item.column)
        if item.operator == "=" and told is not None:
            wanted[item.column] = told
    return {name: value for name, value in wanted.items() if name in there}
