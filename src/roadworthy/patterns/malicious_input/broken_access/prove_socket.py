"""Shows what a stranger hears who opens a socket, while others say and do what they do."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from msgspec import Struct

from roadworthy.app import App, Endpoint
from roadworthy.errors import TrialUnavailable
from roadworthy.patterns.malicious_input.broken_access.finding import SocketGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.arrangement import Arrangement
from roadworthy.proof.experiment import database_of
from roadworthy.proof.socket_lines import Listener, kind_of, listening, messages
from roadworthy.proof.table_states import written_tables
from roadworthy.proof.valid_request import send_valid, valid_request
from roadworthy.trial import Trial
from roadworthy.trial.lines import Heard
from roadworthy.views.people.entry import registers, signs_in

_STRANGER = "anonymous"
# As long as an app may take to say something of its own accord, and to tell others what was done.
_QUIET_SECONDS, _TELLS_SECONDS = 0.8, 1.5
_CHANGING = ("POST", "PUT", "PATCH", "DELETE")
_MOST_ACTS = 12
# Shorter words turn up anywhere.
_TELLING = 5
_UNAUTHORIZED = "the stranger was turned away"


class Act(Struct, frozen=True):
    """What somebody did, and the values of it by which it is known again: texts, and the keys of rows."""

    who: str
    what: str
    texts: frozenset[str]
    keys: frozenset[str]


def prove_socket(trial: Trial, app: App, found: SocketGap) -> Reproduction:
    """Somebody without an account listens; nothing of what people say or do meanwhile may come over the line."""
    experiment = Experiment(trial, "A socket turns strangers away, or tells them nothing of what others do")
    endpoint = app.endpoint(found.endpoint.subject) or found.endpoint
    path, kind = Arrangement(app, trial).path(endpoint), kind_of(endpoint)
    with listening(experiment, _STRANGER, path, kind, "somebody without an account opens the socket") as line:
        if line.refused:
            return experiment.cleared(f"{_UNAUTHORIZED}: {line.status}")
        line.wait(_QUIET_SECONDS)
        if not line.open and line.status == 0 and _opens(experiment, path, endpoint):
            return experiment.cleared(f"{_UNAUTHORIZED}, and alice was not")
        if not line.open:
            return experiment.untestable(f"the socket does not open for the stranger: {line.status}")
        observed = _said(experiment, app, endpoint, path, line) or _done(experiment, app, line)
    if observed:
        return experiment.proven(observed)
    return experiment.untestable("nothing that was tried was told on the socket")


def _opens(experiment: Experiment, path: str, endpoint: Endpoint) -> bool:
    """Whether it stays open for somebody who is signed in."""
    if "alice" not in experiment.trial.actors:
        return False
    with listening(experiment, "alice", path, kind_of(endpoint), "alice opens it") as own:
        own.wait(_QUIET_SECONDS)
        return own.open


# --- what is said on it --------------------------------------------------------------------------------


def _said(experiment: Experiment, app: App, endpoint: Endpoint, path: str, line: Listener) -> str:
    """What alice says on a line of her own, where the app listens to what is said."""
    if not any(item.part == "body" for item in endpoint.inputs) or "alice" not in experiment.trial.actors:
        return ""
    marker = f"rw-{uuid5(NAMESPACE_URL, endpoint.subject).hex[:12]}"
    with listening(experiment, "alice", path, kind_of(endpoint), "alice opens the socket") as own:
        if not own.open:
            return ""
        own.wait(_QUIET_SECONDS)
        for message, event in messages(endpoint, lambda _: marker):
            before = line.count
            own.say(message, event, "alice says something")
            heard = line.since(before, _TELLS_SECONDS, "what the stranger hears")
            if any(marker in one.text for one in heard):
                return f"somebody without an account heard what alice said on {endpoint.path} ({marker})"
    return ""


# --- what is done elsewhere ------------------------------------------------------------------------------


def _done(experiment: Experiment, app: App, line: Listener) -> str:
    """What people do by the app's other doors."""
    for endpoint in _acts(app):
        before = line.count
        act = _acted(experiment, app, endpoint)
        if act is None:
            continue
        heard = line.since(before, _TELLS_SECONDS, "what the stranger hears")
        told = next((value for one in heard if (value := _known_again(one, act))), "")
        if told:
            return f"somebody without an account heard of {act.who}'s {act.what} as it was done ({told})"
        if not line.open:
            return ""
    return ""


def _acts(app: App) -> list[Endpoint]:
    """Changes over HTTP: those that make rows first."""
    found = [
        one
        for one in app.endpoints
        if one.kind in ("http", "action")
        and one.method in (*_CHANGING, "ACTION")
        and one.queries
        and not registers(app, one)
        and not signs_in(app, one)
    ]
    speaks = [one for one in found if any(query.operation == "insert" for query in one.queries)]
    return [*speaks, *(one for one in found if one not in speaks)][:_MOST_ACTS]


def _acted(experiment: Experiment, app: App, endpoint: Endpoint) -> Act | None:
    """What was done; None where the app does not do it."""
    trial = experiment.trial
    try:
        request = valid_request(app, trial, endpoint)
        tables = written_tables(trial, endpoint)
        before = {table: _rows(trial, app, table) for table in tables}
        answer = send_valid(experiment, request, f"{request.actor}: {endpoint.subject}")
    except TrialUnavailable:
        return None
    if not answer.ok:
        return None
    new = [row for table in tables for row in _rows(trial, app, table) - before[table]]
    keys = {*new, *_numbers(request.path)}
    texts = {text for text in _texts(request.body) if len(text) >= _TELLING}
    return Act(request.actor, endpoint.subject, frozenset(texts), frozenset(keys))


def _rows(trial: Trial, app: App, table: str) -> set[str]:
    known = app.table(table)
    key = known.primary_key[0] if known is not None and len(known.primary_key) == 1 else ""
    database = database_of(trial)
    if not key:
        return set()
    return {
        str(row["key"]) for row in database.query(f'select "{key}" as "key" from {database.quoted(table)}')
    }


def _numbers(path: str) -> set[str]:
    return {part for part in path.partition("?")[0].split("/") if any(letter.isdigit() for letter in part)}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _texts(inner)


def _known_again(one: Heard, act: Act) -> str:
    """The value by which what was heard is known to tell of an act: a text of it, or a key where a key stands."""
    text = next((value for value in sorted(act.texts) if value in one.text), "")
    if text:
        return text
    try:
        said = json.loads(one.text)
    except ValueError:
        return ""
    return next((f"{name} {value}" for name, value in _named(said) if value in act.keys), "")


def _named(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """The values that stand under a name of a key: `id`, `orderId`, `order_id`."""
    if isinstance(value, Mapping):
        for inner, one in value.items():
            yield from _named(one, str(inner))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for one in value:
            yield from _named(one, name)
    elif name.lower().endswith("id") and value is not None:
        yield name, str(value)
