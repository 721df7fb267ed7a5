"""Starts the app a few seconds before its database, as happens when a machine starts everything at once."""

from __future__ import annotations

import time

from roadworthy.app import App
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import database_of
from roadworthy.proof.plain_reads import PlainRead, working_read
from roadworthy.proof.valid_request import send_valid

# Longer than a first attempt takes to be refused, shorter than a database takes to start on a busy machine.
_ALONE_SECONDS = 5.0
_BACK_SECONDS = 20.0
_UNKNOWN = (401, 403)


def prove_connection(experiment: Experiment, app: App) -> Reproduction:
    """Proven when the app, once its database is there, does not do what it does after an ordinary start."""
    trial, database = experiment.trial, database_of(experiment.trial)
    if not database.is_server or trial.supabase is not None:
        return experiment.untestable(f"{database.kind} runs inside the app and cannot be late")
    alone = _ALONE_SECONDS + database.clients_wait
    reader = working_read(experiment, app, trial)
    if reader is None:
        return experiment.untestable("no request that reads the database succeeded")
    mark = trial.log_mark()
    trial.stop()
    try:
        database.stop()
        trial.launch()
        _alone(experiment, alone)
    finally:
        database.start()
    experiment.note("act", f"the database is there {alone:.0f} s later")
    try:
        return _judge(experiment, reader, mark)
    finally:
        trial.restart()


def _alone(experiment: Experiment, seconds: float) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends and experiment.trial.alive():
        time.sleep(0.1)
    ended = "" if experiment.trial.alive() else "it ended by itself"
    experiment.note("act", "the app is started while its database is not there yet", shows=ended or "it runs")


def _judge(experiment: Experiment, reader: PlainRead, mark: int) -> Reproduction:
    trial = experiment.trial
    if not trial.alive():
        said = " ".join(trial.log_since(mark).split())
        experiment.note("observe", "the app's last words", shows=said[-200:])
        return experiment.proven(
            "Started before its database, the app ended by itself, and nothing of the project starts it again"
        )
    ends, status = time.monotonic() + _BACK_SECONDS, 0
    while time.monotonic() < ends:
        if trial.answers():
            says = f"{reader.endpoint.subject}, with the database there"
            answer = send_valid(experiment, reader.request, says, "observe")
            status = answer.status
            if answer.ok:
                return experiment.cleared("Started before its database, the app serves once that is there")
            if status in _UNKNOWN:
                return experiment.untestable(
                    "the new start signed everybody out, so that nothing can be asked"
                )
        time.sleep(1.0)
    told = f"answers {reader.endpoint.subject} with {status}" if status else "answers nobody"
    return experiment.proven(
        f"Started before its database, the app {told} {_BACK_SECONDS:.0f} s after that is there"
    )
