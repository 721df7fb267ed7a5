"""Sends a value that does harm before anything is written, in the place of a sound one: it ends in an error, is paid for by its
length, or gives rights."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import msgspec
from msgspec import Struct

from roadworthy.app import App, Endpoint
from roadworthy.patterns.malicious_input.unvalidated_input.blank import is_cut_late
from roadworthy.patterns.malicious_input.unvalidated_input.finding import HarmGap, MissingGap, SignGap
from roadworthy.patterns.malicious_input.unvalidated_input.placing import LONG, put
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.arrangement import Arrangement, parameters
from roadworthy.proof.experiment import database_of
from roadworthy.proof.page_text import said
from roadworthy.proof.replay import Check, Stage
from roadworthy.proof.valid_request import ValidRequest, valid_request
from roadworthy.trial import Request, Response, Trial
from roadworthy.trial.behaviour import DoubleRequest
from roadworthy.views.people.access import ROLE, Access
from roadworthy.views.people.people import is_password, privileged, users_table
from roadworthy.views.requests import purpose as kinds
from roadworthy.views.requests.purposes import purposes_of
from roadworthy.views.requests.taint import rules_of

_FAILED = 500
_REFUSED = range(400, 500)
_MALFORMED = (400, 422)
_LED_ON = (301, 302, 303, 307, 308)
_LATER_SECONDS = 4.0
_WORD = "banana"
_NOBODYS = "nobody's-5f3c9e"
_AS_MADE = object()
_ABSENT = object()
_SOUND: tuple[Any, ...] = (_AS_MADE, None, "2030-01-15", "2030-01-15T12:00:00", "1")


class Try(Struct, frozen=True):
    """A value and how people call it; `paid` when what counts is whether it is sent on whole, `row` when rows of people tell."""

    value: Any
    says: str
    paid: bool = False
    row: bool = False


class Tried(Struct, frozen=True):
    """What came back, how many rows the table of people gained, whom the whole of the value was sent on to, and the column that
    holds another password than before ('' for none)."""

    answer: Response
    gained: int
    host: str
    changed: str = ""


def prove_harm(found: HarmGap, trial: Trial, app: App) -> Reproduction:
    """First the request with a sound value, or without it; then one that is none, each from a fresh state."""
    experiment = Experiment(
        trial, "A value of another form or length than meant is refused with 4xx, before it does anything"
    )
    endpoint = app.endpoint(found.endpoint.subject) or found.endpoint
    if ROLE in Access(endpoint).anywhere() and "admin" not in trial.actors:
        return experiment.untestable("nobody could be made admin, who alone may send this request")
    if found.part.kind == "query" and not found.part.path:
        return experiment.untestable(
            "the query is taken as a whole, and which names in it do something is not told"
        )
    kept, sound = _sound(experiment, app, endpoint, found)
    if not _done(sound.answer):
        return experiment.untestable(
            f"a sound request is not accepted either: {sound.answer.status} {said(sound.answer)[:120]}"
        )
    undecided = ""
    for one in _tries(app, endpoint, found):
        trial.reset()
        request = valid_request(app, trial, endpoint)
        request = _with(app, trial, _bare(request) if kept is None else request, endpoint, found, one.value)
        stage = Stage(app, trial)
        kept_in = _kept_in(app, trial, endpoint, found) if one.row else None
        paid = one.value if one.paid else None
        tried = _sent(experiment, app, request, one.says, value=paid, kept_in=kept_in)
        if tried.answer.status == 0:
            # What was sent before may have ended it a moment after its answer: this one is asked of an app just started.
            trial.reset()
            tried = _sent(experiment, app, request, one.says, value=paid, kept_in=kept_in)
        harm = _harm(trial, one, sound, tried) or _of_another(experiment, app, found, request, sound, tried)
        if harm:
            crashed = tried.answer.status >= _FAILED
            sent = Request(actor=request.actor, method=request.method, path=request.path, json=request.body)
            return experiment.proven(
                harm, stage.replay(sent, Check("status", below=_FAILED)) if crashed else None
            )
        # Of a row that was found without being named, a 401 or 404 may be the answer as well.
        refused = _MALFORMED if isinstance(found, MissingGap) else _REFUSED
        if tried.answer.status not in refused and tried.answer.accepted is not False:
            undecided = (
                undecided
                or f"{one.says} was answered {tried.answer.status or 'nothing'}, and did nothing that shows"
            )
    trial.reset()
    if undecided:
        return experiment.untestable(undecided)
    once_more = _with(app, trial, valid_request(app, trial, endpoint), endpoint, found, kept)
    again = _sent(experiment, app, once_more, "the sound request once more", "observe")
    if not _done(again.answer):
        return experiment.untestable("the sound request is not accepted any more")
    return experiment.cleared("Every value of another form was refused; the sound request works")


def _harm(trial: Trial, one: Try, sound: Tried, tried: Tried) -> str:
    """What a value did, in words; empty for nothing."""
    if tried.host:
        return f"{one.says} was sent on whole to {tried.host}"
    if tried.answer.status >= _FAILED:
        return f"{one.says} ended in {tried.answer.status}"
    if tried.answer.status == 0 and not trial.alive():
        return f"{one.says} ended the app's process"
    if one.row and tried.gained > 0:
        return f"{one.says} was taken: {tried.gained} new account(s)"
    if one.row and tried.changed:
        return f"{one.says} was taken: it is what {tried.changed} is made of now"
    return ""


def _of_another(
    experiment: Experiment, app: App, found: HarmGap, request: ValidRequest, sound: Tried, tried: Tried
) -> str:
    """A request that names no row, answered as one that names it, where a name that no row has is answered otherwise."""
    told = said(tried.answer)
    if not isinstance(found, MissingGap) or not tried.answer.ok or not told or told != said(sound.answer):
        return ""
    body = copy.deepcopy(request.body) if isinstance(request.body, dict) else {}
    put(body, found.part.path, _NOBODYS)
    says = f"a {found.part.path[-1]} that no row has"
    unknown = _sent(experiment, app, msgspec.structs.replace(request, body=body), says, "observe")
    if said(unknown.answer) == told:
        return ""
    return f"a request without {found.part.path[-1]} was answered {tried.answer.status}, as one that names a row: {told[:80]}"


def _done(answer: Response) -> bool:
    return answer.ok or (answer.accepted is None and answer.status in _LED_ON)


def _tries(app: App, endpoint: Endpoint, found: HarmGap) -> Iterator[Try]:
    name = ".".join(found.part.path) or found.part.kind
    last = found.part.path[-1] if found.part.path else ""
    if isinstance(found, SignGap):
        yield Try(-1, f"{name} -1")
        return
    if isinstance(found, MissingGap):
        yield Try(_ABSENT, f"no {name}")
        return
    if any(one.kind == kinds.AI for one in purposes_of(app, endpoint)) and not is_password(last):
        yield Try("x" * LONG, f"{name} of {LONG:,} characters", paid=True)
        return
    if is_password(last) and is_cut_late(rules_of(found.part)):
        yield Try(" " * 12, f"{name} of blanks alone", row=True)
        return
    if is_password(last):
        yield Try("a", f"{name} of one letter", row=True)
        return
    if privileged(last) and users_table(app) is not None and found.part.kind in ("body", "parsed"):
        # Whether the right was given is for its own experiment to say.
        return
    yield Try(_WORD, f"{name} {_WORD!r}")
    if found.part.kind in ("body", "parsed"):
        yield Try({"not": ["this", "type"]}, f"an object as {name}")
        yield Try(["not", "this"], f"a list as {name}")


def _sound(experiment: Experiment, app: App, endpoint: Endpoint, found: HarmGap) -> tuple[Any, Tried]:
    """A value that the endpoint takes, and what it answers: as it would be made up, else none, a date, a moment, a number."""
    for value in _SOUND:
        request = _with(
            app, experiment.trial, valid_request(app, experiment.trial, endpoint), endpoint, found, value
        )
        tried = _sent(experiment, app, request, "a sound request", "arrange")
        if _done(tried.answer):
            return value, tried
        experiment.trial.reset()
    return _AS_MADE, tried


def _with(
    app: App, trial: Trial, request: ValidRequest, endpoint: Endpoint, found: HarmGap, value: Any
) -> ValidRequest:
    """The request with the value in its place, or without any."""
    part = found.part
    if value is _AS_MADE:
        return request
    if part.kind == "query":
        path, _, asked = request.path.partition("?")
        if value is None:
            return _bare(request)
        pairs = [pair for pair in parse_qsl(asked) if pair[0] != part.path[-1]]
        pairs.append((part.path[-1], str(value)))
        return msgspec.structs.replace(request, path=f"{path}?{urlencode(pairs)}")
    if part.kind == "params" and value is None:
        return request
    if part.kind == "params":
        known = {name: quote(str(value)) for name in parameters(endpoint.path) if name in part.path}
        path = Arrangement(app, trial, request.actor if request.actor in trial.actors else "").path(
            endpoint, **known
        )
        return msgspec.structs.replace(request, path=path)
    if part.kind == "body" and not part.path and value is not None:
        return msgspec.structs.replace(request, body=value)  # the body is the value itself
    body = copy.deepcopy(request.body) if isinstance(request.body, dict) else {}
    if value is _ABSENT:
        body.pop(part.path[0], None)
    elif part.path and value is not None:
        put(body, part.path, value)
    return msgspec.structs.replace(request, body=body)


def _asked(trial: Trial, value: str | None) -> list[DoubleRequest]:
    """What the app asked of others, with some patience for what it does after its answer."""
    ends = time.monotonic() + (_LATER_SECONDS if value is not None else 0)
    while True:
        asked = trial.doubles.requests()
        if time.monotonic() >= ends or any(value is not None and value.encode() in one.body for one in asked):
            return asked
        time.sleep(0.1)


def _bare(request: ValidRequest) -> ValidRequest:
    """Without a query string: what stands there may often be left out, all of it."""
    return msgspec.structs.replace(request, path=request.path.partition("?")[0])


def _sent(
    experiment: Experiment,
    app: App,
    request: ValidRequest,
    says: str,
    kind: str = "act",
    value: str | None = None,
    kept_in: tuple[str, str] | None = None,
) -> Tried:
    trial = experiment.trial
    people = users_table(app)
    database = database_of(trial)
    stored = _stored(trial, kept_in)
    counted = people is not None and people.name in database.tables()
    before = database.count(people.name) if people is not None and counted else 0
    trial.doubles.clear()
    who = "somebody without an account" if request.actor == "anonymous" else request.actor
    answer = experiment.send(
        request.actor, request.method, request.path, says=f"{who} sends {says}", kind=kind, json=request.body
    )
    after = database.count(people.name) if people is not None and counted else 0
    asked = _asked(trial, value)
    whole = [one.host for one in asked if value is not None and value.encode() in one.body]
    if value is not None:
        shows = ", ".join(f"{one.host}: {len(one.body):,} bytes" for one in asked) or "nobody"
        experiment.note("observe", "whom the app asked, and with how much", shows=shows)
    changed = ".".join(kept_in) if kept_in is not None and _stored(trial, kept_in) != stored else ""
    if kept_in is not None:
        told = "another password than before" if changed else "the same passwords as before"
        experiment.note("observe", f"what {'.'.join(kept_in)} holds", shows=told)
    return Tried(answer, after - before, whole[0] if whole else "", changed)


def _kept_in(app: App, trial: Trial, endpoint: Endpoint, found: HarmGap) -> tuple[str, str] | None:
    """Table and column of what an update makes of the value, such as the hash of a password."""
    for query in endpoint.queries:
        for write in query.writes if query.operation == "update" else ():
            leaves = [leaf for leaf in write.value.sources() if leaf.path == found.part.path]
            if leaves and app.table(query.table) is not None and query.table in database_of(trial).tables():
                return query.table, write.column
    return None


def _stored(trial: Trial, place: tuple[str, str] | None) -> list[str]:
    """All that a column holds, in an order of its own."""
    if place is None:
        return []
    database = database_of(trial)
    rows = database.query(f'select "{place[1]}" as value from {database.quoted(place[0])}')
    return sorted(str(row["value"]) for row in rows)
