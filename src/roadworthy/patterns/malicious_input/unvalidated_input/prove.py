"""Sends values that make no sense and looks whether they are in the database afterwards."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from roadworthy.app import App, Endpoint
from roadworthy.catalogue import Gap
from roadworthy.patterns.malicious_input.unvalidated_input.attacks import Attack, attacks
from roadworthy.patterns.malicious_input.unvalidated_input.finding import (
    BlankGap,
    ChargedGap,
    DirectText,
    HarmGap,
    InputGap,
    LimitGap,
)
from roadworthy.patterns.malicious_input.unvalidated_input.placing import LONG, put, value_at
from roadworthy.patterns.malicious_input.unvalidated_input.prove_blank import prove_blank
from roadworthy.patterns.malicious_input.unvalidated_input.prove_charged import prove_charged
from roadworthy.patterns.malicious_input.unvalidated_input.prove_direct import prove_direct
from roadworthy.patterns.malicious_input.unvalidated_input.prove_harm import prove_harm
from roadworthy.patterns.malicious_input.unvalidated_input.prove_limit import prove_limit
from roadworthy.patterns.malicious_input.unvalidated_input.sound_record import sound_record
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.agreeing import of_its_work, of_writing
from roadworthy.proof.arrangement import Arrangement, parameters
from roadworthy.proof.body_places import as_sent
from roadworthy.proof.experiment import database_of, sql_line
from roadworthy.proof.ownership import person_key
from roadworthy.proof.rehearsal import give_rows, wants_rows
from roadworthy.proof.replay import Check, Replay, Stage
from roadworthy.proof.table_states import moved, states, written_tables
from roadworthy.proof.taken_role import take_role, wanted_role
from roadworthy.proof.valid_request import asks_who_sends, query_string, valid_request
from roadworthy.proof.whole_records import made_up_keys
from roadworthy.trial import Request, Response, Trial
from roadworthy.trial.server_actions import has_failed
from roadworthy.views.data.request_fields import accepted_constants, written_fields
from roadworthy.views.data.vocabulary import words_of
from roadworthy.views.people.access import ROLE, Access
from roadworthy.views.people.people import owner_of, privileged, users_table

_SHOWN, _TOO_MANY = 200, 429
# A longer value is not written into a test that people read.
_READABLE = 1_000
# A name that no app has for a field.
_UNREAD = "roadworthyUnread"
# Values stored after which no further ones are sent: they would say nothing new.
_ENOUGH = 4


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """First a sound request, then the same with one value that makes no sense, again and again from a fresh state."""
    experiment = Experiment(trial, "Values that make no sense are refused with 4xx, and none is stored")
    if isinstance(gap.details, DirectText):
        return prove_direct(gap.details, trial, app)
    if isinstance(gap.details, LimitGap):
        expected = Experiment(trial, "However many rows a request asks for, it is answered a page of them")
        return prove_limit(expected, gap.details, trial, app)
    if isinstance(gap.details, ChargedGap):
        return prove_charged(gap.details, trial, app)
    if isinstance(gap.details, BlankGap):
        return prove_blank(gap.details, trial, app)
    if isinstance(gap.details, HarmGap):
        return prove_harm(gap.details, trial, app)
    return _prove_stored(experiment, app, trial, gap.details)


def _prove_stored(experiment: Experiment, app: App, trial: Trial, found: InputGap) -> Reproduction:
    role = wanted_role(app, found.endpoint, of_its_work(found.endpoint))
    actor = "alice" if role is not None and take_role(app, trial, "alice", role) else _actor(found)
    if actor not in trial.actors:
        return experiment.untestable(f"nobody could be made {actor}, who alone may send this request")
    door = Door(app, trial, found, actor)
    sound, taken, idle = _sound(experiment, door, role)
    if not taken:
        return experiment.untestable(
            f"a sound request is not accepted either: {sound.status} {sound.text[:120]}"
        )
    tried = _tried(experiment, app, door, role)
    if tried.broken_off:
        return experiment.untestable(tried.broken_off)
    _begin_again(app, trial, actor, role)
    harmless = not any(tried.said[one] for one in ("stored", "crashed", "ended"))
    why_not = _shown_by_nothing(experiment, door, tried, idle) if harmless else ""
    if why_not:
        return experiment.untestable(why_not)
    return _outcome(experiment, tried.said, tried.replays)


class Tried(msgspec.Struct, frozen=True):
    """What became of the attacks, by how each ended; why no more were made, where that says nothing of them."""

    said: dict[str, list[str]]
    replays: dict[str, Replay]
    broken_off: str = ""


def _tried(experiment: Experiment, app: App, door: Door, role: tuple[str, str] | None) -> Tried:
    said: dict[str, list[str]] = {"stored": [], "crashed": [], "ended": [], "unseen": [], "refused": []}
    replays: dict[str, Replay] = {}
    for attack in attacks(app, door.trial, door.found):
        _begin_again(app, door.trial, door.actor, role)
        outcome, replay = _try(experiment, door, attack)
        if outcome == "ended":
            # What was sent before may have ended it a moment after its answer: this one is asked of an app just started.
            _begin_again(app, door.trial, door.actor, role)
            outcome, replay = _try(experiment, door, attack)
        if replay is not None:
            replays.setdefault(outcome, replay)
        if outcome == "unanswered":
            return Tried(said, replays, f"no answer to {attack.says}")
        if outcome == "limited":
            return Tried(said, replays, "the app answers 429: it limits how often this may be asked")
        said[outcome].append(attack.says)
        if len(said["stored"]) >= _ENOUGH:
            break
    return Tried(
        said, replays, "" if any(said.values()) else "no value is known here that would make no sense"
    )


def _shown_by_nothing(experiment: Experiment, door: Door, tried: Tried, idle: bool) -> str:
    """Why attacks that did no harm clear nothing, '' where they do. `idle`: a sound request changed nothing either."""
    if tried.said["unseen"]:
        return f"{tried.said['unseen'][0]} was accepted, and no column holds it as it is"
    # An update with the values that the row has already changes nothing, and is sound all the same.
    if idle and door.found.endpoint.method not in ("PUT", "PATCH"):
        return "a sound request is accepted, and changes nothing here"
    before = states(door.trial, written_tables(door.trial, door.found.endpoint))
    again = door.send(experiment, None, "observe")
    taken = again.ok or (again.status == _SHOWN and bool(moved(door.trial, before)))
    return "" if taken else "the sound request is not accepted any more"


def _sound(experiment: Experiment, door: Door, role: tuple[str, str] | None) -> tuple[Response, bool, bool]:
    """The answer to a sound request, whether it was taken, and whether it changed nothing in the tables that the endpoint writes. The
    request is made first: rows that it needs are no work of the endpoint's. What the app refuses is asked once more as it agrees with
    what the code looks for."""
    for by_facts in (False, True):
        door.by_facts = by_facts
        request = door.request(None)
        before = states(door.trial, written_tables(door.trial, door.found.endpoint))
        answer = door.send(experiment, None, "arrange", request)
        changed = bool(moved(door.trial, before))
        # A page may say under the form itself that what it asked for was done.
        taken = answer.ok or (changed and answer.status == _SHOWN)
        if taken or by_facts or door.found.spread is not None:
            break
        _begin_again(door.app, door.trial, door.actor, role)
    return answer, taken, bool(before) and not changed


def _outcome(experiment: Experiment, said: dict[str, list[str]], replays: dict[str, Replay]) -> Reproduction:
    did = {"crashed": "the server failed on", "ended": "the app's process ended on"}
    failed = "; ".join(f"{did[one]} {', '.join(dict.fromkeys(said[one]))}" for one in did if said[one])
    if said["stored"]:
        stored = "; ".join(one for one in (f"Stored as sent: {', '.join(said['stored'])}", failed) if one)
        return experiment.proven(stored, replays.get("stored"))
    if failed:
        return experiment.proven(f"Nothing was stored, but {failed}", replays.get("crashed"))
    return experiment.cleared(
        "Every value that makes no sense was refused or put right; the sound request works"
    )


def _begin_again(app: App, trial: Trial, actor: str, role: tuple[str, str] | None) -> None:
    trial.reset()
    if role is not None:
        take_role(app, trial, actor, role)


def _actor(found: InputGap) -> str:
    if found.guarded:
        return "admin"
    return "alice" if asks_who_sends(found.endpoint) else "anonymous"


# --- the request -------------------------------------------------------------------------------------


class Door:
    """The endpoint with a sound path and body, each made anew for the state the app is in."""

    def __init__(self, app: App, trial: Trial, found: InputGap, actor: str) -> None:
        self.app, self.trial, self.found, self.actor = app, trial, found, actor
        # The keys in a body are those of the sender's own rows: others may be refused before anything is written.
        self.arrangement = Arrangement(app, trial, actor if actor in trial.actors else "")
        self.number = 0
        # Whether the request is made to agree with what holds where the endpoint writes, rows that it looks for first included.
        self.by_facts = False

    def request(self, attack: Attack | None) -> Request:
        """The request, sound but for the attack."""
        body, path = self._by_facts() if self.by_facts else (self._sent(), self._path())
        if attack is not None:
            put(body, attack.path, attack.instead_of(value_at(body, attack.path)))
        return Request(actor=self.actor, method=self.found.endpoint.method, path=path, json=body)

    def _sent(self) -> Any:
        return as_sent(self.found.endpoint, self._body())

    def _by_facts(self) -> tuple[Any, str]:
        made = valid_request(
            self.app, self.trial, self.app.endpoint(self.found.endpoint.subject) or self.found.endpoint
        )
        body = made.body if isinstance(made.body, (dict, list)) else {}
        for record in body if isinstance(body, list) else [body]:
            self._renew(record)
        return body, made.path

    def send(
        self, experiment: Experiment, attack: Attack | None, kind: str = "act", made: Request | None = None
    ) -> Response:
        """Sends the request, or one `made` already."""
        request = made or self.request(attack)
        who = "somebody without an account" if self.actor == "anonymous" else self.actor
        says = f"{who} sends {attack.says}" if attack is not None else f"{who} sends a sound request"
        sent = partial(
            experiment.send, self.actor, request.method, request.path, says=says, kind=kind, json=request.json
        )
        answer = sent()
        if answer.status != _TOO_MANY:
            return answer
        # A limit counts in the app's memory; started anew, it asks for nothing but the request itself.
        self.trial.restart()
        return sent()

    def _path(self) -> str:
        """Leads to a row of the sender's own where rows have owners."""
        endpoint = self.found.endpoint
        known: dict[str, Any] = {}
        for name in parameters(endpoint.path):
            for query in endpoint.queries:
                for item in query.filters:
                    chosen = any(leaf.kind == "params" and name in leaf.path for leaf in item.value.sources())
                    row = self._own_row(query.table) if chosen and name not in known else None
                    if row is not None and item.column in row:
                        known[name] = row[item.column]
        actor = self.actor if self.actor in self.trial.actors else ""
        field = next((flaw.field for flaw in self.found.flaws), None)
        facts = of_its_work(endpoint) if field is None else of_writing(endpoint, field.table, field.column)
        asked = query_string(Arrangement(self.app, self.trial, actor), endpoint, facts)
        return self.arrangement.path(endpoint, **known) + asked

    def _own_row(self, table: str) -> dict[str, Any] | None:
        owner = owner_of(self.app, table)
        person = self.trial.actors[self.actor].identity if self.actor in self.trial.actors else {}
        people = users_table(self.app)
        if owner is None or owner.through or people is None or not people.primary_key or not person:
            return None
        key = person_key(self.app, self.trial, table, owner.column, self.actor)
        return self.arrangement.row(table, **{owner.column: key}) if key is not None else None

    def _stock(self, endpoint: Endpoint) -> None:
        """Rows of the sender's own that the endpoint does not do without (a shop's first branch, say)."""

        def sent() -> Response:
            body = self.arrangement.body(endpoint)
            return self.trial.send(self.actor, endpoint.method, self._path(), json=body)

        if wants_rows(self.app, self.trial, endpoint, self.arrangement, sent):
            give_rows(self.app, endpoint, self.arrangement)

    def _body(self) -> dict[str, Any]:
        found = self.found
        if found.spread is not None:
            table = self.app.table(found.spread.table)
            actor = next((one for one in (self.actor, "alice") if one in self.trial.actors), "")
            arrangement = Arrangement(self.app, self.trial, actor)
            record = sound_record(self.app, arrangement, found, table) if table is not None else {}
            self._renew(record)
            return record
        # As the app asks for it now: a repair may have given its fields a form that they did not have.
        endpoint = self.app.endpoint(found.endpoint.subject) or found.endpoint
        self._stock(endpoint)
        body = self.arrangement.body(endpoint)
        for flaw in found.flaws:
            field = flaw.field
            if flaw.harm == "choice":
                words = words_of(self.app, field.table, field.column)
                put(body, field.path, words[0] if words else "new")
        for other in written_fields(self.app, found.endpoint):
            accepted = accepted_constants(found.endpoint, other) if other.bounded else ()
            if accepted and value_at(body, other.path) not in accepted:
                put(body, other.path, accepted[0])
        self._renew(body)
        return body

    def _renew(self, body: dict[str, Any]) -> None:
        """Another mail address for each request, where an account is made."""
        self.number += 1
        for name, value in body.items():
            if isinstance(value, str) and "@" in value:
                body[name] = f"visitor{self.number}@example.com"
        for column in made_up_keys(self.app, self.found.spread):
            body[column.field] = str(uuid5(NAMESPACE_URL, f"{self.found.endpoint.subject} {self.number}"))


# --- the attacks -------------------------------------------------------------------------------------


# --- what became of it -------------------------------------------------------------------------------


def _try(experiment: Experiment, door: Door, attack: Attack) -> tuple[str, Replay | None]:
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
    if answer.status == 429:
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
        return f"{asked} {database.as_text(column)} = %s", (attack.value,)
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
