"""Somebody says on a socket that he is alice: what he says must not be taken for hers."""

from __future__ import annotations

import time
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from roadworthy.app import App, Endpoint, Origin
from roadworthy.patterns.malicious_input.broken_access.finding import AccessGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.agreeing import agreeing
from roadworthy.proof.arrangement import Arrangement
from roadworthy.proof.experiment import database_of
from roadworthy.proof.hostile_request import with_query
from roadworthy.proof.ownership import person_key
from roadworthy.proof.socket_lines import kind_of, listening, messages
from roadworthy.trial import Trial

_REQUEST = ("body", "parsed", "query", "params")
_NUMBERS = ("int", "numeric", "decimal", "double", "real")
# As long as an app may take to say hello, and to store what it was told.
_QUIET_SECONDS, _STORES_SECONDS = 0.8, 2.0


def prove_said(trial: Trial, app: App, found: AccessGap, stranger: str) -> Reproduction:
    """What counts are the rows that are alice's before and after the stranger's words, and then after her own."""
    who = "Somebody without an account" if stranger == "anonymous" else "Bob"
    experiment = Experiment(trial, f"{who} adds nothing to {found.query.table} in alice's name")
    part = _part(found)
    if part is None or stranger not in trial.actors or "alice" not in trial.actors:
        return experiment.untestable("what names the sender in the message cannot be told")
    scene = _Scene(experiment, app, found, part)
    if scene.keys["alice"] is None:
        return experiment.untestable(f"what ties a row of {found.query.table} to alice cannot be told")
    if said := scene.added(stranger, "alice", f"{who.lower()} says that it is alice who speaks"):
        return experiment.proven(
            f"{who} opened {found.endpoint.path} and named alice: {said} of {found.query.table} is hers now"
        )
    own = scene.added("alice", "alice", "alice says the same")
    if own:
        return experiment.cleared(f"alice's own words are stored as hers, those of {who.lower()} are not")
    return experiment.untestable(f"alice's own words add no row of {found.query.table} either")


class _Scene:
    """Lines that are opened, and the rows that are somebody's."""

    def __init__(self, experiment: Experiment, app: App, found: AccessGap, part: tuple[str, str]) -> None:
        self._experiment, self._app, self._found, self._part = experiment, app, found, part
        table, column = found.query.table, found.owner_column
        trial = experiment.trial
        self.keys = {name: person_key(app, trial, table, column, name) for name in ("alice",)}

    def added(self, speaker: str, named: str, says: str) -> str:
        """How many rows became those of who is named; '' when none did."""
        endpoint, key = self._found.endpoint, self.keys[named]
        kind, before = kind_of(endpoint), self._count(key)
        with listening(
            self._experiment, speaker, self._path(speaker, key), kind, f"{speaker} opens it"
        ) as line:
            line.wait(_QUIET_SECONDS)
            for message, event in messages(endpoint, lambda name: self._value(name, key)):
                if not line.open:
                    return ""
                agreed = agreeing(message, self._found.query.facts) if isinstance(message, dict) else message
                line.say(agreed, event, says)
                if added := self._stored(key, before):
                    return f"{added} new row{'s' if added > 1 else ''}"
        return ""

    def _path(self, speaker: str, key: Any) -> str:
        place, name = self._part
        known = {name: key} if place == "params" else {}
        path = Arrangement(self._app, self._experiment.trial, speaker).path(self._found.endpoint, **known)
        return with_query(path, name, key) if place == "query" else path

    def _value(self, name: str, key: Any) -> Any:
        """What stands in a field of the message: the key where the sender is named, else a mark, or a number."""
        if self._part[0] == "body" and name.rpartition(".")[2] == self._part[1]:
            return key
        return (
            1
            if self._is_number(name)
            else f"rw-{uuid5(NAMESPACE_URL, self._found.endpoint.subject).hex[:12]}"
        )

    def _is_number(self, name: str) -> bool:
        table = self._app.table(self._found.query.table)
        for write in self._found.query.writes if table is not None else ():
            column = table.column(write.column) if table is not None else None
            asked = any(
                leaf.path and leaf.path[-1] == name.rpartition(".")[2] for leaf in write.value.sources()
            )
            if asked and column is not None and any(word in column.type for word in _NUMBERS):
                return True
        return False

    def _stored(self, key: Any, before: int) -> int:
        ends = time.monotonic() + _STORES_SECONDS
        while (added := self._count(key) - before) <= 0 and time.monotonic() < ends:
            time.sleep(0.1)
        shown = f"{before} before, {before + added} after"
        self._experiment.note("observe", f"rows of {self._found.query.table} that are alice's", shows=shown)
        return max(added, 0)

    def _count(self, key: Any) -> int:
        database, found = database_of(self._experiment.trial), self._found
        table, column = database.quoted(found.query.table), found.owner_column
        sql = f'select count(*) as found from {table} where "{column}" = %s'
        return int(database.query(sql, (key,))[0]["found"])


def _part(found: AccessGap) -> tuple[str, str] | None:
    """Where the sender is named: (part, name)."""
    value = found.query.written(found.owner_column)
    leaves = value.sources() if value is not None else ()
    return next((place_in_request(leaf) for leaf in leaves if leaf.kind in _REQUEST and leaf.path), None)


def place_in_request(leaf: Origin) -> tuple[str, str]:
    """Where in a request a value stands: (part, name)."""
    return ("body" if leaf.kind == "parsed" else leaf.kind, leaf.path[-1])


def is_said(endpoint: Endpoint, found: AccessGap) -> bool:
    """Whether it is by a message on a socket that a row is added."""
    return endpoint.kind == "socket" and found.query.operation in ("insert", "upsert")
