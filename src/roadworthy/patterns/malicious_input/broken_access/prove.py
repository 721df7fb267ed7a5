"""Shows a stranger reading or changing a row that is not theirs."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

import msgspec

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.patterns.malicious_input.broken_access.finding import (
    GIVEN,
    MEMBERS,
    PEER,
    SHARED,
    TENANT,
    UNDER,
    WITHIN,
    AccessGap,
    ConsoleGap,
    DatabaseGap,
    OpenGap,
    SocketGap,
)
from roadworthy.patterns.malicious_input.broken_access.prove_console import prove_console
from roadworthy.patterns.malicious_input.broken_access.prove_database import prove_database
from roadworthy.patterns.malicious_input.broken_access.prove_firms import prove_firms
from roadworthy.patterns.malicious_input.broken_access.prove_open import prove_open, unowned
from roadworthy.patterns.malicious_input.broken_access.prove_said import is_said, prove_said
from roadworthy.patterns.malicious_input.broken_access.prove_socket import prove_socket
from roadworthy.patterns.malicious_input.broken_access.prove_under import prove_under
from roadworthy.patterns.malicious_input.broken_access.prove_within import prove_within
from roadworthy.patterns.malicious_input.broken_access.scene import Scene
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.actions import reads
from roadworthy.proof.experiment import sql_line
from roadworthy.proof.lean_request import single_fields
from roadworthy.proof.page_text import said
from roadworthy.proof.replay import Check, Stage
from roadworthy.proof.routes import without_accounts
from roadworthy.proof.socket_lines import kind_of, listening
from roadworthy.proof.taken_role import take_role, wanted_role
from roadworthy.trial import Response, Trial
from roadworthy.trial.enum_labels import as_stored
from roadworthy.trial.lines import Kind

# The body did not fit.
_UNFIT = (400, 422)
_FIELDS = 5
_TELLS_SECONDS = 1.5


_SHOWN_BY: dict[str, Callable[[Trial, App, AccessGap], Reproduction]] = {
    GIVEN: prove_under,
    UNDER: prove_under,
    TENANT: prove_firms,
    WITHIN: prove_within,
}

# Why what was judged by reading cannot be shown yet.
_NOT_YET = {
    SHARED: "who stands above the firms is not known here",
    PEER: "two people of one office are not made up here",
    MEMBERS: "one who is a member and one who is none are not made up here",
}


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Alice owns a row with a marked value; Bob (or nobody) asks for it in her place."""
    if isinstance(gap.details, DatabaseGap):
        return prove_database(gap, trial, app)
    if isinstance(gap.details, ConsoleGap):
        return prove_console(trial, app, gap.details)
    if isinstance(gap.details, SocketGap):
        return prove_socket(trial, app, gap.details)
    if isinstance(gap.details, OpenGap):
        return prove_open(gap, trial, app)
    found: AccessGap = gap.details
    if is_said(found.endpoint, found):
        return prove_said(trial, app, found, "anonymous" if found.missing == "sign-in" else "bob")
    if found.missing in _SHOWN_BY:
        return _SHOWN_BY[found.missing](trial, app, found)
    if found.missing == SHARED:
        asked = Experiment(trial, "What all firms use is changed above them alone")
        return asked.untestable("who stands above the firms is not known here")
    if found.missing in _NOT_YET:
        asked = Experiment(trial, f"Rows of {found.query.table} are reached by those alone whose they are")
        return asked.untestable(_NOT_YET[found.missing])
    return _by_stranger(trial, app, found)


def _by_stranger(trial: Trial, app: App, found: AccessGap) -> Reproduction:
    stranger = "anonymous" if found.missing == "sign-in" else "bob"
    if stranger == "anonymous" and found.endpoint.kind != "socket" and without_accounts(trial):
        return unowned(trial, app, found.endpoint)
    role = wanted_role(app, found.endpoint, found.query.facts) if found.missing == "ownership" else None
    if role is not None:
        # Two of one office, so that only whose row it is makes a difference.
        take_role(app, trial, "alice", role)
        take_role(app, trial, "bob", role)
    experiment = Experiment(trial, _expectation(found, stranger))
    scene = Scene(app, trial, found)
    target = scene.arrange()
    if target is None:
        return experiment.untestable(f"no row of {found.query.table} could be made that belongs to alice")
    if found.endpoint.kind == "socket":
        return _hear(experiment, scene, target, stranger)
    if found.query.operation == "select" and reads(found.endpoint):
        return _read(experiment, scene, target, stranger)
    return _change(experiment, scene, target, stranger)


def _expectation(found: AccessGap, stranger: str) -> str:
    who = "Somebody without an account" if stranger == "anonymous" else "Another signed-in user"
    done = "read" if found.query.operation == "select" else "changed"
    return f"{who} is refused, and alice's row of {found.query.table} is not {done}"


def _read(experiment: Experiment, scene: Scene, row: dict[str, Any], stranger: str) -> Reproduction:
    table = scene.found.query.table
    experiment.note("arrange", f"alice has a row in {table}", shows=_shown(row, scene))
    witness = "alice" if scene.found.missing != "role" else _administrator(scene.trial)
    # Where nobody is known who may, an answer without her row says something only if she sees it there herself.
    shows = witness is not None or _sees(experiment, scene, row)
    if witness is not None:
        own = scene.send(experiment, witness, row, f"{witness} asks for it", "arrange")
        if not own.ok:
            return experiment.untestable(f"{witness} cannot read it either: {own.status}")
        shows = bool(_told(own, row, scene))
        if not shows:
            scene.mark_more(row)
            own = scene.send(
                experiment, witness, row, f"{witness} asks again, with more of it marked", "arrange"
            )
            if not own.ok:
                return experiment.untestable(f"{witness} cannot read it with marks in it: {own.status}")
            shows = bool(_told(own, row, scene)) or _shown_bare(experiment, scene, row, witness)
    stage = Stage(scene.app, scene.trial)
    answer = scene.send(experiment, stranger, row, f"{_name(stranger)} asks for the same")
    if answer.ok and (told := _told(answer, row, scene)):
        allowed = scene.request(witness, row) if witness is not None else None
        replay = stage.replay(scene.request(stranger, row), Check("lacks", texts=told), witness=allowed)
        return experiment.proven(f"{_name(stranger)} got {answer.status} and alice's row of {table}", replay)
    if answer.status == 0:
        return experiment.untestable(f"the app did not answer: {answer.error}")
    if answer.status >= 500:
        return experiment.untestable(f"the request is answered {answer.status} before anybody is refused")
    if answer.ok and not shows:
        return experiment.untestable(
            f"{witness or 'alice'} is not shown the mark in alice's row of {table} either"
        )
    return experiment.cleared(f"{_name(stranger)} got {answer.status} and nothing of alice's")


def _shown_bare(experiment: Experiment, scene: Scene, row: dict[str, Any], witness: str) -> bool:
    """Whether she sees it where the list is not narrowed down: a filter that may be left out may miss the row."""
    usual = scene.request(witness, row).path
    scene.bare = True
    if scene.request(witness, row).path == usual:
        return False
    own = scene.send(experiment, witness, row, f"{witness} asks with nothing that narrows it down", "arrange")
    return own.ok and bool(_told(own, row, scene))


def _sees(experiment: Experiment, scene: Scene, row: dict[str, Any]) -> bool:
    own = scene.send(experiment, "alice", row, "alice asks for it", "arrange")
    return own.ok and bool(_told(own, row, scene))


def _hear(experiment: Experiment, scene: Scene, row: dict[str, Any], stranger: str) -> Reproduction:
    """A socket whose address chooses the row."""
    table, endpoint = scene.found.query.table, scene.found.endpoint
    if scene.found.query.operation != "select" or scene.found.key[0] == "body":
        return experiment.untestable("what somebody says on a socket is not made up here")
    path = scene.request(stranger, row).path
    experiment.note("arrange", f"alice has a row in {table}", shows=_shown(row, scene))
    told = {who: _told_on(experiment, scene, who, path, kind_of(endpoint)) for who in (stranger, "alice")}
    if scene.marker in told[stranger]:
        return experiment.proven(f"{_name(stranger)} opened {path} and was sent alice's row of {table}")
    if scene.marker in told["alice"]:
        return experiment.cleared(f"alice is sent her row of {table} there, {_name(stranger)} is not")
    return experiment.untestable(f"nobody is sent the mark in alice's row of {table}, alice neither")


def _told_on(experiment: Experiment, scene: Scene, who: str, path: str, kind: Kind) -> str:
    with listening(experiment, who, path, kind, f"{_name(who)} opens the socket") as line:
        return " ".join(one.text for one in line.since(0, _TELLS_SECONDS, f"what {_name(who)} is sent"))


def _administrator(trial: Trial) -> str | None:
    return "admin" if "admin" in trial.actors else None


def _told(answer: Response, row: dict[str, Any], scene: Scene) -> tuple[str, ...]:
    """What an answer holds of alice's row: her marker, her e-mail when the rows are people, or a key that is no other row's."""
    email = next((str(value) for name, value in row.items() if "email" in name.lower() and value), "")
    marks = (scene.marker, email, *scene.numbers, scene.own_key(row))
    return tuple(mark for mark in marks if mark and mark in answer.text)


def _change(experiment: Experiment, scene: Scene, row: dict[str, Any], stranger: str) -> Reproduction:
    found = scene.found
    table = found.query.table
    if found.query.operation == "insert":
        return _add(experiment, scene, row, stranger)
    before = scene.stored(row)
    experiment.note("arrange", f"alice has a row in {table}", shows=_shown(row, scene))
    stage, request = Stage(scene.app, scene.trial), scene.request(stranger, row)
    answer = scene.send(experiment, stranger, row, f"{_name(stranger)} sends the request for alice's row")
    after = scene.stored(row)
    experiment.note("observe", "the row afterwards", shows=str(after) if after else "it is gone")
    if answer.status == 0:
        return experiment.untestable(f"the app did not answer: {answer.error}")
    if before != after:
        changed = "it is gone" if after is None else ", ".join(sorted(_changes(before or {}, after)))
        check = Check("same", sql=sql_line(*scene.stored_query(row)))
        return experiment.proven(
            f"{_name(stranger)} changed alice's row of {table}: {changed}", stage.replay(request, check)
        )
    if answer.ok and _may_change(experiment, scene, row):
        return experiment.cleared(f"{_name(stranger)} got {answer.status} and the row is as it was")
    if answer.ok:
        return experiment.untestable(
            f"{answer.status}, but the row is as it was: the request changes nothing here"
        )
    return _refused(experiment, scene, row, stranger, answer)


def _may_change(experiment: Experiment, scene: Scene, row: dict[str, Any]) -> bool:
    """Whether the same request of alice's own changes the row: one that finds nothing may be answered as if it were done."""
    if scene.found.missing != "ownership":
        return False
    before = scene.stored(row)
    scene.send(experiment, "alice", row, "alice, whose row it is, sends the same", "observe")
    after = scene.stored(row)
    experiment.note("observe", "the row after alice's own", shows=str(after) if after else "it is gone")
    return before != after


def _refused(
    experiment: Experiment, scene: Scene, row: dict[str, Any], stranger: str, answer: Response
) -> Reproduction:
    """A refusal counts only when the one who may do it is not refused as well."""
    if answer.status >= 500:
        return experiment.untestable(
            f"the request fails before anybody is refused: {answer.status} {said(answer)[:80]}"
        )
    witness = "alice" if scene.found.missing == "ownership" else _administrator(scene.trial)
    if witness is not None:
        own = scene.send(experiment, witness, row, f"{witness}, who may, sends the same", "observe")
        if not own.ok:
            unfit = own.status in _UNFIT
            otherwise = _with_one_field(experiment, scene, row, stranger, witness) if unfit else None
            return otherwise or experiment.untestable(f"{witness} is refused as well: {own.status}")
    elif answer.status in _UNFIT:
        # With nobody who may, a body that does not fit cannot be told from a person who does not.
        return experiment.untestable(f"the request does not fit: {answer.status} {said(answer)[:80]}")
    return experiment.cleared(f"{_name(stranger)} got {answer.status} and the row is as it was")


def _with_one_field(
    experiment: Experiment, scene: Scene, row: dict[str, Any], stranger: str, witness: str
) -> Reproduction | None:
    """The change with one of the fields that may be left out at a time: another of them may not have fitted. None where none is
    taken from anybody."""
    request, stage, before = scene.request(stranger, row), Stage(scene.app, scene.trial), scene.stored(row)
    for body in islice(single_fields(scene.found.endpoint), _FIELDS):
        tried, named = (
            msgspec.structs.replace(request, json=body),
            f"the request with {', '.join(body)} alone",
        )
        answer = experiment.send(
            stranger, tried.method, tried.path, says=f"{_name(stranger)} sends {named}", json=body
        )
        after = scene.stored(row)
        if after != before:
            changed = ", ".join(sorted(_changes(before or {}, after or {}))) or "it is gone"
            check = Check("same", sql=sql_line(*scene.stored_query(row)))
            return experiment.proven(
                f"{_name(stranger)} changed alice's row of {scene.found.query.table}: {changed}",
                stage.replay(tried, check),
            )
        own = experiment.send(
            witness, tried.method, tried.path, says=f"{witness} sends {named}", kind="observe", json=body
        )
        if own.ok and not answer.ok and scene.stored(row) != before:
            return experiment.cleared(f"{_name(stranger)} got {answer.status} for what {witness} may do")
    return None


def _add(experiment: Experiment, scene: Scene, row: dict[str, Any], stranger: str) -> Reproduction:
    table, right = scene.found.query.table, scene.right()
    before, held = scene.database.count(table), _holders(scene, right)
    stage, request = Stage(scene.app, scene.trial), scene.request(stranger, row)
    answer = scene.send(experiment, stranger, row, f"{_name(stranger)} adds a row to {table}")
    after = scene.database.count(table)
    experiment.note("observe", f"rows in {table}", shows=f"{before} before, {after} after")
    if after > before and right is not None and _holders(scene, right) == held:
        return experiment.cleared(f"the row that {_name(stranger)} added has not {right[0]} {right[1]}")
    if after > before:
        check = Check("count", sql=f"select count(*) from {scene.database.quoted(table)}")
        return experiment.proven(f"{_name(stranger)} added a row to {table}", stage.replay(request, check))
    return _refused(experiment, scene, row, stranger, answer)


def _holders(scene: Scene, right: tuple[str, Any] | None) -> int:
    """How many rows hold a right that a new one may ask for."""
    if right is None:
        return 0
    column, value = right
    stored = as_stored(scene.database, scene.found.query.table, {column: value})
    sql = f'select count(*) as n from {scene.database.quoted(scene.found.query.table)} where "{column}" = %s'
    return int(scene.database.query(sql, (stored[column],))[0]["n"])


def _changes(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [
        f"{name} was {before.get(name)}, is {value}"
        for name, value in after.items()
        if before.get(name) != value
    ]


def _name(actor: str) -> str:
    return "somebody without an account" if actor == "anonymous" else actor


def _shown(row: dict[str, Any], scene: Scene) -> str:
    key = scene.table.primary_key[0] if scene.table is not None and scene.table.primary_key else "id"
    return f"{scene.found.query.table} {key} {row.get(key)}, marked {scene.marker}"
