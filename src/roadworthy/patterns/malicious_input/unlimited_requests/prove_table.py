"""Sends rows to a table of a Supabase project from one address, as fast as a script does, and counts those that stay."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.project_api import ANONYMOUS, ProjectApi, curl, rows_path
from roadworthy.proof.project_rows import ProjectRows
from roadworthy.trial import Trial

# More than anybody fills in by hand, little enough to do no harm.
_MANY = 100
_QUIET = {"Prefer": "return=minimal"}


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
    before = len(rows.find({}))
    statuses = [api.quietly(ANONYMOUS, "POST", rows_path(table), one, _QUIET).status for one in bodies]
    kept = len(rows.find({})) - before
    told = ", ".join(f"{statuses.count(status)} times {status}" for status in sorted(set(statuses)))
    line = curl(ANONYMOUS, "POST", rows_path(table), bodies[0], _QUIET)
    experiment.note(
        "act",
        f"the same address adds {len(bodies)} more",
        f"for i in $(seq {len(bodies)}); do {line}; done",
        told,
    )
    experiment.note("observe", f"rows in {table} more than before", shows=str(kept))
    if kept == len(bodies) == _MANY:
        return experiment.proven(
            f"somebody without an account added {kept} rows to {table} without being held back"
        )
    if any(status == 429 for status in statuses) and kept < len(bodies):
        return experiment.cleared(f"of {len(bodies)} rows {kept} were taken, the others were held back")
    return experiment.untestable(
        f"of {len(bodies)} different rows {kept} were taken ({told}): what held the others back is not told"
    )
