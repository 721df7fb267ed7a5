"""Which of the words that an endpoint knows for a field does something: a payment that is `queued` already is not queued again."""

from __future__ import annotations

import copy
from typing import Any
from weakref import WeakKeyDictionary

from roadworthy.app import Endpoint
from roadworthy.errors import RoadworthyError
from roadworthy.proof.table_states import moved, states, written_tables
from roadworthy.trial import Trial
from roadworthy.views.data.request_fields import let_through

_STATE = "before-words"
_TRIED = 8
# What was found out once on a trial holds for all of it: every proof begins with the same rows.
_known: WeakKeyDictionary[Trial, dict[str, dict[str, Any]]] = WeakKeyDictionary()


def with_moving_words(
    trial: Trial, endpoint: Endpoint, actor: str, path: str, body: dict[str, Any]
) -> dict[str, Any]:
    """The body with the first of its known words that changes a table, where there are several; everything is as it was
    afterwards."""
    fields = [
        name for name, value in body.items() if isinstance(value, str) and len(_words(endpoint, name)) > 1
    ]
    if len(fields) != 1 or trial.database is None or trial.database.kind != "postgres":
        return body
    known = _known.setdefault(trial, {})
    if endpoint.subject not in known:
        known[endpoint.subject] = {}
        known[endpoint.subject] = _found(trial, endpoint, actor, path, body, fields[0])
    return {**body, **known[endpoint.subject]}


def _words(endpoint: Endpoint, name: str) -> tuple[str, ...]:
    return tuple(one for one in let_through(endpoint, (name,)) if isinstance(one, str))


def _found(
    trial: Trial, endpoint: Endpoint, actor: str, path: str, body: dict[str, Any], name: str
) -> dict[str, Any]:
    assert trial.database is not None
    tables = written_tables(trial, endpoint)
    words = list(dict.fromkeys([str(body[name]), *_words(endpoint, name)]))[:_TRIED]
    if not tables:
        return {}
    trial.database.snapshot(_STATE)
    sessions = copy.deepcopy({who: one.cookies for who, one in trial.actors.items()})
    try:
        before = states(trial, tables)
        for word in words:
            answer = trial.send(actor, endpoint.method, path, json={**body, name: word})
            if answer.ok and moved(trial, before):
                return {name: word}
    except RoadworthyError:
        # The request as it was says what is wrong with it.
        return {}
    finally:
        trial.database.restore(_STATE)
        for who, cookies in sessions.items():
            trial.actors[who].cookies.clear()
            trial.actors[who].cookies.update(cookies)
    return {}
