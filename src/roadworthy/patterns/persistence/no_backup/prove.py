"""The project's own backup is run, and its copy is brought back beside the original."""

from __future__ import annotations

import shlex

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.errors import TrialUnavailable
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import database_of
from roadworthy.proof.own_copies import Copy, make_copy
from roadworthy.proof.own_recovery import Procedure, run_lines, saving
from roadworthy.proof.rows_by_table import Rows, fill_tables, rows_of
from roadworthy.trial import Trial
from roadworthy.views.operations.backups import backup_place, scheduled_backup

_BESIDE = "roadworthy_copy"
_SECONDS = 90.0
# Custom, tar and directory formats of pg_dump are told by pg_restore itself; what it refuses is SQL, packed or not.
_BRING_BACK = """if pg_restore --list {copy} > /dev/null 2>&1; then pg_restore --no-owner -d {beside} {copy}
elif gzip -t {copy} 2> /dev/null; then gunzip -c {copy} | (pg_restore --no-owner -d {beside} 2> /dev/null || gunzip -c {copy} | psql -q -d {beside})
else psql -q -d {beside} -f {copy}; fi"""


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Proven when a copy that was made without an error lacks rows; cleared when it has every row and something makes such
    copies by itself. Where nothing makes a copy there is nothing to run."""
    experiment = Experiment(trial, "The project's backup makes a copy with every row")
    procedure = saving(app)
    if procedure is None:
        place = backup_place(app)
        has = (
            f"{place} is about backups, and no command of it was found that a trial can run"
            if place
            else "the project has nothing that makes a copy, so nothing could be run"
        )
        return experiment.untestable(f"{has}; copies that a provider may keep were not seen")
    database = database_of(trial)
    if database.kind != "postgres":
        raise TrialUnavailable(f"a copy of {database.kind} is not looked into")
    trial.stop()
    try:
        database.bare()
        return _copied(experiment, app, procedure)
    finally:
        trial.reset()


def _copied(experiment: Experiment, app: App, procedure: Procedure) -> Reproduction:
    database = database_of(experiment.trial)
    fill_tables(database)
    before = rows_of(database)
    if not before.number:
        return experiment.untestable("no rows could be put into the database")
    experiment.note("arrange", f"{before.number} rows", shows=f"checksum {before.checksum}")
    copy = make_copy(experiment, procedure)
    after = _brought_back(experiment, copy, before)
    if not after.tables:
        # Rows without their tables: what makes those first is not run here.
        return experiment.untestable(f"the copy of {procedure.place} makes no table by itself")
    experiment.note("observe", "rows by table, here and in the copy", shows=before.beside(after))
    experiment.measure("rows in the copy", before.back(after), "rows")
    if before.same(after):
        return _good(experiment, app, before, procedure)
    if before.back(after) >= before.number:
        return experiment.untestable(
            f"the copy of {procedure.place} has every row, some of them with other values"
        )
    return experiment.proven(
        f"{procedure.place} ended without an error, and its copy brought back {before.back(after)} of {before.number} rows"
    )


def _brought_back(experiment: Experiment, copy: Copy, before: Rows) -> Rows:
    database = database_of(experiment.trial)
    made = Procedure(_BESIDE, (f"createdb {_BESIDE}",))
    code, _, last = run_lines(experiment.trial, made, _SECONDS)
    if code != 0:
        raise TrialUnavailable(f"no second database could be made: {last}")
    line = _BRING_BACK.format(copy=shlex.quote(copy.path), beside=_BESIDE)
    code, _, last = run_lines(experiment.trial, Procedure(_BESIDE, (line,)), _SECONDS)
    experiment.note("act", "bring the copy back beside the original", line, f"exit code {code} {last}")
    found = rows_of(database, before, _BESIDE)
    if code != 0 and not before.same(found):
        raise TrialUnavailable(f"the copy could not be brought back here: {last}")
    return found


def _good(experiment: Experiment, app: App, before: Rows, procedure: Procedure) -> Reproduction:
    schedule = scheduled_backup(app)
    said = f"the copy of {procedure.place} brought back all {before.number} rows, with the same checksum"
    if schedule is None:
        return experiment.untestable(f"{said}; that nothing makes one by itself is nothing a trial shows")
    return experiment.cleared(
        f"{said[0].upper()}{said[1:]}; {schedule.location} makes one ({schedule.every})"
    )
