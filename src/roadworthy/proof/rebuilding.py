"""Making an app's database anew, as on a new machine: its schema, and the rows that it is delivered with."""

from __future__ import annotations

import shlex

from roadworthy.errors import AppError
from roadworthy.proof.experiment import Experiment
from roadworthy.trial.postgres import APP_DATABASE, APP_ROLE

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
