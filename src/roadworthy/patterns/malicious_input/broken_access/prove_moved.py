"""Shows the author of a row moving it under a row above that is somebody else's."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.patterns.malicious_input.broken_access.finding import DatabaseGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.project_api import SERVER, ProjectApi, called, rows_path
from roadworthy.proof.project_rows import ProjectRows, Row
from roadworthy.trial import Trial
from roadworthy.views.people.moved_rows import Moved

_QUIET = {"Prefer": "return=minimal"}


def prove_moved(found: DatabaseGap, trial: Trial, app: App) -> Reproduction:
    """Alice has a row under a row above of hers, and names bob's instead, at which she cannot get."""
    assert found.table is not None and found.moved is not None
    moved, rows = found.moved, ProjectRows(app, trial, found.table.name)
    experiment = Experiment(
        trial, f"alice cannot move her row of {rows.table} under bob's row of {moved.parent}"
    )
    hers, his = (_above(moved, trial, app, name) for name in ("alice", "bob"))
    owner = rows.owner_column()
    if hers is None or his is None or not owner:
        return experiment.untestable(f"no row of {moved.parent} can be made for each of the two")
    row = rows.new(**{owner: rows.person("alice", owner), moved.column: hers[moved.column]})
    if row is None:
        return experiment.untestable(f"no row of {rows.table} can be made: {rows.why}")
    experiment.note("arrange", f"alice has a row of {rows.table}", shows=str(rows.where(row)))
    api = ProjectApi(experiment)
    if _put(api, rows, moved.column, {**row, **his}, "alice"):
        return experiment.untestable(f"alice may add rows under bob's row of {moved.parent}: it is hers, too")
    if _move(api, rows, row, his, "alice"):
        return experiment.proven(f"alice moved her row of {rows.table} under bob's row of {moved.parent}")
    if not _move(api, rows, row, his, SERVER):
        return experiment.untestable("the app's own server cannot move it either")
    return experiment.cleared(f"alice's row of {rows.table} stayed where it was")


def _above(moved: Moved, trial: Trial, app: App, name: str) -> Row | None:
    """What names a row above that belongs to a person, or of which they are a member."""
    above = ProjectRows(app, trial, moved.parent)
    if moved.through == moved.parent:
        row = above.of(name)
        return {moved.column: row[above.key[0]]} if row is not None else None
    row, members = above.new(), ProjectRows(app, trial, moved.through)
    known, person = app.table(moved.through), members.owner_column()
    link = (
        next((c.name for c in known.columns if c.references and c.references.table == moved.parent), "")
        if known
        else ""
    )
    if row is None or not link or not person:
        return None
    joined = members.new(**{link: row[above.key[0]], person: members.person(name, person)})
    return {moved.column: row[above.key[0]]} if joined is not None else None


def _put(api: ProjectApi, rows: ProjectRows, column: str, like: Row, actor: str) -> bool:
    """Whether a new row can be added where the other is to go: what is refused there is refused for the place."""
    owner = rows.owner_column()
    fixed = {column: like[column], owner: like[owner]}
    body = rows.body(**fixed)
    before = len(rows.find(fixed))
    says = f"{called(actor)} adds a row there"
    api.send(actor, "POST", rows_path(rows.table), says=says, json=body, headers=_QUIET)
    after = len(rows.find(fixed))
    api.experiment.note("observe", "her rows there", shows=f"{before} before, {after} after")
    return after > before


def _move(api: ProjectApi, rows: ProjectRows, row: Row, to: Row, actor: str) -> bool:
    path = rows_path(rows.table, rows.where(row))
    api.send(actor, "PATCH", path, says=f"{called(actor)} moves it", json=to, headers=_QUIET)
    after = rows.stored(row)
    api.experiment.note("observe", "where it is afterwards", shows=str(after and {n: after[n] for n in to}))
    return after is not None and all(str(after[name]) == str(value) for name, value in to.items())
