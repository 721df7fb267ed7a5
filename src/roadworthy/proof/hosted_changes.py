"""A change that a page makes of a hosted database without a server between, made with the page's own kind of request."""

from __future__ import annotations

from typing import Any

from roadworthy.app import App, Column, Query
from roadworthy.proof.experiment import Experiment
from roadworthy.proof.page_text import said
from roadworthy.proof.project_api import ProjectApi, rows_path
from roadworthy.proof.project_rows import ProjectRows, Row
from roadworthy.proof.samples import sample

_WHO = ("alice", "admin")
_METHODS = {"delete": "DELETE", "update": "PATCH"}
_SAYS = {"delete": "deletes", "update": "changes"}


def hosted_change(experiment: Experiment, app: App, query: Query | None) -> HostedChange | None:
    """A change of this kind, its rows made; None for what no page does directly, or what no row can be made for. Raises
    TrialUnavailable when the running database has no such table."""
    trial = experiment.trial
    if query is None or query.rights != "user" or query.operation not in _METHODS or trial.supabase is None:
        return None
    made = HostedChange(experiment, app, query)
    return made if made.own else None


class HostedChange:
    """`own` holds a row for each person who might change it: alice first, who needs no rights, then the administrator. `tables` are
    those that it is about."""

    def __init__(self, experiment: Experiment, app: App, query: Query) -> None:
        self.experiment, self.app, self.query = experiment, app, query
        self.rows = ProjectRows(app, experiment.trial, query.table)
        self.own: dict[str, Row] = {}
        for name in _WHO:
            row = self.rows.of(name) if name in experiment.trial.actors else None
            if row is not None:
                self.own[name] = row
        self.actor = ""
        self.tables = {query.table}

    def make(self) -> str:
        """One row after the other until somebody changes one, `actor`; why nobody does, '' where it was done."""
        why = "nobody is there to do it"
        method, verb = _METHODS[self.query.operation], _SAYS[self.query.operation]
        for name, row in self.own.items():
            before = self.rows.stored(row)
            if before is None:
                continue
            answer = ProjectApi(self.experiment).send(
                name,
                method,
                rows_path(self.rows.table, self.rows.where(row)),
                says=f"{name} {verb} a row of {self.rows.table}, as the page does",
                json=self._values(before) if method == "PATCH" else None,
            )
            if self.rows.stored(row) != before:
                self.actor = name
                return ""
            why = f"{self.rows.table} stays as it was when {name} {verb} a row of it: {answer.status} {said(answer)[:80]}"
        return why

    def _values(self, row: Row) -> Row:
        """What the page writes: its own constants, for everything else what the column takes."""
        known = self.app.table(self.rows.table)
        found: Row = {}
        for write in self.query.writes:
            column = known.column(write.column) if known is not None else None
            if column is not None and write.column in row:
                constant = write.value.kind == "constant" and write.value.value != row[write.column]
                found[write.column] = write.value.value if constant else _other(column, row[write.column])
        return found


def _other(column: Column, now: Any) -> Any:
    """A value that the column takes and does not hold."""
    if isinstance(now, bool) or column.type.startswith("bool"):
        return not now
    if column.values:
        return next((value for value in column.values if value != now), now)
    if column.references is not None:
        return now
    return sample(column.name, column.type)
