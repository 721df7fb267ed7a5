"""A row that visitors' lists leave out is asked for by somebody without an account."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from roadworthy.app import App, Endpoint, Query
from roadworthy.errors import TrialUnavailable
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.patterns.malicious_input.broken_access.request_parts import named_part, put
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.arrangement import Arrangement
from roadworthy.proof.column_values import is_text
from roadworthy.proof.experiment import database_of
from roadworthy.trial import Request, Response, Trial
from roadworthy.trial.refusals import NOT_DONE, REFUSED

_NOBODY = "anonymous"
_HIDDEN = ("draft", "pending", "private", "hidden", "unpublished", "archived", "inactive")


def prove_draft(trial: Trial, app: App, found: OpenGap) -> Reproduction:
    """What counts is the row's mark in the answer. It is kept back only where the same request shows the row once it is published."""
    endpoint, query = found.endpoint, found.query
    experiment = Experiment(trial, "What is not published is not shown to somebody without an account")
    if endpoint is None or query is None:
        return experiment.untestable("which row is asked for cannot be told")
    scene = _Scene(experiment, app, endpoint, query, found)
    try:
        row = scene.hidden()
    except NOT_DONE as why:
        return experiment.untestable(f"no row of {query.table} that is not published could be made: {why}")
    if row is None:
        return experiment.untestable(
            f"no row of {query.table} could be made that is not published and bears a mark"
        )
    told = scene.asked(row, "somebody without an account asks for it")
    if told.ok and scene.mark in told.text:
        return experiment.proven(
            f"Somebody without an account got {told.status} and a row of {query.table} with {found.column} = {row[found.column]}"
        )
    if told.status == 0 or told.status >= 500:
        return experiment.untestable(
            f"it was answered {told.error or told.status} before anybody was refused"
        )
    scene.publish(row)
    shown = scene.asked(row, "and again, now that it is published")
    if shown.ok and scene.mark in shown.text:
        return experiment.cleared(
            f"The row was kept back ({told.status}) until {found.column} was {found.words[0]}"
        )
    return experiment.untestable("the row is not shown when it is published either")


class _Scene:
    def __init__(
        self, experiment: Experiment, app: App, endpoint: Endpoint, query: Query, found: OpenGap
    ) -> None:
        self.experiment, self.app, self.endpoint, self.query, self.found = (
            experiment,
            app,
            endpoint,
            query,
            found,
        )
        self.trial, self.database = experiment.trial, database_of(experiment.trial)
        table = app.table(query.table)
        self.key = table.primary_key[0] if table is not None and len(table.primary_key) == 1 else ""
        self.mark = f"rw-{uuid5(NAMESPACE_URL, endpoint.subject).hex[:12]}"

    def hidden(self) -> dict[str, Any] | None:
        """A row that is not published, marked wherever a text takes it."""
        known = self.app.table(self.query.table)
        column = known.column(self.found.column) if known is not None else None
        if known is None or column is None or not self.key or not self.found.words:
            return None
        value = self._other(column.values)
        row = Arrangement(self.app, self.trial).row(self.query.table, **{column.name: value})
        if row is None:
            raise TrialUnavailable(f"{self.query.table} takes no row with {column.name} = {value}")
        marked = [one.name for one in known.columns if self._marks(one.name, one.type, row)]
        shows = f"{self.query.table} {self.key} {row[self.key]}: {column.name} = {value}, marked {self.mark}"
        self.experiment.note("arrange", "a row that is not published", shows=shows)
        return row if marked else None

    def _other(self, values: tuple[str, ...]) -> Any:
        """What the column holds of a row that is not published."""
        shown = self.found.words[0]
        if isinstance(shown, bool):
            return not shown
        if isinstance(shown, int):
            return 1 - shown if shown in (0, 1) else 0
        others = [one for one in values if one != shown]
        return next((one for one in _HIDDEN if one in others), others[0] if others else _HIDDEN[0])

    def _marks(self, name: str, kind: str, row: dict[str, Any]) -> bool:
        known = self.app.table(self.query.table)
        column = known.column(name) if known is not None else None
        if not is_text(kind) or column is None or name in (self.key, self.found.column):
            return False
        looked = {item.column for item in self.query.filters}
        if column.references is not None or column.values or name in looked:
            return False
        return self._set(row, name, self.mark)

    def _set(self, row: dict[str, Any], name: str, value: Any) -> bool:
        sql = f'update {self.database.quoted(self.query.table)} set "{name}" = %s where "{self.key}" = %s'
        try:
            self.database.execute(sql, (value, row[self.key]))
        except REFUSED:
            # A length, a check or a key wants something else there.
            return False
        row[name] = value
        return True

    def publish(self, row: dict[str, Any]) -> None:
        self._set(row, self.found.column, self.found.words[0])
        self.experiment.note("arrange", f"{self.found.column} is set to {self.found.words[0]}")

    def asked(self, row: dict[str, Any], says: str) -> Response:
        """The request for a row, with every part of it that the query compares with one of its columns."""
        path = Arrangement(self.app, self.trial).path(self.endpoint)
        request = Request(actor=_NOBODY, method="GET", path=path)
        for item in self.query.filters:
            part = named_part(item.value)
            if part is not None and item.column in row and item.table in ("", self.query.table):
                value = row[item.column]
                request = put(
                    request, self.endpoint, part, str(value).lower() if isinstance(value, bool) else value
                )
        return self.experiment.send(_NOBODY, "GET", request.path, says=says)
