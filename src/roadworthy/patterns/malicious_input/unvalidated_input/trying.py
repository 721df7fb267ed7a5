"""One value that makes no sense, and what became of it."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from roadworthy.app import Endpoint
from roadworthy.patterns.malicious_input.unvalidated_input.attacks import Attack
from roadworthy.patterns.malicious_input.unvalidated_input.door import TOO_MANY, Door
from roadworthy.patterns.malicious_input.unvalidated_input.placing import LONG, value_at
from roadworthy.proof import Experiment
from roadworthy.proof.arrangement import parameters
from roadworthy.proof.experiment import database_of, sql_line
from roadworthy.proof.replay import Check, Replay, Stage
from roadworthy.trial import Response
from roadworthy.trial.enum_labels import as_stored
from roadworthy.trial.server_actions import has_failed
from roadworthy.views.people.access import ROLE, Access
from roadworthy.views.people.people import privileged, users_table

# A longer value is not written into a test that people read.
_READABLE = 1_000
# A name that no app has for a field.
_UNREAD = "roadworthyUnread"


def tried_attack(experiment: Experiment, door: Door, attack: Attack) -> tuple[str, Replay | None]:
    """What became of an attack, and how it is shown again."""
    opened = _closed_to(experiment, door, attack)
    request = door.request(attack)
    before = _found(door, attack)
    short = len(str(attack.value)) < _READABLE
    stage = Stage(door.app, door.trial) if short else None
    held = _held(door, attack)
    answer = door.send(experiment, attack, made=request)
    if answer.status == 0:
        return "unanswered" if door.trial.alive() else "ended", None
    if answer.status == TOO_MANY:
        return "limited", None
    failed = has_failed(answer)
    if failed and (
        _fails_for_any(experiment, door, attack, answer) or _is_too_large(experiment, door, attack)
    ):
        return "refused", None
    if failed:
        told = stage if answer.status >= 500 else None
        return "crashed", told.replay(request, Check("status", below=500)) if told is not None else None
    after = _found(door, attack)
    where = f"{attack.table.name}.{attack.column.name}"
    experiment.note("observe", f"rows with this value in {where}", shows=f"{before} before, {after} after")
    if after <= before and not door.trial.alive():
        return "ended", None
    if after <= before:
        # Taken, and the column as it was: the request does not come to where the field is written.
        passed_by = attack.named and not attack.crash and held == _held(door, attack)
        return "unseen" if answer.ok and (passed_by or not attack.exact) else "refused", None
    if opened is not None:
        path = opened
        experiment.send(
            door.actor,
            "GET",
            path,
            says=f"{door.actor} asks for what only administrators may see",
            kind="observe",
        )
    counted = sql_line(*_rows_with(door, attack))
    return "stored", stage.replay(request, Check("count", sql=counted)) if stage is not None else None


def _fails_for_any(experiment: Experiment, door: Door, attack: Attack, answer: Response) -> bool:
    """Whether a sound value that nobody has is answered with the same words: an app that answers 500 for what it does not
    know has refused the value, if by the wrong number."""
    value = value_at(door.request(None).json, attack.path)
    other = _another(value)
    if other is None:
        return False
    sound = msgspec.structs.replace(attack, value=other, says=f"a sound {attack.path[-1]} that nobody has")
    told = door.send(experiment, sound, "observe")
    return told.status == answer.status and told.text == answer.text


def _is_too_large(experiment: Experiment, door: Door, attack: Attack) -> bool:
    """Whether the same is answered when the long text stands in a field that nobody reads: the whole request is turned away for
    its size, if by the wrong number (Next.js answers 500 beyond `bodySizeLimit`)."""
    if not isinstance(attack.value, str) or len(attack.value) < LONG:
        return False
    elsewhere = msgspec.structs.replace(
        attack, path=(_UNREAD,), says="as long a text in a field that nobody reads"
    )
    return has_failed(door.send(experiment, elsewhere, "observe"))


def _another(value: Any) -> Any:
    """A value of the same kind that the app does not know: of keys, whose sound ones are made for the request."""
    if not isinstance(value, (str, UUID)):
        return None
    try:
        UUID(str(value))
    except ValueError:
        return None
    return str(uuid5(NAMESPACE_URL, f"nobody's {value}"))


def _found(door: Door, attack: Attack) -> int:
    """How many rows hold the value."""
    if isinstance(attack.value, dict) or (isinstance(attack.value, str) and "\x00" in attack.value):
        return 0
    return int(database_of(door.trial).query(*_rows_with(door, attack))[0]["found"])


def _held(door: Door, attack: Attack) -> list[str]:
    """All that the column holds."""
    database = database_of(door.trial)
    named = f'"{attack.column.name}" as value from {database.quoted(attack.table.name)}'
    return sorted(str(row["value"]) for row in database.query(f"select {named}")) if attack.named else []


def _rows_with(door: Door, attack: Attack) -> tuple[str, tuple[Any, ...]]:
    """The query for them."""
    database = database_of(door.trial)
    asked, column = (
        f"select count(*) as found from {database.quoted(attack.table.name)} where",
        f'"{attack.column.name}"',
    )
    if attack.column.type.startswith(("json", "text[]", "varchar[]")):
        return f"{asked} {database.as_text(column)} like %s", (f"%{attack.value}%",)
    if attack.column.type.startswith(("timestamp", "date")):
        return f"{asked} {database.as_text(column)} like %s", (f"{attack.value}%",)
    if isinstance(attack.value, str):
        # The code says `admin`, and an enumeration of SQLAlchemy's keeps `ADMIN`.
        word = as_stored(database, attack.table.name, {attack.column.name: attack.value})
        return f"{asked} {database.as_text(column)} = %s", (word[attack.column.name],)
    return f"{asked} {column} = %s", (attack.value,)


def _closed_to(experiment: Experiment, door: Door, attack: Attack) -> str | None:
    """A page for administrators that the sender is refused before the attack on their role."""
    people = users_table(door.app)
    if people is None or attack.table.name != people.name or not privileged(attack.column.name):
        return None
    for endpoint in door.app.endpoints:
        if endpoint.method != "GET" or parameters(endpoint.path) or not _for_administrators(endpoint):
            continue
        says = f"{door.actor} asks for what only administrators may see"
        before = experiment.send(door.actor, "GET", endpoint.path, says=says, kind="arrange")
        return endpoint.path if not before.ok else None
    return None


def _for_administrators(endpoint: Endpoint) -> bool:
    return ROLE in Access(endpoint).anywhere()
