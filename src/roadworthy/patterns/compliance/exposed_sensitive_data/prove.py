"""Uses the app with marked personal values, and looks for them in the database, the log and the answers."""

from __future__ import annotations

import copy
import hashlib
import re

from roadworthy.app import App, Endpoint
from roadworthy.catalogue import Gap
from roadworthy.errors import TrialUnavailable
from roadworthy.patterns.compliance.exposed_sensitive_data.finding import ExposureGap
from roadworthy.patterns.compliance.exposed_sensitive_data.prove_answered import prove_answered
from roadworthy.patterns.compliance.exposed_sensitive_data.prove_dump import prove_dump
from roadworthy.patterns.compliance.exposed_sensitive_data.prove_known import prove_known
from roadworthy.patterns.compliance.exposed_sensitive_data.prove_people import prove_people
from roadworthy.patterns.compliance.exposed_sensitive_data.prove_profiles import prove_profiles
from roadworthy.patterns.compliance.exposed_sensitive_data.written_there import in_an_answer, written_there
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import curl, database_of
from roadworthy.proof.failing import printed
from roadworthy.proof.page_text import said
from roadworthy.proof.table_states import moved, states, written_tables
from roadworthy.proof.valid_request import send_valid, valid_request
from roadworthy.trial import Door, Trial
from roadworthy.trial.actor import Entry
from roadworthy.trial.coming_in import CameIn, come_in
from roadworthy.trial.doubles import EVERYBODY
from roadworthy.trial.people import Person
from roadworthy.views.people.people import is_password

_MARKED = "Rw7-Marked!Secret"
_FAST = ("md5", "sha1", "sha256", "sha512")
_LOGS = ("log", "people in logs", "answers in logs")
_TEXT = ("text", "character varying", "varchar", "character", "json", "jsonb")
_READS = 12
# Shorter headers are no tokens.
_LEAST_TOKEN = 24
# Somebody new, so that what is printed at a registration is printed.
_NUMBER = 41
_LATER = Person("carlotta", 42)


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Whatever the kind of exposure lets be looked for."""
    found: ExposureGap = gap.details
    kind = found.exposure.kind
    experiment = Experiment(
        trial, "Passwords and personal data stand where they belong, and nowhere else in the clear"
    )
    if kind in ("plaintext", "weak hash"):
        return _stored(experiment, app, found)
    if kind in ("answer", "hash in answer"):
        return prove_answered(experiment, app, found)
    if kind == "people in answer":
        return prove_people(experiment, app, found)
    if kind == "profiles":
        return prove_profiles(experiment, app, found.exposure.subject)
    if kind in _LOGS:
        return _logged(experiment, app, found)
    if kind == "dump":
        return prove_dump(experiment, app, found.exposure)
    if kind == "password":
        return prove_known(experiment, app, found.exposure)
    if kind == "key on page":
        return experiment.untestable("a trial has no row with a key in it, which people put there")
    if kind == "cookie":
        return experiment.untestable("what a session's cookie holds is not read yet")
    return experiment.untestable("it lies in the repository, and running the app shows nothing of it")


# --- at rest -----------------------------------------------------------------------------------------


def _stored(experiment: Experiment, app: App, found: ExposureGap) -> Reproduction:
    endpoint = _endpoint(app, found)
    if endpoint is None:
        return experiment.untestable(f"{found.exposure.subject} is no request that can be sent")
    request = valid_request(app, experiment.trial, endpoint)
    fields = [name for name in request.body or {} if is_password(name) or "password" in name.lower()]
    if not fields:
        return experiment.untestable("no field of the request is a password")
    body = {**request.body, **dict.fromkeys(fields, _MARKED)}
    before = states(experiment.trial, written_tables(experiment.trial, endpoint))
    answer = experiment.send(
        request.actor, request.method, request.path, says=f"a password is sent: {_MARKED}", json=body
    )
    if not answer.ok:
        return experiment.untestable(f"the request was answered {answer.status}")
    clear = _columns_holding(experiment.trial, _MARKED)
    experiment.note(
        "observe", "columns that hold the password as it was typed", shows=", ".join(clear) or "none"
    )
    if clear:
        return experiment.proven(f"{clear[0]} holds the password as it was typed")
    for name in _FAST:
        digest = hashlib.new(name, _MARKED.encode()).hexdigest()
        places = _columns_holding(experiment.trial, digest)
        if places:
            return experiment.proven(
                f"{places[0]} holds the bare {name} of the password, which is guessed in seconds"
            )
    if before and not moved(experiment.trial, before):
        return experiment.untestable(
            f"the request was answered {answer.status} and changed nothing: {said(answer)[:80]}"
        )
    return experiment.cleared("No column holds the password as it was typed or its bare digest")


def _endpoint(app: App, found: ExposureGap) -> Endpoint | None:
    subject = found.endpoint.subject if found.endpoint is not None else found.exposure.subject
    return app.endpoint(subject)


def _columns_holding(trial: Trial, text: str) -> list[str]:
    database = database_of(trial)
    found = []
    for table in database.tables():
        for column in database.columns(table):
            if column.type.split("(")[0].lower() in _TEXT:
                value = database.as_text(f'"{column.name}"')
                sql = f"select count(*) as n from {database.quoted(table)} where {value} like %s"
                if database.query(sql, (f"%{text}%",))[0]["n"]:
                    found.append(f"{table}.{column.name}")
    return found


# --- in the log --------------------------------------------------------------------------------------


def _logged(experiment: Experiment, app: App, found: ExposureGap) -> Reproduction:
    trial = experiment.trial
    register = trial.plan.doors.register
    if register is None:
        return _logged_by_functions(experiment, app, found)
    person = Person("carla", _NUMBER)
    mark = trial.log_mark()
    came = _come_in(trial, register, person, register=True)
    answer, command = came.answer, _as_curl(came.entry) if came.entry is not None else ""
    experiment.note("act", f"somebody signs up as {person.email}", command, f"{answer.status} {answer.text}")
    if not answer.ok and answer.status not in (302, 303):
        raise TrialUnavailable(f"a registration was answered {answer.status}")
    # What fails is written to a log in other words than what works.
    trial.doubles.tell(EVERYBODY, ("status", 503))
    _come_in(trial, register, _LATER, register=True)
    trial.doubles.clear()
    if trial.plan.doors.login is not None:
        _come_in(trial, trial.plan.doors.login, person, register=False)
    for endpoint in [
        one for one in app.endpoints if one.method == "GET" and not re.search(r"[:{<]", one.path)
    ][:_READS]:
        request = valid_request(app, trial, endpoint)
        trial.send(request.actor, "GET", request.path)
    own = _its_own(experiment, app, found)
    log = printed(trial, mark)
    told = _telling(app, found, log, person, trial) or _telling(app, found, log, _LATER, trial)
    experiment.note("observe", "what the log says of them", shows=told or "nothing that names anybody")
    if told:
        return experiment.proven(f"The log tells who uses the app, or a key: {told}")
    if own:
        return experiment.untestable(own)
    if _telling(app, found, log, person, trial, anywhere=True):
        return experiment.untestable("the log holds one, and in a line that may be another place's")
    doors = {e.handler.path for e in app.endpoints if (e.method, e.path) in _doors(trial)}
    if found.exposure.kind != "answers in logs" and not doors & {one.path for one in found.exposure.places}:
        return experiment.untestable(
            "signing up, signing in and reading do not lead to the place that writes it"
        )
    return experiment.cleared(
        "People signed up, signed in and read, and the log names none of them and no key"
    )


def _logged_by_functions(experiment: Experiment, app: App, found: ExposureGap) -> Reproduction:
    """Of a project people sign up at its provider: what writes the line is a function of its own, asked by itself."""
    trial, places = experiment.trial, {place.path for place in found.exposure.places}
    writing = [one for one in app.endpoints if one.kind == "function" and one.handler.path in places]
    if not writing:
        return experiment.untestable("nobody can sign up by a request")
    mark = trial.log_mark()
    for endpoint in writing:
        request = valid_request(app, trial, endpoint)
        send_valid(experiment, request, f"{request.actor} asks {endpoint.subject}")
    told = _telling(app, found, printed(trial, mark), _LATER, trial)
    experiment.note("observe", "what the log says of people", shows=told or "nothing that names anybody")
    if told:
        return experiment.proven(f"The log tells who uses the app, or a key: {told}")
    return experiment.untestable("the requests that were tried did not lead to the line, or it named nobody")


def _its_own(experiment: Experiment, app: App, found: ExposureGap) -> str:
    """Sends the requests that the gap is of, where it is of some that nobody signs up or in by; why a line of theirs may not have been
    written."""
    trial, refused = experiment.trial, ""
    for endpoint in _writing(app, found):
        if (endpoint.method, endpoint.path) in _doors(trial):
            continue
        request = valid_request(app, trial, endpoint)
        answer = send_valid(experiment, request, f"{request.actor} asks {endpoint.subject}")
        if not answer.ok:
            refused = refused or f"{endpoint.subject}, which writes it, was answered {answer.status}"
    return refused


def _writing(app: App, found: ExposureGap) -> list[Endpoint]:
    """The endpoint that the gap is of; of one of the whole app those in whose handlers the lines stand."""
    named = app.endpoint(found.exposure.subject)
    if named is not None:
        return [named]
    places = found.exposure.places
    return [one for one in app.endpoints if any(one.handler_body.holds(place) for place in places)][:_READS]


def _tokens(trial: Trial) -> list[str]:
    """What lets people in with each request, where it travels in a header."""
    sent = [value for actor in trial.actors.values() for value in actor.headers.values()]
    return [value.removeprefix("Bearer ") for value in sent if len(value) > _LEAST_TOKEN]


def _doors(trial: Trial) -> set[tuple[str, str]]:
    doors = (trial.plan.doors.register, trial.plan.doors.login)
    return {(door.method, door.path) for door in doors if door is not None}


def _come_in(trial: Trial, door: Door, person: Person, *, register: bool) -> CameIn:
    visitor = copy.deepcopy(trial.actor("anonymous"))
    return come_in(trial.send_written, visitor, door, person, register=register)


def _as_curl(entry: Entry) -> str:
    typed = entry.json if entry.json is not None else entry.form
    return curl("anonymous", entry.method, entry.path, typed, form=entry.json is None)


def _telling(
    app: App, found: ExposureGap, log: str, person: Person, trial: Trial, *, anywhere: bool = False
) -> str:
    """The line of this place (`anywhere`: any line) that holds a password, an address or a session of somebody, or a key of the app's
    own; '' for none."""
    values = [str(person.value("password")), *trial.secrets().values(), *_tokens(trial)]
    if found.exposure.kind != "log":
        values += [person.email, *(actor.credentials.get("email", "") for actor in trial.actors.values())]
    words = written_there(app, found.exposure.places) if found.exposure.kind == "log" else ()
    for value in [one for one in values if one]:
        for line in log.splitlines():
            if found.exposure.kind == "answers in logs" and not in_an_answer(line, value):
                continue
            if value in line and (anywhere or not words or any(word in line for word in words)):
                return " ".join(line.split())[:200]
    return ""
