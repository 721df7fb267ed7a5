"""A timed drill: the database is lost, and everything that the project has for bringing it back is run."""

from __future__ import annotations

import time

from msgspec import Struct

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.errors import AppError
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import database_of
from roadworthy.proof.own_commands import own_commands
from roadworthy.proof.own_copies import Copy, make_copy
from roadworthy.proof.own_recovery import Procedure, restoring, run_lines, saving
from roadworthy.proof.rebuilding import put_back_file, rebuild_schema, run_seed
from roadworthy.proof.rows_by_table import Rows, fill_tables, rows_of
from roadworthy.trial import Trial
from roadworthy.trial.postgres import APP_ROLE
from roadworthy.views.operations.backups import (
    backup_place,
    recovery_sections,
    saving_store,
    scheduled_backup,
)

_RESTORE_SECONDS = 90.0
# Some apps put their first rows in after they began to answer.
_SETTLES_SECONDS, _READS = 1.0, 4
_OUTSIDE = "copies kept outside the repository, at a provider for example, were not seen"


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Proven when rows are missing after all of it, cleared when every row is there again."""
    experiment = Experiment(trial, "After the database is lost, everything that was in it comes back")
    database = database_of(trial)
    reason = _of_others(app, trial)
    if reason:
        return experiment.untestable(reason)
    trial.stop()
    try:
        database.bare()
        return _drill(experiment, app)
    finally:
        trial.reset()


def _of_others(app: App, trial: Trial) -> str:
    """Why what brings the data back is nothing that a trial can run; '' where it may be."""
    if trial.supabase is not None and saving(app) is None:
        return (
            "the database of a Supabase project is brought back by its provider, which a trial does not have"
        )
    store = saving_store(app)
    if store is not None:
        return f"{store.provider} keeps the copies of {store.name} ({store.location}): a trial does not have that provider"
    if saving(app) is not None:
        return ""
    schedule = scheduled_backup(app)
    if schedule is not None:
        return (
            f"what makes the copies ({schedule.location}) runs beside the app, and a trial does not have it"
        )
    plan = recovery_sections(app)
    if plan:
        return f"{plan[0].location} brings back a copy that nothing in the repository makes"
    place = backup_place(app)
    return f"{place} is about backups, and no command of it was found that a trial can run" if place else ""


def _drill(experiment: Experiment, app: App) -> Reproduction:
    database = database_of(experiment.trial)
    fill_tables(database)
    before = rows_of(database)
    if not before.number:
        return experiment.untestable("no rows could be put into the database")
    tables = sum(1 for marks in before.tables.values() if marks.number)
    experiment.note(
        "arrange",
        f"{before.number} rows in {tables} tables, the trial's people among them",
        shows=f"checksum {before.checksum}",
    )
    experiment.measure("rows before", before.number, "rows")
    procedure = saving(app)
    if procedure is None:
        return _rebuilt(experiment, app, before)
    copy = make_copy(experiment, procedure)
    back = restoring(app, copy.path)
    if back is None:
        return experiment.untestable(
            f"{procedure.place} makes a copy, and no command of the project was found that brings it back in a trial"
        )
    if back.needs:
        return experiment.untestable(f"{back.place} needs {back.needs}, which a trial does not have")
    return _restored(experiment, app, before, Way(procedure, copy, back))


def _lose(experiment: Experiment) -> float:
    """Destroys the database; when that was, in monotonic seconds."""
    database_of(experiment.trial).destroy()
    experiment.note("act", "destroy the database: an empty one is in its place")
    return time.monotonic()


# --- nothing brings it back --------------------------------------------------------------------------


def _rebuilt(experiment: Experiment, app: App, before: Rows) -> Reproduction:
    """As on a new machine: schema, seed, start."""
    own = own_commands(app)
    lost = _lose(experiment)
    file = put_back_file(experiment, app)
    failed = rebuild_schema(experiment) or run_seed(experiment, own.seed)
    try:
        experiment.trial.start()
    except AppError as error:
        experiment.note("act", "start the app", own.start, str(error))
        return experiment.untestable(f"the database could not be rebuilt here: {failed or error}")
    seconds = time.monotonic() - lost
    experiment.note("act", "start the app", own.start, f"answers {seconds:.1f} s after the loss")
    after = _settled(experiment, before)
    back = before.back(after)
    _observe(experiment, before, after)
    experiment.measure("time until the app answered again", round(seconds, 1), "s")
    if back >= before.number:
        return experiment.cleared(f"All {before.number} rows were back {seconds:.1f} s after the loss")
    plan = experiment.trial.plan
    schema = own.schema or ("its tables" if plan.schema or plan.schema_files else "")
    has = ", ".join(line for line in (file, schema, own.seed, own.start) if line) or "its start"
    return experiment.proven(
        f"Destroyed and rebuilt with everything the project has ({has}), {back} of {before.number} rows were back; {_OUTSIDE}"
    )


def _settled(experiment: Experiment, before: Rows) -> Rows:
    """The rows once two looks in a row see as many."""
    database = database_of(experiment.trial)
    seen = rows_of(database, before)
    for _ in range(_READS):
        time.sleep(_SETTLES_SECONDS)
        now = rows_of(database, before)
        if now.number == seen.number:
            return now
        seen = now
    return seen


def _observe(experiment: Experiment, before: Rows, after: Rows) -> None:
    experiment.note(
        "observe", "rows by table, before and after", "select count(*) from …", before.beside(after)
    )
    experiment.measure("rows back", before.back(after), "rows")


# --- the project's own way back ----------------------------------------------------------------------


class Way(Struct, frozen=True):
    """How the project saves, what that made, and how the project brings it back."""

    saves: Procedure
    copy: Copy
    restores: Procedure


class Found(Struct, frozen=True):
    """Where the rows came back: in the database `name`, '' for the app's own."""

    name: str
    rows: Rows


def _restored(experiment: Experiment, app: App, before: Rows, way: Way) -> Reproduction:
    """Into the empty database, as most pages tell; where that fails, with the tables made first."""
    said = ""
    for with_schema in (False, True):
        lost = _lose(experiment)
        if with_schema:
            rebuild_schema(experiment)
        code, _, last = run_lines(experiment.trial, way.restores, _RESTORE_SECONDS)
        line = " && ".join(way.restores.lines)
        experiment.note("act", f"{way.restores.place}: the project's way back", line, f"exit {code} {last}")
        found = _best(experiment, before)
        if before.same(found.rows):
            return _back(experiment, before, found, way, lost)
        if code == 0 and experiment.trial.supabase is not None and not found.rows.tables:
            return experiment.untestable(
                f"{way.saves.place} saves rows alone: what makes their tables in a new project is not run here"
            )
        if code == 0:
            return _incomplete(experiment, before, found.rows, way)
        said = said or f"{way.restores.place} ended with {code} here: {last}"
    return experiment.untestable(said)


def _incomplete(experiment: Experiment, before: Rows, after: Rows, way: Way) -> Reproduction:
    _observe(experiment, before, after)
    back = before.back(after)
    return experiment.proven(
        f"{way.saves.place} and {way.restores.place} ran without an error, and {back} of {before.number} rows were back"
        + ("" if back < before.number else ", some of them with other values")
    )


def _best(experiment: Experiment, before: Rows) -> Found:
    """Pages restore beside the original as often as over it."""
    database = database_of(experiment.trial)
    found = [Found(name, rows_of(database, before, name)) for name in ("", *database.others())]
    return max(found, key=lambda one: before.back(one.rows))


def _back(experiment: Experiment, before: Rows, found: Found, way: Way, lost: float) -> Reproduction:
    trial, age = experiment.trial, lost - way.copy.made
    _observe(experiment, before, found.rows)
    address = f"{trial.plan.database_scheme}://{APP_ROLE}:app@127.0.0.1:5432/{found.name}"
    trial.start({trial.plan.database_url_name: address} if found.name else None)
    seconds = time.monotonic() - lost
    experiment.note("observe", "start the app", shows=f"it answers {seconds:.1f} s after the loss")
    experiment.measure("time until the app answered again", round(seconds, 1), "s")
    experiment.measure("age of the copy", round(age, 1), "s")
    return experiment.cleared(
        f"All {before.number} rows were back, with the same checksum, and the app answered {seconds:.1f} s after the loss "
        f"(recovery time), from a copy {age:.1f} s old ({way.saves.place}, {way.restores.place})"
    )
