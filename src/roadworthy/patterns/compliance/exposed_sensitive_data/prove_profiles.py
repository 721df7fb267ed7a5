"""Asks for a person's row of a hosted database as somebody without an account."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.project_api import ANONYMOUS, ProjectApi, called, rows_path
from roadworthy.proof.project_rows import ProjectRows
from roadworthy.views.people.people import privileged

_SUBJECT = "table "


def prove_profiles(experiment: Experiment, app: App, subject: str) -> Reproduction:
    """Alice's row, by its key: she is given it, and everybody else nothing that says what she may do."""
    rows = ProjectRows(app, experiment.trial, subject.removeprefix(_SUBJECT))
    row = rows.of("alice") if rows.owner_column() else None
    if row is None:
        return experiment.untestable(f"alice's row of {rows.table} is not known")
    api, path = ProjectApi(experiment), rows_path(rows.table, rows.where(row), "*")
    own = api.send(
        "alice", "GET", path, says=f"alice asks for her row of {rows.table}", kind="arrange"
    ).json()
    if not own:
        return experiment.untestable(f"alice is not given her own row of {rows.table}")
    answer = api.send(ANONYMOUS, "GET", path, says=f"{called(ANONYMOUS)} asks for it")
    found = answer.json()
    given = found[0] if answer.ok and isinstance(found, list) and found else {}
    telling = [f"{name} = {given[name]}" for name in given if privileged(name)]
    if telling:
        return experiment.proven(
            f"{called(ANONYMOUS)} was given alice's row of {rows.table}: {', '.join(telling[:3])}"
        )
    return experiment.cleared(f"{called(ANONYMOUS)} was told nothing of what alice may do")
