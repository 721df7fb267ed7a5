"""Bob, who may use a row of his own above, names by its key what hangs on another: a row above that was made for alice alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from roadworthy.app import App, Column, Origin, Query
from roadworthy.patterns.malicious_input.broken_access.finding import AccessGap
from roadworthy.patterns.malicious_input.broken_access.new_rows import new_row
from roadworthy.patterns.malicious_input.broken_access.prove_under import naming
from roadworthy.patterns.malicious_input.broken_access.scene import Scene
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.actions import reads
from roadworthy.proof.arrangement import Arrangement
from roadworthy.proof.own_rows import asked_for
from roadworthy.proof.page_text import said
from roadworthy.trial import Response, Trial

Row = dict[str, Any]


class _Hung(Struct, frozen=True):
    """A row, and what was seen of it after bob's request: that it was changed or told; '' for neither."""

    row: Row
    answer: Response
    seen: str


def prove_within(trial: Trial, app: App, found: AccessGap) -> Reproduction:
    """What counts is alice's row before and after bob's request, or her mark in his answer. A refusal counts only where the same
    request works for what hangs on bob's own."""
    table, above = found.query.table, found.through
    experiment = Experiment(
        trial, f"Whoever may use one row of {above} reaches no {table} that hang on another"
    )
    if not {"alice", "bob"} <= trial.actors.keys() or found.endpoint.kind == "socket":
        return experiment.untestable("two people who each have their own cannot be had here")
    scene = _Scene(experiment, app, found)
    own = scene.above_of_bob()
    if own is None:
        return experiment.untestable(
            f"which row of {above} is bob's, or where the request names it, cannot be told"
        )
    other = scene.made(above, "alice", {})
    theirs = scene.made(table, "alice", {found.owner_column: scene.key_above(other)}) if other else None
    if other is None or theirs is None or scene.key_above(other) == own:
        return experiment.untestable(f"no row of {table} could be made that hangs on another row of {above}")
    experiment.note(
        "arrange", f"a row of {above} that is bob's, and another", shows=f"{own}, {scene.key_above(other)}"
    )
    reached = scene.asked(theirs, "bob names his own, and the key of what hangs on the other")
    if reached.seen:
        return experiment.proven(
            f"bob, who may use {above} {own} alone, {reached.seen} of {table} that hangs on {scene.key_above(other)}"
        )
    if reached.answer.status == 0 or reached.answer.status >= 500:
        return experiment.untestable(
            f"the request fails: {reached.answer.status} {said(reached.answer)[:80]}"
        )
    his = scene.made(table, "bob", {found.owner_column: own})
    works = scene.asked(his, "bob asks for what hangs on his own") if his is not None else None
    if works is None or not works.seen:
        return experiment.untestable(f"the request does nothing for what hangs on bob's own {above} either")
    return experiment.cleared(f"bob reached what hangs on his own {above}, and nothing that hangs on another")


class _Scene:
    def __init__(self, experiment: Experiment, app: App, found: AccessGap) -> None:
        self.experiment, self.app, self.found = experiment, app, found
        self.trial = experiment.trial
        self.scene = Scene(app, self.trial, found)

    def above_of_bob(self) -> Any:
        """The key of the row above that bob's request names and that he may use; None where none can be told."""
        for query, column in self._asked():
            row = Arrangement(self.app, self.trial, "bob").own_row(query.table, **asked_for(query))
            if row is not None and row.get(column) is not None:
                return row[column]
        return None

    def _asked(self) -> Iterator[tuple[Query, str]]:
        """The look-ups of the row above, or of a membership of it, by what the request names."""
        for query in (*self.found.endpoint.ahead, *self.found.endpoint.queries):
            known = self.app.table(query.table)
            for item in query.filters if query.operation == "select" and known is not None else ():
                column = known.column(item.column) if known is not None else None
                if column is not None and _is_sent(item.value) and self._names_above(query.table, column):
                    yield query, item.column

    def _names_above(self, table: str, column: Column) -> bool:
        reference = column.references
        hangs = reference is not None and reference.table == self.found.through
        return hangs or (table == self.found.through and column.primary)

    def key_above(self, row: Row) -> Any:
        """What rows below hold of a row above."""
        table = self.app.table(self.found.query.table)
        column = table.column(self.found.owner_column) if table is not None else None
        return row.get(
            column.references.column if column is not None and column.references is not None else "id"
        )

    def made(self, table: str, person: str, fixed: Row) -> Row | None:
        """A new row, on which nothing hangs yet; whoever it names is this person."""
        return new_row(self.app, self.trial, table, person, fixed)

    def asked(self, row: Row, says: str) -> _Hung:
        """Bob's request for a row, with the row as it was before and after."""
        found = self.found
        self.scene.mark(row)
        before = self.scene.stored(row)
        request = naming(self.app, self.trial, found, "bob", found.key, row.get(found.key_column))
        answer = self.experiment.send("bob", request.method, request.path, says=says, json=request.json)
        after = self.scene.stored(row)
        if found.query.operation == "select" and reads(found.endpoint):
            told = answer.ok and self.scene.marker in answer.text
            return _Hung(row, answer, "was told a row" if told else "")
        self.experiment.note("observe", "the row afterwards", shows=str(after) if after else "it is gone")
        return _Hung(
            row, answer, ("took out a row" if after is None else "changed a row") if before != after else ""
        )


def _is_sent(value: Origin) -> bool:
    return any(leaf.from_request for leaf in value.leaves())
