"""An experiment as data that needs no Roadworthy: rows, who signs in, requests, and what must hold afterwards.

`Stage` is taken just before the decisive requests; what it makes of them is written as a test by `proof.standalone`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import parse_qsl

import msgspec
from msgspec import UNSET, Struct, UnsetType

from roadworthy.app import App
from roadworthy.proof.fixture import fixture_of
from roadworthy.trial import Request, Trial
from roadworthy.trial.action_shape import ACTION
from roadworthy.trial.html_form import form_encoded

MOST_ROWS = 400
"""A fixture of more rows is no longer something that people read; such an experiment is repeated by Roadworthy alone."""


class Entrance(Struct, frozen=True, omit_defaults=True):
    """The request with which a person signs in: `json` or `form` is its body."""

    method: str
    path: str
    json: Any = UNSET
    form: dict[str, str] | UnsetType = UNSET


class Sent(Struct, frozen=True, omit_defaults=True):
    """A request, sent `times` times at the same moment; `json` or `form` is its body. A `witness` must be allowed, or the experiment
    shows nothing."""

    actor: str
    method: str
    path: str
    json: Any = UNSET
    form: dict[str, str] | UnsetType = UNSET
    headers: dict[str, str] | UnsetType = UNSET
    times: int = 1
    witness: bool = False


class Check(Struct, frozen=True, omit_defaults=True):
    """What must hold. `lacks`: no answer holds one of `texts`. `same`: the rows of `sql` are as they were. `count`: the
    number that `sql` gives is at most `more` larger. `status`: every answer's status is below `below`. `clean` is a statement
    that takes away what an earlier run left; it may fail."""

    kind: Literal["lacks", "same", "count", "status"]
    texts: tuple[str, ...] = ()
    sql: str = ""
    clean: str = ""
    more: int = 0
    below: int = 500


class Replay(Struct, frozen=True, omit_defaults=True):
    """All of it. `database` is postgres or sqlite; `fixture` are SQL statements that may be run again."""

    database: str
    fixture: tuple[str, ...]
    people: dict[str, Entrance]
    requests: tuple[Sent, ...]
    check: Check


class Stage:
    """The rows and sessions of a moment. Taking it costs a few queries, so a proof takes it once, not in a loop."""

    def __init__(self, app: App, trial: Trial) -> None:
        self._trial = trial
        database = trial.database
        self._kind = database.kind if database is not None else ""
        self._fixture = fixture_of(app, database, MOST_ROWS) if database is not None else ()

    def replay(
        self, request: Request, check: Check, *, times: int = 1, witness: Request | None = None
    ) -> Replay | None:
        """`request` sent `times` times at once, after the `witness`. None where the rows are too many, or somebody's way in
        cannot be repeated by one plain request."""
        names = dict.fromkeys(_name(each) for each in (witness, request) if each is not None)
        people = {name: entrance for name in names if (entrance := self._entrance(name)) is not None}
        if request.method == ACTION:
            # The id of a server action is that of one build.
            return None
        if self._fixture is None or len(people) < len([name for name in names if name != "anonymous"]):
            return None
        if any(self._trial.asks_for_token(each) for each in (witness, request) if each is not None):
            # A token against forged requests is that of one visit.
            return None
        sent = [msgspec.structs.replace(self._sent(witness), witness=True)] if witness is not None else []
        sent.append(msgspec.structs.replace(self._sent(request), times=times))
        return Replay(self._kind, self._fixture, people, tuple(sent), check)

    def _entrance(self, name: str) -> Entrance | None:
        entry = self._trial.actor(name).entry if name != "anonymous" else None
        if entry is None or entry.method == ACTION:
            return None
        body = {"json": entry.json} if entry.json is not None else {"form": dict(entry.form)}
        return Entrance(entry.method, entry.path, **body)

    def _sent(self, request: Request) -> Sent:
        headers = dict(request.headers) if request.headers else UNSET
        sent = Sent(_name(request), request.method, request.path, headers=headers)
        if request.json is None:
            return sent
        if self._trial.reads_form(request.method, request.path) and isinstance(request.json, Mapping):
            fields = dict(parse_qsl(form_encoded(request.json), keep_blank_values=True))
            return msgspec.structs.replace(sent, form=fields)
        return msgspec.structs.replace(sent, json=request.json)


def _name(request: Request) -> str:
    return request.actor if isinstance(request.actor, str) else request.actor.name
