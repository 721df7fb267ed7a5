"""Two visitors of a page that asks a hosted database itself: both look before either writes, with the page's own kind of requests."""

from __future__ import annotations

from typing import Any

from roadworthy.app import App
from roadworthy.patterns.concurrency.lost_update.finding import ABSENT, LostUpdate, Race
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.page_text import said
from roadworthy.proof.project_api import ProjectApi, called, rows_path
from roadworthy.proof.project_rows import ProjectRows, Row
from roadworthy.trial import Response, Trial

_WHO = ("alice", "admin", "anonymous")
_QUIET = {"Prefer": "return=minimal"}
_TAKEN = 409


def prove_hosted(experiment: Experiment, trial: Trial, app: App, found: LostUpdate) -> Reproduction:
    """What counts are the rows that are alike afterwards: the page adds none where it finds one."""
    race = next((one for one in found.races if one.kind == ABSENT and one.read is not None), None)
    if trial.supabase is None or race is None or race.write.operation != "insert":
        return experiment.untestable("what the page should leave after two visitors is the app's to say")
    rows = ProjectRows(app, trial, race.write.table)
    why = ""
    for actor in (name for name in _WHO if name in trial.actors):
        body = _body(rows, race, actor)
        if body is None:
            why = why or f"no row of {rows.table} can be made: {rows.why}"
            continue
        outcome = _met(experiment, rows, body, _looked_for(race, body), actor)
        if isinstance(outcome, Reproduction):
            return outcome
        why = outcome
    return experiment.untestable(why or f"nobody is there who adds a row to {rows.table}")


def _body(rows: ProjectRows, race: Race, actor: str) -> Row | None:
    """What one click adds: with the constants that the page writes, as the actor's own where rows have owners."""
    there = {column.name for column in rows.columns}
    fixed: Row = {
        write.column: write.value.value
        for write in race.write.writes
        if write.value.kind == "constant" and write.column in there and write.value.value is not None
    }
    owner = rows.owner_column()
    if owner and actor != "anonymous":
        fixed[owner] = rows.person(actor, owner)
    return rows.body(**fixed)


def _looked_for(race: Race, body: Row) -> Row:
    """What the two rows have in common for the page: all that it writes which the look could tell apart."""
    assert race.read is not None
    asked = {item.column for item in race.read.filters}
    written = {write.column for write in race.write.writes if write.value.kind != "constant"}
    return {name: body[name] for name in body if name in asked | written and _plain(body[name])}


def _plain(value: Any) -> bool:
    return not isinstance(value, dict | list)


def _met(experiment: Experiment, rows: ProjectRows, body: Row, alike: Row, actor: str) -> Reproduction | str:
    """The two looks, the two clicks, and the rows; in words why this actor shows nothing."""
    api, who = ProjectApi(experiment), called(actor)
    if not alike or rows.find(alike):
        return f"what the page looks for in {rows.table} cannot be told"

    def look(tab: str) -> Response:
        return api.send(
            actor, "GET", rows_path(rows.table, alike), says=f"{who} looks, in the {tab} tab", kind="arrange"
        )

    def add(tab: str) -> Response:
        says = f"having found none, the {tab} tab adds the row"
        return api.send(actor, "POST", rows_path(rows.table), says=says, json=body, headers=_QUIET)

    if look("first").json() != [] or look("second").json() != []:
        return f"{who} may not look into {rows.table}"
    first, second = add("first"), add("second")
    kept = len(rows.find(alike))
    experiment.note("observe", f"rows of {rows.table} that are alike", shows=str(kept))
    shown = ", ".join(alike)
    if kept >= 2:
        return experiment.proven(
            f"{who} looked twice, found none, and both clicks were taken: {kept} rows of {rows.table} with the same {shown}"
        )
    if kept == 1 and first.ok and second.status == _TAKEN:
        return experiment.cleared(
            f"the database takes one row of {rows.table} with the same {shown}: {second.status}"
        )
    return f"{rows.table} takes no such row of {who}: {first.status} {said(first)[:80]}"
