"""Shows a stranger reaching rows through the project's own interface, past the app's pages."""

from __future__ import annotations

from typing import Any

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.errors import TrialUnavailable
from roadworthy.patterns.malicious_input.broken_access.finding import DatabaseGap
from roadworthy.patterns.malicious_input.broken_access.prove_decided import prove_decided
from roadworthy.patterns.malicious_input.broken_access.prove_files import prove_files
from roadworthy.patterns.malicious_input.broken_access.prove_joined import prove_joined
from roadworthy.patterns.malicious_input.broken_access.prove_moved import prove_moved
from roadworthy.patterns.malicious_input.broken_access.prove_routine import prove_routine
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.access_matrix import shown_matrix
from roadworthy.proof.project_api import ANONYMOUS, SERVER, ProjectApi, called, rows_path
from roadworthy.proof.project_rows import ProjectRows, Row
from roadworthy.proof.stated_tables import is_laid_out
from roadworthy.trial import Response, Trial
from roadworthy.views.people.row_access import ANONYMOUS as NO_ACCOUNT

_QUIET = {"Prefer": "return=minimal"}
# Values that a stranger changes a column to, by its type; the first that is not there already is taken.
_OTHER: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("bool", (True, False)),
    ("int", (7, 8)),
    ("numeric", (7, 8)),
    ("double", (7, 8)),
    ("timestamp", ("2031-05-06T07:08:09+00:00",)),
    ("date", ("2031-05-06",)),
    ("time", ("11:12:00",)),
    ("json", ({"changed": "by a stranger"},)),
    ("text", ("rw-changed-by-a-stranger",)),
    ("char", ("rw-changed",)),
)


def prove_database(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """By what the database lets through."""
    found: DatabaseGap = gap.details
    if app.database.documents:
        return Experiment(trial, "Documents are their owner's").untestable(
            "a trial has no Firestore whose rules could be asked"
        )
    if found.what == "key":
        return Experiment(trial, "No key of the server is part of a page").untestable(
            "the key that a bundle carries is the developer's own, which a trial does not have"
        )
    if found.table is not None and is_laid_out(trial, found.table.name):
        return Experiment(trial, "Rows are their owner's").untestable(
            f"no SQL file makes {found.table.name}: what its policies let through is not known"
        )
    if found.what == "shadowed":
        return Experiment(trial, "Who belongs to one row above reaches what hangs on that one").untestable(
            f"how somebody comes to have a row in {found.kind} is the app's to say"
        )
    if found.what == "routine":
        return prove_routine(found, trial, app)
    if found.what == "files":
        return prove_files(found, trial, app)
    if found.what == "decide":
        return prove_decided(found, trial, app)
    if found.what == "move":
        return prove_moved(found, trial, app)
    if found.what == "join":
        return prove_joined(found, trial, app)
    if found.what in ("forge", "add"):
        return _add(found, trial, app)
    if found.what == "view":
        return _view(found, trial, app)
    return _reach(found, trial, app)


def stranger_of(found: DatabaseGap) -> str:
    """Who does it: somebody without an account, or Bob, who has signed up."""
    return ANONYMOUS if found.reach is None or found.reach.who == NO_ACCOUNT else "bob"


# --- read, change, delete -----------------------------------------------------------------------------


def _reach(found: DatabaseGap, trial: Trial, app: App) -> Reproduction:
    assert found.table is not None
    stranger = stranger_of(found)
    experiment = Experiment(
        trial, f"{called(stranger)} gets at no row of {found.table.name} that is not theirs"
    )
    rows = ProjectRows(app, trial, found.table.name)
    row = rows.of("alice")
    if row is None:
        return experiment.untestable(f"no row of {rows.table} can be made: {rows.why}")
    row = rows.fill(rows.mark(row), found.columns) if found.what == "read" else rows.mark(row)
    experiment.note("arrange", f"there is {rows.whose()}", shows=_shown(rows, row))
    _matrix(experiment, app, rows.table)
    api = ProjectApi(experiment)
    if found.what == "read":
        return _read(api, rows, row, stranger, found.columns)
    if found.what == "open":
        return _open(api, rows, row, stranger)
    operation = found.reach.operation if found.reach is not None else "update"
    return _delete(api, rows, row, stranger) if operation == "delete" else _update(api, rows, row, stranger)


def _matrix(experiment: Experiment, app: App, table: str) -> None:
    """For whoever reads the reproduction; the outcome rests on the requests."""
    try:
        shown_matrix(experiment, app, table)
    except TrialUnavailable as reason:
        experiment.note("observe", "the table's matrix of rights could not be drawn", shows=str(reason))


def _open(api: ProjectApi, rows: ProjectRows, row: Row, stranger: str) -> Reproduction:
    """Read first, then changed, then deleted: what of it happens is told."""
    done = []
    if _tells(_ask(api, rows, row, stranger), row):
        done.append("read")
    if _change(api, rows, row, stranger):
        done.append("changed")
    api.send(
        stranger, "DELETE", rows_path(rows.table, rows.where(row)), says=f"{called(stranger)} deletes it"
    )
    if _after(api, rows, row) is None:
        done.append("deleted")
    if done:
        return api.experiment.proven(f"{called(stranger)} {' and '.join(done)} {rows.whose()}")
    return _kept(api, rows, row, stranger)


def _read(
    api: ProjectApi, rows: ProjectRows, row: Row, stranger: str, columns: tuple[str, ...]
) -> Reproduction:
    answer = _ask(api, rows, row, stranger)
    if not _tells(answer, row) and columns:
        # Where rights are given by column, asking for all of them is refused as a whole.
        answer = _ask(api, rows, row, stranger, ",".join(columns))
    if not _tells(answer, row):
        rows.surround(row)
        api.experiment.note("arrange", f"what hangs on {rows.whose()} is made: sessions, entries, lines")
        answer = _ask(api, rows, row, stranger)
    told = _tells(answer, row)
    private = [
        name
        for name in columns
        if told and _same(told.get(name), row.get(name)) and row.get(name) is not None
    ]
    if told and (private or not columns):
        with_them = f" with its {', '.join(private[:3])}" if private else ""
        return api.experiment.proven(f"{called(stranger)} read {rows.whose()}{with_them}")
    if told and any(name in told for name in columns):
        return api.experiment.untestable(f"{' and '.join(columns)} of {rows.whose()} could not be filled")
    return _kept(api, rows, row, stranger)


def _kept(api: ProjectApi, rows: ProjectRows, row: Row, stranger: str) -> Reproduction:
    """What a stranger does not get counts only where the same request works for somebody."""
    if rows.stored(row) is None:
        return api.experiment.untestable("the row is gone")
    if not _tells(_ask(api, rows, row, SERVER), row):
        return api.experiment.untestable(
            f"the project's interface does not show {rows.table} to its own server either"
        )
    return api.experiment.cleared(f"{called(stranger)} got nothing of {rows.whose()}, and it is as it was")


def _ask(api: ProjectApi, rows: ProjectRows, row: Row, actor: str, select: str = "*") -> Response:
    path = rows_path(rows.table, rows.where(row), select)
    return api.send(actor, "GET", path, says=f"{called(actor)} asks for it")


def _tells(answer: Response, row: Row) -> Row | None:
    """The row in an answer, None where it is not there."""
    found = answer.json()
    if not answer.ok or not isinstance(found, list) or len(found) != 1 or not isinstance(found[0], dict):
        return None
    told: Row = found[0]
    return told if told and all(_same(value, row.get(name)) for name, value in told.items()) else None


def _same(told: Any, stored: Any) -> bool:
    """Moments and numbers are written in several ways; text, keys and flags in one."""
    if isinstance(stored, bool | str) or stored is None:
        return bool(told == stored)
    return isinstance(stored, int | float) is False or str(told) == str(stored)


def _update(api: ProjectApi, rows: ProjectRows, row: Row, stranger: str) -> Reproduction:
    changed = _change(api, rows, row, stranger)
    if changed:
        return api.experiment.proven(f"{called(stranger)} changed {changed} of {rows.whose()}")
    if not _change(api, rows, row, SERVER):
        return api.experiment.untestable(f"the app's own server cannot change the row of {rows.table} either")
    return api.experiment.cleared(f"{called(stranger)} could not change {rows.whose()}")


def _change(api: ProjectApi, rows: ProjectRows, row: Row, actor: str) -> str:
    """Sends changes of one column after another until one arrives in the row; the column's name, '' when none does."""
    for name, value in _changes(rows, row)[:4]:
        path = rows_path(rows.table, rows.where(row))
        says = f"{called(actor)} sets {name} of it"
        api.send(actor, "PATCH", path, says=says, json={name: value}, headers=_QUIET)
        after = _after(api, rows, row)
        if after is not None and after[name] != row[name]:
            return name
    return ""


def _after(api: ProjectApi, rows: ProjectRows, row: Row) -> Row | None:
    after = rows.stored(row)
    api.experiment.note("observe", "the row afterwards", shows=str(after) if after else "it is gone")
    return after


def _changes(rows: ProjectRows, row: Row) -> list[tuple[str, Any]]:
    """Columns with values that they do not have, those of free text first."""
    free = [column.name for column in rows.texts()]
    found = []
    for column in sorted(rows.columns, key=lambda one: one.name not in free):
        if column.name in (*rows.key, rows.owner_column()) or column.generated:
            continue
        values = next((values for kind, values in _OTHER if column.type.startswith(kind)), ())
        if "character" in column.type:
            values = ("rw-changed",)
        found += [(column.name, value) for value in values if value != row[column.name]][:1]
    return found


def _delete(api: ProjectApi, rows: ProjectRows, row: Row, stranger: str) -> Reproduction:
    path = rows_path(rows.table, rows.where(row))
    api.send(stranger, "DELETE", path, says=f"{called(stranger)} deletes it")
    if _after(api, rows, row) is None:
        return api.experiment.proven(f"{called(stranger)} deleted {rows.whose()}")
    api.send(SERVER, "DELETE", path, says="the app's own server deletes it", kind="observe")
    if _after(api, rows, row) is not None:
        return api.experiment.untestable(f"the app's own server cannot delete the row of {rows.table} either")
    return api.experiment.cleared(f"{called(stranger)} could not delete {rows.whose()}")


# --- add ----------------------------------------------------------------------------------------------


def _add(found: DatabaseGap, trial: Trial, app: App) -> Reproduction:
    """A row in alice's name, or in a table that is not for strangers to fill."""
    assert found.table is not None
    stranger = stranger_of(found)
    rows = ProjectRows(app, trial, found.table.name)
    owner = next(iter(found.columns), "") if found.what == "forge" else ""
    named = " in alice's name" if owner else ""
    experiment = Experiment(trial, f"{called(stranger)} adds no row to {rows.table}{named}")
    fixed = {owner: rows.person("alice", owner)} if owner else {}
    body = rows.body(**fixed)
    if body is None:
        return experiment.untestable(f"no row of {rows.table} can be made: {rows.why}")
    _matrix(experiment, app, rows.table)
    api = ProjectApi(experiment)
    if _added(api, rows, fixed, body, stranger):
        return experiment.proven(f"{called(stranger)} added a row to {rows.table}{named}")
    if not _added(api, rows, fixed, body, SERVER):
        return experiment.untestable(f"the app's own server cannot add such a row to {rows.table} either")
    return experiment.cleared(f"{called(stranger)} could not add a row to {rows.table}{named}")


def _added(api: ProjectApi, rows: ProjectRows, fixed: Row, body: Row, actor: str) -> bool:
    before = len(rows.find(fixed))
    says = f"{called(actor)} adds a row"
    api.send(actor, "POST", rows_path(rows.table), says=says, json=body, headers=_QUIET)
    after = len(rows.find(fixed))
    api.experiment.note("observe", f"rows in {rows.table}", shows=f"{before} before, {after} after")
    return after > before


# --- views --------------------------------------------------------------------------------------------


def _view(found: DatabaseGap, trial: Trial, app: App) -> Reproduction:
    """A marked value of alice's row, looked for in what the view shows."""
    assert found.table is not None and found.view is not None
    experiment = Experiment(
        trial, f"The view {found.view.name} shows nobody what {found.table.name} keeps back"
    )
    rows = ProjectRows(app, trial, found.table.name)
    row = rows.of("alice")
    shown = [c.name for c in rows.texts() if c.name in found.columns]
    marked = next((name for name in shown if row is not None and rows.write(row, {name: rows.marker})), "")
    if row is None or not marked:
        return experiment.untestable(f"no value of {rows.table} that the view shows can be marked")
    experiment.note("arrange", f"{marked} of alice's row in {rows.table} is marked", shows=rows.marker)
    api = ProjectApi(experiment)
    path = rows_path(found.view.name, select="*")
    if (
        rows.marker
        in api.send(ANONYMOUS, "GET", path, says="somebody without an account reads the view").text
    ):
        return experiment.proven(
            f"somebody without an account read alice's {marked} through {found.view.name}"
        )
    if (
        rows.marker
        not in api.send(SERVER, "GET", path, says="the app's own server reads it", kind="observe").text
    ):
        return experiment.untestable("the view does not show alice's row to the app's own server either")
    return experiment.cleared(f"somebody without an account saw nothing of alice's in {found.view.name}")


def _shown(rows: ProjectRows, row: Row) -> str:
    key = ", ".join(f"{name} {row[name]}" for name in rows.key)
    return f"{key}, {rows.marked} marked {rows.marker}" if rows.marked else key
