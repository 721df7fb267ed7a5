"""Somebody signs up at the project's own door and says in the metadata which role they have."""

from __future__ import annotations

from typing import Any

from roadworthy.app import App
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import database_of
from roadworthy.proof.project_api import ANONYMOUS, ProjectApi
from roadworthy.trial import Trial

# What apps call those who may do more, the most first.
_HIGHEST = ("superadmin", "super_admin", "admin", "administrator", "owner", "staff", "moderator", "manager")
_PASSWORD = "Rw-Sign-Up-4711!"


def prove_sign_up_role(trial: Trial, app: App, found: OpenGap) -> Reproduction:
    """What counts is the row that the trigger makes for the new account."""
    experiment = Experiment(trial, "A new account has the least role, whatever it says of itself")
    if trial.supabase is None or found.table not in database_of(trial).tables():
        return experiment.untestable(f"the running database has no table {found.table}")
    words = [str(one) for one in found.words]
    word = next((one for one in _HIGHEST if one in words or not words), "")
    if not word:
        return experiment.untestable("which role is an administrator's cannot be told")
    before = _held(trial, found)
    mail = "rw-signs-up@example.com"
    answer = ProjectApi(experiment).send(
        ANONYMOUS,
        "POST",
        "/auth/v1/signup",
        says=f"somebody signs up and says that their {found.path} is {word}",
        json={"email": mail, "password": _PASSWORD, "data": {found.path: word}},
    )
    new = _held(trial, found)
    for one in before:
        new.remove(one)
    experiment.note(
        "observe", f"{found.table}.{found.column} of the new account", shows=", ".join(map(str, new))
    )
    if word in map(str, new):
        return experiment.proven(
            f"a new account said that its {found.path} is {word}, and {found.table}.{found.column} is"
        )
    if answer.ok and new:
        return experiment.cleared(f"a new account said that its {found.path} is {word}, and got {new[0]}")
    return experiment.untestable(f"the sign-up, answered {answer.status}, left no row in {found.table}")


def _held(trial: Trial, found: OpenGap) -> list[Any]:
    database = database_of(trial)
    sql = f'select "{found.column}" as held from {database.quoted(found.table)}'
    return [row["held"] for row in database.query(sql)]
