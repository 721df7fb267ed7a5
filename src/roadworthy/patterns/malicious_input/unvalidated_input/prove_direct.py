"""Writes text without end into a table as the app's pages do: through the project's own interface."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.patterns.malicious_input.unvalidated_input.finding import DirectText
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.project_api import ANONYMOUS, ProjectApi, called, rows_path
from roadworthy.proof.project_rows import ProjectRows, Row
from roadworthy.trial import Trial

# Beyond what any field of a form holds, little enough to do no harm.
LONG = 100_000
_SOUND = "A sound text"
_QUIET = {"Prefer": "return=minimal"}


def prove_direct(found: DirectText, trial: Trial, app: App) -> Reproduction:
    """A row with a short text first, to see that it is taken; then one without end."""
    experiment = Experiment(trial, f"Text of {LONG:,} characters is refused by {found.table.name}")
    rows = ProjectRows(app, trial, found.table.name)
    there = [column.name for column in found.columns if column.name in [one.name for one in rows.columns]]
    if not there:
        return experiment.untestable(f"the running database has none of these columns in {rows.table}")
    for actor in [name for name in ("alice", ANONYMOUS) if name in trial.actors]:
        door = _Door(experiment, rows, actor)
        if door.opens(there[0]):
            return _tried(door, there)
    return experiment.untestable(f"a sound row is not accepted by {rows.table} either")


def _tried(door: _Door, columns: list[str]) -> Reproduction:
    stored = [column for column in columns if door.stores(column, "x" * LONG) == LONG]
    if not stored and not door.stores(columns[0], _SOUND):
        return door.experiment.untestable(
            f"a second sound row is not accepted by {door.rows.table}, whatever its text"
        )
    experiment, table = door.experiment, door.rows.table
    if stored:
        names = " and ".join(stored)
        return experiment.proven(f"{called(door.actor)} stored {LONG:,} characters in {names} of {table}")
    return experiment.cleared(
        f"{table} took a short text from {called(door.actor)} and refused {LONG:,} characters"
    )


class _Door:
    """How somebody writes into a table: a new row, or a change of their own."""

    def __init__(self, experiment: Experiment, rows: ProjectRows, actor: str) -> None:
        self.experiment, self.rows, self.actor = experiment, rows, actor
        self.api = ProjectApi(experiment)
        self.own: Row | None = None
        self.fixed: Row = {}

    def opens(self, column: str) -> bool:
        """Whether a short text is taken: in a new row, else in one that is the actor's own."""
        owner = self.rows.owner_column()
        self.fixed = {owner: self.rows.person(self.actor, owner)} if owner and self.actor != ANONYMOUS else {}
        if self.stores(column, _SOUND) == len(_SOUND):
            return True
        self.own = self.rows.of(self.actor) if self.actor != ANONYMOUS else None
        return self.own is not None and self.stores(column, _SOUND) == len(_SOUND)

    def stores(self, column: str, text: str) -> int:
        """Sends a text for a column; the length of what the database holds of it afterwards, 0 for nothing."""
        says = f"{called(self.actor)} writes {len(text):,} characters into {column}"
        before, keys = self._lengths(column), self._keys()
        if self.own is not None:
            path, method, body = (
                rows_path(self.rows.table, self.rows.where(self.own)),
                "PATCH",
                {column: text},
            )
        else:
            path, method = rows_path(self.rows.table), "POST"
            body = {**(self.rows.body(**self.fixed) or {}), column: text}
        self.api.send(self.actor, method, path, says=says, json=body, headers=_QUIET)
        after = self._lengths(column)
        self.experiment.note(
            "observe", f"the longest {column} in {self.rows.table}", shows=f"{max(after, default=0)}"
        )
        self._take_away(keys)
        return len(text) if after.count(len(text)) > before.count(len(text)) else 0

    def _keys(self) -> set[str]:
        return {str(self.rows.where(row)) for row in self.rows.find({})}

    def _take_away(self, before: set[str]) -> None:
        """Removes what was added, so that the next row meets no key of it."""
        for row in self.rows.find({}):
            if str(self.rows.where(row)) not in before:
                self.rows.remove(row)

    def _lengths(self, column: str) -> list[int]:
        sql = f'select coalesce(length("{column}"::text), 0) as size from {self.rows.quoted}'
        return [int(row["size"]) for row in self.rows.database.query(sql)]
