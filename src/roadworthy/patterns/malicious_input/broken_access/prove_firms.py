"""The administrator, or anybody, of one firm asks for what is another's: a firm that was made for nobody of theirs."""

from __future__ import annotations

from typing import Any

from roadworthy.app import App, Table
from roadworthy.patterns.malicious_input.broken_access.finding import AccessGap
from roadworthy.patterns.malicious_input.broken_access.keys import chosen_by_request
from roadworthy.patterns.malicious_input.broken_access.new_rows import new_row
from roadworthy.patterns.malicious_input.broken_access.prove_under import naming
from roadworthy.patterns.malicious_input.broken_access.scene import Scene
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.actions import reads
from roadworthy.proof.experiment import database_of
from roadworthy.proof.hostile_request import chosen
from roadworthy.proof.page_text import said
from roadworthy.trial import Response, Trial
from roadworthy.trial.refusals import REFUSED
from roadworthy.views.people.access import ROLE, Access
from roadworthy.views.people.people import users_table
from roadworthy.views.people.tenants import tenancy

Row = dict[str, Any]


def prove_firms(trial: Trial, app: App, found: AccessGap) -> Reproduction:
    """What counts is the other firm's row before and after, or its mark in the answer. Refused is only what works for the own firm."""
    experiment = Experiment(trial, f"Who is of one firm reaches no {found.query.table} of another")
    scene = _Scene(experiment, app, found)
    if scene.firms is None or scene.actor not in trial.actors or found.query.operation == "insert":
        return experiment.untestable("a row of another firm, or somebody of this one, cannot be made")
    own, other = scene.own_firm(), scene.new_firm()
    theirs = scene.row_of(other) if other is not None else None
    if own is None or theirs is None or own == other:
        return experiment.untestable(f"no row of {found.query.table} could be made that is another firm's")
    experiment.note("arrange", f"{scene.actor} is of one firm, and there is another", shows=f"{own}, {other}")
    answer, seen = scene.asked(theirs, other, f"{scene.actor} asks for what is the other firm's")
    if seen:
        return experiment.proven(
            f"{scene.actor}, who is of {scene.firms.name} {own}, {seen} of {found.query.table} of {other}"
        )
    if answer.status == 0 or answer.status >= 500:
        return experiment.untestable(f"the request fails: {answer.status} {said(answer)[:80]}")
    his = scene.row_of(own)
    works = (
        scene.asked(his, own, f"{scene.actor} asks for what is the own firm's")[1] if his is not None else ""
    )
    if not works:
        return experiment.untestable("the request does nothing for what is the own firm's either")
    return experiment.cleared(
        f"{scene.actor} reached what is the own firm's, and nothing of another ({answer.status})"
    )


class _Scene:
    """`firms` is the table of firms, `actor` who asks."""

    def __init__(self, experiment: Experiment, app: App, found: AccessGap) -> None:
        self.experiment, self.app, self.found = experiment, app, found
        self.trial, self.scene = experiment.trial, Scene(app, experiment.trial, found)
        table = app.table(found.query.table)
        target = table.leads_to(found.owner_column) if table is not None else ""
        known = tenancy(app)
        own = known.people if known is not None else None
        self.firms: Table | None = app.table(target) if own is not None and target else None
        self.column = own[1] if own is not None else ""
        guards = Access(found.endpoint).anywhere() | Access(found.endpoint).guards(found.query.facts)
        self.actor = "admin" if ROLE in guards else "bob"

    def new_firm(self) -> Any:
        assert self.firms is not None
        row = new_row(self.app, self.trial, self.firms.name, "alice", {})
        return row[self.firms.primary_key[0]] if row is not None else None

    def own_firm(self) -> Any:
        """The firm of who asks; where they are of none yet, one is made, and they are put into it."""
        people = users_table(self.app)
        if people is None or not people.primary_key:
            return None
        key, database = people.primary_key[0], database_of(self.trial)
        known, table = self.trial.actor(self.actor).identity.get(key), database.quoted(people.name)
        rows = database.query(f'select "{self.column}" as firm from {table} where "{key}" = %s', (known,))
        if not rows or rows[0]["firm"] is not None:
            return rows[0]["firm"] if rows else None
        firm = self.new_firm()
        try:
            database.execute(f'update {table} set "{self.column}" = %s where "{key}" = %s', (firm, known))
        except REFUSED:
            return None
        return firm

    def row_of(self, firm: Any) -> Row | None:
        return new_row(self.app, self.trial, self.found.query.table, "alice", {self.found.owner_column: firm})

    def asked(self, row: Row, firm: Any, says: str) -> tuple[Response, str]:
        """The request for a row of a firm, and what it did; '' for nothing."""
        found = self.found
        self.scene.mark(row)
        before = self.scene.stored(row)
        item = chosen_by_request(found.query)
        named = firm if item is None or item.column == found.owner_column else row.get(item.column)
        part = chosen(item.value) if item is not None else None
        place = (part.place, part.path[-1]) if part is not None else found.key
        request = naming(self.app, self.trial, found, self.actor, place, named)
        answer = self.experiment.send(self.actor, request.method, request.path, says=says, json=request.json)
        if found.query.operation == "select" and reads(found.endpoint):
            return answer, "was told a row" if answer.ok and self.scene.marker in answer.text else ""
        after = self.scene.stored(row)
        self.experiment.note("observe", "the row afterwards", shows=str(after) if after else "it is gone")
        if before == after:
            return answer, ""
        return answer, "took out a row" if after is None else "changed a row"
