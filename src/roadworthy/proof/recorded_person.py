"""A person of whom an app without accounts keeps records: a customer, a patient, whom the people who use it know."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from roadworthy.app import App
from roadworthy.errors import TrialUnavailable
from roadworthy.proof.arrangement import Arrangement
from roadworthy.proof.routes import without_accounts
from roadworthy.trial import Trial
from roadworthy.views.people.people import users_table


@contextmanager
def recorded_person(app: App, trial: Trial) -> Iterator[bool]:
    """Inside, alice is somebody of whom there is a row, and what she asks for anybody may ask for; whether it had to be so:
    where people sign in she is one of them. Raises TrialUnavailable when no row can be made."""
    if not without_accounts(trial):
        yield False
        return
    people = users_table(app)
    row = Arrangement(app, trial).row(people.name) if people is not None else None
    if row is None:
        raise TrialUnavailable("nobody of whom the app keeps records could be made up")
    anybody = trial.actors["anonymous"]
    trial.actors["alice"] = msgspec.structs.replace(copy.deepcopy(anybody), name="alice", identity=row)
    try:
        yield True
    finally:
        del trial.actors["alice"]
