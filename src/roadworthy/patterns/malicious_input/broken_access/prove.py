"""Shows a stranger reading or changing a row that is not theirs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

from roadworthy.app import App, Column, Table
from roadworthy.catalogue import Gap
from roadworthy.patterns.malicious_input.broken_access.finding import (
    GIVEN,
    TENANT,
    UNDER,
    AccessGap,
    ConsoleGap,
    DatabaseGap,
    OpenGap,
    SocketGap,
)
from roadworthy.patterns.malicious_input.broken_access.prove_console import prove_console
from roadworthy.patterns.malicious_input.broken_access.prove_database import prove_database
from roadworthy.patterns.malicious_input.broken_access.prove_open import prove_open
from roadworthy.patterns.malicious_input.broken_access.prove_said import is_said, prove_said
from roadworthy.patterns.malicious_input.broken_access.prove_socket import prove_socket
from roadworthy.patterns.malicious_input.broken_access.prove_under import prove_under
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.actions import reads, takes_body
from roadworthy.proof.agreeing import agreeing
from roadworthy.proof.arrangement import Arrangement
from roadworthy.proof.experiment import database_of, sql_line
from roadworthy.proof.ownership import person_key
from roadworthy.proof.replay import Check, Stage
from roadworthy.proof.socket_lines import kind_of, listening
from roadworthy.trial import Request, Response, Trial
from roadworthy.trial.lines import Kind
from roadworthy.trial.refusals import REFUSED
from roadworthy.views.people.people import users_table

_TEXT = ("text", "varchar", "char", "string")
_NUMBERS = ("integer", "bigint", "numeric", "decimal", "real", "double precision")
_TELLS_SECONDS = 1.5
_SEVEN_DIGITS = 1_000_000
# Texts that a page reads as something else: any word there would break it.
_FORMED = re.compile(
    r"url|link|image|picture|photo|avatar|json|color|colour|date|time|email|phone|zone|locale|currency", re.I
)


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
    if found.missing in (GIVEN, UNDER):
        return prove_under(trial, app, found)
    if found.missing == TENANT:
        return Experiment(trial, "A firm's rows are its members'").untestable("a second firm is not made yet")
    stranger = "anonymous" if found.missing == "sign-in" else "bob"
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


class Scene:
    """Alice's row and the request that reaches it."""

    def __init__(self, app: App, trial: Trial, found: AccessGap) -> None:
        self.app, self.trial, self.found = app, trial, found
        self.arrangement = Arrangement(app, trial)
        self.database = database_of(trial)
        self.table = app.table(found.query.table)
        # The same marker every time: the same run gives the same report.
        self.marker = f"rw-{uuid5(NAMESPACE_URL, found.endpoint.subject).hex[:12]}"
        self.numbers: tuple[str, ...] = ()

    def arrange(self) -> dict[str, Any] | None:
        """Alice's row, marked in a text column where it has one that nothing constrains."""
        alice = self.trial.actor("alice").identity
        people = users_table(self.app)
        if self.table is None or people is None or not alice:
            return None
        if self.table.name == people.name:
            row: dict[str, Any] | None = dict(alice)
        else:
            row = self._owned(self.table)
        if row is not None:
            self._mark(row)
        return row

    def _owned(self, table: Table) -> dict[str, Any] | None:
        """A row of a table that belongs to alice, with the rows above it that make it hers."""
        column, own = self.found.owner_column, Arrangement(self.app, self.trial, "alice")
        if self.found.through:
            above = own.own_row(self.found.through)
            known = table.column(column)
            key = known.references.column if known is not None and known.references is not None else "id"
            return self.arrangement.row(table.name, **{column: above[key]}) if above else None
        if not column:
            return self.arrangement.row(table.name)
        person = person_key(self.app, self.trial, table.name, column, "alice")
        return self.arrangement.row(table.name, **{column: person}) if person is not None else None

    def mark_more(self, row: dict[str, Any]) -> None:
        """Puts marks into every other column that takes one: a page may show another than the first."""
        for column in (one for one in self._markable(row) if row.get(one.name) != self.marker):
            if column.name in row and not _FORMED.search(column.name):
                self._put(row, column, self.marker)
        for column in (one for one in self._countable() if one.name in row):
            if self._put(row, column, self._number()):
                self.numbers = (str(self._number()), f"{self._number():,}")

    def _number(self) -> int:
        return _SEVEN_DIGITS + int(self.marker.removeprefix("rw-"), 16) % (9 * _SEVEN_DIGITS)

    def _mark(self, row: dict[str, Any]) -> None:
        """Puts the marker into a column of text, so that the row is known again wherever it turns up; into a number where
        it has no such column."""
        text = next((column for column in self._markable(row) if column.name in row), None)
        if text is not None:
            self._put(row, text, self.marker)
            return
        number = next((column for column in self._countable() if column.name in row), None)
        if number is not None:
            value = self._number()
            if self._put(row, number, value):
                self.marker = str(value)

    def _put(self, row: dict[str, Any], column: Column, value: Any) -> bool:
        """Whether the database takes the value: a rule of the table's may be against it."""
        assert self.table is not None
        key = self.table.primary_key[0] if self.table.primary_key else "id"
        quoted = self.database.quoted(self.table.name)
        try:
            self.database.execute(
                f'update {quoted} set "{column.name}" = %s where "{key}" = %s', (value, row[key])
            )
        except REFUSED:
            return False
        row[column.name] = value
        return True

    def _countable(self) -> list[Column]:
        columns = self.table.columns if self.table is not None else ()
        return [
            column
            for column in columns
            if column.type.split("(")[0] in _NUMBERS
            and not (column.primary or column.unique or column.values or column.references or column.default)
        ]

    def _markable(self, row: Mapping[str, Any]) -> list[Column]:
        columns = self.table.columns if self.table is not None else ()
        return [
            column
            for column in columns
            if (column.type.split("(")[0] in _TEXT or _is_words(column, row))
            and not (column.primary or column.unique or column.values or column.references)
            and column.name not in ("role", "status", "password", "type", "category")
            and _fits(column.type, len(self.marker))
        ]

    def path(self, row: dict[str, Any], actor: str) -> str:
        """The endpoint's path leading to a row; where nothing in it chooses the row, it leads to what is the sender's own."""
        part, name = self.found.key
        known = {name: row.get(self.found.key_column)} if part == "params" else {}
        sender = actor if not part and actor in self.trial.actors else ""
        return Arrangement(self.app, self.trial, sender).path(self.found.endpoint, **known)

    def send(
        self, experiment: Experiment, actor: str, row: dict[str, Any], says: str, kind: str = "act"
    ) -> Response:
        """Sends the request as an actor."""
        request = self.request(actor, row)
        return experiment.send(actor, request.method, request.path, says=says, kind=kind, json=request.json)

    def request(self, actor: str, row: dict[str, Any]) -> Request:
        """The request for a row."""
        endpoint = self.found.endpoint
        path = self.path(row, actor)
        part, name = self.found.key
        asked = self._searched(row)
        if part == "query":
            asked[name] = row.get(self.found.key_column)
        path += f"?{urlencode(asked)}" if asked else ""
        body = None
        if takes_body(endpoint):
            known = {name: self._chosen(row)} if part == "body" else {}
            # What must hold for the query to be made (`if (quantity <= 0)`), but for the key itself.
            body = {**agreeing(self.arrangement.body(endpoint, **known), self.found.query.facts), **known}
        return Request(actor=actor, method=endpoint.method, path=path, json=body)

    def _chosen(self, row: dict[str, Any]) -> Any:
        """The key of a row as the body names it: in a list where it is one of several."""
        key, column = row.get(self.found.key_column), self.found.key_column
        several = any(
            item.operator == "in" and item.column == column and item.value.kind != "constant"
            for item in self.found.query.filters
        )
        return [key] if several else key

    def _searched(self, row: dict[str, Any]) -> dict[str, Any]:
        """What the query string has to hold for the query to find the row: what it compares with columns of it."""
        return {
            leaf.path[-1]: row[item.column]
            for item in self.found.query.filters
            for leaf in item.value.sources()
            if leaf.kind == "query" and leaf.path and row.get(item.column) is not None
        }

    def stored(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """The row as it is now, None when it is gone."""
        rows = self.database.query(*self.stored_query(row))
        return rows[0] if rows else None

    def stored_query(self, row: dict[str, Any]) -> tuple[str, tuple[Any, ...]]:
        """The query for it."""
        assert self.table is not None
        key = self.table.primary_key[0] if self.table.primary_key else "id"
        return f'select * from {self.database.quoted(self.table.name)} where "{key}" = %s', (row[key],)


def _is_words(column: Column, row: Mapping[str, Any]) -> bool:
    """Whether a column for which the code declares no type holds words here, and is not what rows are found by."""
    value = row.get(column.name)
    return column.type == "any" and isinstance(value, str) and not re.search(r"(^|_)id$|Id$", column.name)


def _fits(kind: str, length: int) -> bool:
    size = kind.partition("(")[2].rstrip(")")
    return not size.isdigit() or int(size) >= length


def _read(experiment: Experiment, scene: Scene, row: dict[str, Any], stranger: str) -> Reproduction:
    table = scene.found.query.table
    experiment.note("arrange", f"alice has a row in {table}", shows=_shown(row, scene))
    witness = "alice" if scene.found.missing != "role" else _administrator(scene.trial)
    shows = True
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
            shows = bool(_told(own, row, scene))
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
        return experiment.untestable(f"{witness} is not shown the mark in alice's row of {table} either")
    return experiment.cleared(f"{_name(stranger)} got {answer.status} and nothing of alice's")


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
    """What an answer holds of alice's row: her marker, or her e-mail when the rows are people."""
    email = next((str(value) for name, value in row.items() if "email" in name.lower() and value), "")
    return tuple(mark for mark in (scene.marker, email, *scene.numbers) if mark and mark in answer.text)


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
            f"the request fails before anybody is refused: {answer.status} {answer.text[:80]}"
        )
    witness = "alice" if scene.found.missing == "ownership" else _administrator(scene.trial)
    if witness is not None:
        own = scene.send(experiment, witness, row, f"{witness}, who may, sends the same", "observe")
        if not own.ok:
            return experiment.untestable(f"{witness} is refused as well: {own.status}")
    return experiment.cleared(f"{_name(stranger)} got {answer.status} and the row is as it was")


def _add(experiment: Experiment, scene: Scene, row: dict[str, Any], stranger: str) -> Reproduction:
    table = scene.found.query.table
    before = scene.database.count(table)
    stage, request = Stage(scene.app, scene.trial), scene.request(stranger, row)
    answer = scene.send(experiment, stranger, row, f"{_name(stranger)} adds a row to {table}")
    after = scene.database.count(table)
    experiment.note("observe", f"rows in {table}", shows=f"{before} before, {after} after")
    if after > before:
        check = Check("count", sql=f"select count(*) from {scene.database.quoted(table)}")
        return experiment.proven(f"{_name(stranger)} added a row to {table}", stage.replay(request, check))
    return _refused(experiment, scene, row, stranger, answer)


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
