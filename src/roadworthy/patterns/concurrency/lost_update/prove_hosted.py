"""Two visitors of a page that asks a hosted database itself: both look before either writes, with the page's own kind of requests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec

from roadworthy.app import App
from roadworthy.patterns.concurrency.lost_update.finding import ABSENT, LostUpdate, Race
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.page_text import said
from roadworthy.proof.project_api import ProjectApi, called, rows_path
from roadworthy.proof.project_rows import ProjectRows, Row
from roadworthy.trial import Response, Trial

_WHO = ("alice", "admin", "anonymous")
_QUIET = {"Prefer": "return=minimal"}
# A unique key or an exclusion constraint, as PostgREST tells them.
_TAKEN = (400, 409)
_RANGES = ("<", "<=", ">", ">=")
_QUARTER = timedelta(minutes=15)


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
        outcome = _met(experiment, rows, body, race, actor)
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


def _met(experiment: Experiment, rows: ProjectRows, body: Row, race: Race, actor: str) -> Reproduction | str:
    """The two looks, the two clicks, and the rows; in words why this actor shows nothing."""
    api, who, alike = ProjectApi(experiment), called(actor), _looked_for(race, body)
    if not alike:
        return f"what the page looks for in {rows.table} cannot be told"

    def look(tab: str) -> Response:
        says = f"{who} looks, in the {tab} tab"
        return api.send(actor, "GET", rows_path(rows.table, alike), says=says, kind="arrange")

    def add(tab: str, sent: Row) -> Response:
        before = rows.database.count(rows.table)
        says = f"having found none, the {tab} tab adds the row"
        answer = api.send(actor, "POST", rows_path(rows.table), says=says, json=sent, headers=_QUIET)
        kept = rows.database.count(rows.table) - before
        experiment.note("observe", f"new rows of {rows.table}", shows=str(kept))
        return answer if kept else msgspec.structs.replace(answer, accepted=False)

    if look("first").json() != [] or look("second").json() != []:
        return f"{who} may not look into {rows.table}"
    first, second = add("first", body), add("second", body)
    shown, later = ", ".join(alike), _later(race, body)
    if first.ok and not second.ok and later is not None:
        # A key keeps the very same moment apart, and not what begins while the other goes on.
        second, shown = add("second", later), f"{shown}, a quarter of an hour apart,"
    if first.ok and second.ok:
        return experiment.proven(
            f"{who} looked twice, found none, and both clicks were taken: two rows of {rows.table} with the same {shown}"
        )
    if first.ok and second.status in _TAKEN:
        return experiment.cleared(
            f"the database takes one row of {rows.table} with the same {shown}: {second.status} {said(second)[:80]}"
        )
    return f"{rows.table} takes no such row of {who}: {first.status} {said(first)[:80]}"


def _later(race: Race, body: Row) -> Row | None:
    """The row a quarter of an hour later, where the look is for what goes on at a time; None where it is not, or the row lasts no longer."""
    assert race.read is not None
    names = {item.column for item in race.read.filters if item.operator in _RANGES}
    moments = [name for name in names if isinstance(body.get(name), datetime)]
    lasts = max((body[name] for name in moments), default=None)
    begins = min((body[name] for name in moments), default=None)
    if lasts is None or begins is None or lasts - begins <= _QUARTER:
        return None
    return {**body, **{name: body[name] + _QUARTER for name in moments}}
