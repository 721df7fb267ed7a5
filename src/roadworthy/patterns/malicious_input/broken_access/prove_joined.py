"""Shows somebody putting a row of their own under a row above that is kept back from them."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.patterns.malicious_input.broken_access.finding import DatabaseGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.project_api import SERVER, ProjectApi, called, rows_path
from roadworthy.proof.project_rows import ProjectRows, Row
from roadworthy.trial import Trial

_QUIET = {"Prefer": "return=minimal"}


def prove_joined(found: DatabaseGap, trial: Trial, app: App) -> Reproduction:
    """Alice has a row above that bob cannot read. He adds a row of his under it; where such rows open it, he reads it then."""
    assert found.table is not None and found.joined is not None
    joined, rows = found.joined, ProjectRows(app, trial, found.table.name)
    above = ProjectRows(app, trial, joined.parent)
    experiment = Experiment(trial, f"bob cannot put a row of {rows.table} under alice's row of {above.table}")
    hers, owner = above.of("alice"), rows.owner_column()
    if hers is None or not owner or owner == joined.column:
        return experiment.untestable(f"no row of {above.table} can be made for alice: {above.why}")
    experiment.note("arrange", f"alice has a row of {above.table}", shows=str(above.where(hers)))
    api = ProjectApi(experiment)
    if _sees(api, above, hers):
        return experiment.untestable(f"bob reads alice's row of {above.table}: it is for him, too")
    fixed = {joined.column: hers[above.key[0]], owner: rows.person("bob", owner)}
    if _put(api, rows, fixed, "bob"):
        told = f"bob put a row of {rows.table} under alice's row of {above.table}"
        opened = bool(joined.opens) and _sees(api, above, hers)
        return experiment.proven(f"{told}, which he reads now" if opened else told)
    if not _put(api, rows, fixed, SERVER):
        return experiment.untestable("the app's own server cannot add such a row either")
    return experiment.cleared(f"nothing of bob's came under alice's row of {above.table}")


def _sees(api: ProjectApi, above: ProjectRows, row: Row) -> bool:
    """Whether bob is answered alice's row above."""
    says = f"bob asks for alice's row of {above.table}"
    answer = api.send("bob", "GET", rows_path(above.table, above.where(row)), says=says, kind="observe")
    return answer.ok and bool(answer.json())


def _put(api: ProjectApi, rows: ProjectRows, fixed: Row, actor: str) -> bool:
    """Whether a row comes to be where it is to go."""
    before = len(rows.find(fixed))
    says = f"{called(actor)} adds a row there"
    body = rows.body(**fixed)
    api.send(actor, "POST", rows_path(rows.table), says=says, json=body, headers=_QUIET)
    after = len(rows.find(fixed))
    api.experiment.note("observe", "bob's rows there", shows=f"{before} before, {after} after")
    return after > before
