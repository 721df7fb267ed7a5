"""Making an app's database anew, as on a new machine: its schema, and the rows that it is delivered with."""

from __future__ import annotations

import os
import shlex

from roadworthy.app import App
from roadworthy.errors import AppError
from roadworthy.proof.experiment import Experiment
from roadworthy.trial.postgres import APP_DATABASE, APP_ROLE
from roadworthy.trial.sqlite_database import SqliteDatabase

_SCHEMA_SECONDS = 90.0
_SEED_SECONDS = 45.0


def rebuild_schema(experiment: Experiment) -> str:
    """Runs what makes the tables; the last words of a command that failed, '' when all worked or there is none."""
    plan = experiment.trial.plan
    server = f"postgresql://{APP_ROLE}:app@127.0.0.1:5432/{APP_DATABASE}"
    files = [f"psql -q {server} -f {shlex.quote(file)}" for file in plan.schema_files]
    for command in (*plan.schema, *files):
        failed = _run(experiment, command, "make the tables", _SCHEMA_SECONDS)
        if failed:
            return failed
    return ""


def put_back_file(experiment: Experiment, app: App) -> str:
    """An SQLite file that lies in the repository comes back with it; the command for that, '' where there is none."""
    database = experiment.trial.database
    if not isinstance(database, SqliteDatabase):
        return ""
    path = database.file.resolve().relative_to(experiment.trial.file("."))
    kept = app.root / path
    if not kept.is_file() or kept.is_symlink():
        return ""
    target = experiment.trial.file(str(path))
    target.write_bytes(kept.read_bytes())
    owner = target.parent.stat()
    os.chown(target, owner.st_uid, owner.st_gid, follow_symlinks=False)
    command = f"git checkout -- {shlex.quote(str(path))}"
    experiment.note("act", "the file as the repository has it", command)
    return command


def run_seed(experiment: Experiment, own: str) -> str:
    """Runs what puts the first rows in; `own` is how the project calls it. As `rebuild_schema`."""
    commands = experiment.trial.plan.seed or ((own,) if own else ())
    return next(
        (failed for one in commands if (failed := _run(experiment, one, "the seed", _SEED_SECONDS))), ""
    )


def _run(experiment: Experiment, command: str, says: str, seconds: float) -> str:
    try:
        code, output = experiment.trial.run(command, seconds)
    except AppError as error:
        experiment.note("act", says, command, str(error))
        return str(error)
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    last = lines[-1][:160] if lines else ""
    experiment.note("act", says, command[:200], f"exit code {code} {last}")
    return "" if code == 0 else last or f"exit code {code}"
