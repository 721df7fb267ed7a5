"""Sends rows to a table of a Supabase project from one address, as fast as a script does, and counts those that stay."""

from __future__ import annotations

from typing import Any

from roadworthy.app import App
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.pasted import looped
from roadworthy.proof.project_api import ANONYMOUS, ProjectApi, curl, rows_path
from roadworthy.proof.project_rows import ProjectRows, Row
from roadworthy.trial import Trial

# More than anybody fills in by hand, little enough to do no harm.
_MANY = 100
_QUIET = {"Prefer": "return=minimal"}
_TOO_MANY = 429
_REFUSED = 400
# A check, or a key that is taken.
_FOR_CONTENT = (400, 409)
# So many, and among the last of them at least every second, are no number that anybody set.
_ENOUGH, _LATE = 50, 20
_TEXT = ("text", "character varying", "citext")


def prove_table(experiment: Experiment, table: str, trial: Trial, app: App) -> Reproduction:
    """One sound row first; then a hundred more without a pause."""
    rows, api = ProjectRows(app, trial, table), ProjectApi(experiment)
    body = rows.body()
    if body is None:
        return experiment.untestable(f"no row of {table} can be made: {rows.why}")
    before = len(rows.find({}))
    api.send(
        ANONYMOUS,
        "POST",
        rows_path(table),
        says="somebody without an account adds a row",
        json=body,
        headers=_QUIET,
    )
    if len(rows.find({})) == before:
        return experiment.untestable(
            f"a single row of somebody without an account is not taken by {table} either"
        )
    bodies = rows.bodies(_MANY)
    kept, statuses = _burst(api, rows, _counted(rows, bodies))
    if kept == 0 and _TOO_MANY not in statuses:
        # A rule for what its texts look like may want them as they were.
        kept, statuses = _burst(api, rows, bodies)
    told = _told(statuses)
    if kept == len(bodies) == _MANY:
        return experiment.proven(
            f"somebody without an account added {kept} rows to {table} without being held back"
        )
    if _TOO_MANY in statuses and kept < len(bodies):
        return experiment.cleared(f"of {len(bodies)} rows {kept} were taken, the others were held back")
    if kept >= _ENOUGH and _not_for_their_number(statuses):
        return experiment.proven(
            f"somebody without an account added {kept} rows to {table} out of {len(bodies)} ({told}): what was refused was refused "
            "for what it held, and rows were still taken at the end"
        )
    return experiment.untestable(
        f"of {len(bodies)} different rows {kept} were taken ({told}): what held the others back is not told"
    )


def _not_for_their_number(statuses: list[int]) -> bool:
    """Whether nothing counts the rows: what counts refuses all that come late, and says that they are too many or not allowed."""
    refused = {status for status in statuses if status >= _REFUSED}
    late = statuses[-_LATE:]
    return refused <= set(_FOR_CONTENT) and 2 * len([one for one in late if one < _REFUSED]) >= len(late)


def _burst(api: ProjectApi, rows: ProjectRows, bodies: list[Row]) -> tuple[int, list[int]]:
    """How many of the rows stay, and how each was answered."""
    path, before = rows_path(rows.table), len(rows.find({}))
    statuses = [api.quietly(ANONYMOUS, "POST", path, one, _QUIET).status for one in bodies]
    kept = len(rows.find({})) - before
    lines = [curl(ANONYMOUS, "POST", path, one, _QUIET) for one in bodies]
    if lines:
        api.experiment.note(
            "act", f"the same address adds {len(bodies)} more", looped(lines), _told(statuses)
        )
    api.experiment.note("observe", f"rows in {rows.table} more than before", shows=str(kept))
    return kept, statuses


def _told(statuses: list[int]) -> str:
    return ", ".join(f"{statuses.count(status)} times {status}" for status in sorted(set(statuses)))


def _counted(rows: ProjectRows, bodies: list[Row]) -> list[Row]:
    """Rows that are like the first one but for what a key may want different, and a number in their texts: a loop adds them."""
    known = rows.app.table(rows.table)
    columns = known.columns if known is not None else ()
    bound = {column.name for column in columns if column.references is not None or column.values}
    keys = {column.name for column in columns if column.primary or column.unique}
    keys |= {
        name
        for index in (known.indexes if known is not None else ())
        if index.unique
        for name in index.columns
    }
    texts = {column.name for column in rows.columns if column.type.startswith(_TEXT)} - bound

    differs = bodies[-1] if bodies else {}

    def value(name: str, number: int) -> Any:
        first, own = bodies[0].get(name), bodies[number].get(name)
        if name in texts and first != differs.get(name):
            return f"{number + 1}-{first}"
        return own if name in keys else first

    return [{name: value(name, number) for name in bodies[0]} for number in range(len(bodies))]
