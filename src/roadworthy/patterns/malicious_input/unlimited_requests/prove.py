"""Sends one client's requests in a burst, and counts how many of them had their effect."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.patterns.malicious_input.unlimited_requests.attempts import (
    Attempt,
    ordinary,
    through_door,
    varied,
)
from roadworthy.patterns.malicious_input.unlimited_requests.effects import Effects
from roadworthy.patterns.malicious_input.unlimited_requests.finding import UnlimitedGap
from roadworthy.patterns.malicious_input.unlimited_requests.guessing import guess_at_authjs, is_behind
from roadworthy.patterns.malicious_input.unlimited_requests.letting_in import (
    all_let_in,
    gives_session,
    turned_away,
)
from roadworthy.patterns.malicious_input.unlimited_requests.prove_direct import prove_bucket, prove_routine
from roadworthy.patterns.malicious_input.unlimited_requests.prove_table import prove_table
from roadworthy.patterns.malicious_input.unlimited_requests.uploading import prove_upload
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import command_of, summary
from roadworthy.proof.pasted import looped
from roadworthy.regex import regex
from roadworthy.trial import Door, Response, Trial
from roadworthy.trial.people import Person, role_of
from roadworthy.views.requests import purpose as kinds
from roadworthy.views.requests.form_files import takes_file
from roadworthy.views.requests.purposes import purposes_of

# More than anybody does by hand in a minute, and more than generous limits of some 120 a minute let through, yet little
# enough to do no harm. Passwords are fewer: each costs a hash, and limits of sign-ins stand between 3 and 30.
_MANY = 150
_MANY_PASSWORDS = 60
_AT_ONCE, _FEWEST = 20, 4
# Less than what a client waits for an answer.
_BUSY_SECONDS = 12.0
# A server that is overloaded leaves some unanswered; a limit leaves most of a burst without effect.
_FEW = 0.4
_SETTLES_SECONDS = 3.0
_TOO_MANY, _FAILED = 429, 500
_TABLE, _BUCKET, _ROUTINE = "table ", "storage bucket ", "RPC "
_HELD_BACK = regex(r"too many|rate.?limit|slow down|locked|captcha|try again later|quota", re.I)


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Many requests from one address, each fit to succeed alone."""
    experiment = Experiment(
        trial, "Of the requests that one client sends in a burst, those beyond a limit are refused"
    )
    found: UnlimitedGap | None = gap.details
    if found is None and gap.subject.startswith(_TABLE) and trial.supabase is not None:
        return prove_table(experiment, gap.subject.removeprefix(_TABLE), trial, app)
    if found is None and gap.subject.startswith(_BUCKET) and trial.supabase is not None:
        return prove_bucket(experiment, gap.subject.removeprefix(_BUCKET))
    if found is None and gap.subject.startswith(_ROUTINE) and trial.supabase is not None:
        return prove_routine(experiment, gap.subject.removeprefix(_ROUTINE))
    if found is None:
        return experiment.untestable("nothing that a trial can call is known about it")
    found = _present(found, app)
    purpose = found.purposes[0]
    if purpose.kind == kinds.SIGN_IN:
        return _guess(experiment, found, trial)
    if purpose.kind == kinds.SIGN_UP:
        return _enrol(experiment, found, trial, app)
    effects = Effects(app, trial, found.endpoint, purpose.kind)
    if purpose.kind == kinds.UPLOAD and takes_file(app, found.endpoint):
        return prove_upload(experiment, found.endpoint, app, effects, _MANY)
    attempt = ordinary(app, trial, found.endpoint, purpose)
    attempts = [varied(attempt, number, purpose) for number in range(_MANY + 1)]
    return _burst(experiment, effects, attempts)


def _present(found: UnlimitedGap, app: App) -> UnlimitedGap:
    """The endpoint as it stands now: a repair moves lines."""
    endpoint = next((one for one in app.endpoints if one.subject == found.endpoint.subject), found.endpoint)
    return UnlimitedGap(endpoint, purposes_of(app, endpoint)[:1] or found.purposes)


# --- guessing ----------------------------------------------------------------------------------------


def _guess(experiment: Experiment, found: UnlimitedGap, trial: Trial) -> Reproduction:
    """Wrong passwords for alice's account; then her own, which a client that is held back could not use."""
    door = trial.plan.doors.login
    if door is not None and "alice" in trial.actors and is_behind(door, found.endpoint.path):
        return guess_at_authjs(experiment, door, _MANY_PASSWORDS)
    if not _is_door(door, found) or door is None or "alice" not in trial.actors:
        return experiment.untestable("it is not the door through which alice signs in")
    alice = Person("alice", 1, trial.actor("alice").credentials.get("key", ""))
    own = _own_way(trial, door, alice)
    if own is None:
        return experiment.untestable("alice cannot sign in with her own password")
    entered = _try(experiment, own, "alice signs in with her own password", "arrange")
    shape = list(through_door(door, alice)).index(own)
    guesses = [
        list(through_door(door, alice, f"Wrong-Guess-{number:03d}!"))[shape]
        for number in range(_MANY_PASSWORDS)
    ]
    answers = _send(
        experiment, guesses, f"{_MANY_PASSWORDS} wrong passwords for alice's account", entered.seconds
    )
    held = [answer for answer in answers if _held_back(answer)]
    after = _try(experiment, own, "alice's own password after them, from the same address", "observe")
    if held:
        return _held(experiment, answers, "guesses were tried")
    # Each costs a hash: a server that is overloaded leaves some unanswered.
    told = [answer for answer in answers if answer.status]
    if all_let_in(entered, told):
        return experiment.untestable(
            f"any password opens alice's account: each of {len(told)} wrong ones was answered with a token, like her own"
        )
    alike = len({answer.status for answer in told}) == 1 and len(told) >= _MANY_PASSWORDS * (1 - _FEW)
    if not alike or (told[0].ok and not turned_away(entered, told)):
        return experiment.untestable(f"wrong passwords were answered {_statuses(answers)}")
    if not after.status or after.status >= _FAILED:
        return experiment.untestable(f"alice's own password was answered {_statuses([after])} after them")
    if not after.ok or turned_away(entered, [after]):
        return experiment.cleared(
            f"after {_MANY_PASSWORDS} wrong passwords the account no longer opens: {after.status}"
        )
    return experiment.proven(
        f"{len(told)} wrong passwords from one address were all tried ({told[0].status}), and the next right one let in"
    )


def _own_way(trial: Trial, door: Door, alice: Person) -> Attempt | None:
    """How she signs in: what gives her a session, else what is taken at all."""
    taken: Attempt | None = None
    for attempt in through_door(door, alice):
        answer = _together(trial, [attempt], 0)[0]
        if gives_session(answer):
            return attempt
        taken = taken or (attempt if answer.ok else None)
    return taken


def _is_door(door: Door | None, found: UnlimitedGap) -> bool:
    return door is not None and (door.method, door.path) == (found.endpoint.method, found.endpoint.path)


# --- accounts ----------------------------------------------------------------------------------------


def _enrol(experiment: Experiment, found: UnlimitedGap, trial: Trial, app: App) -> Reproduction:
    door = trial.plan.doors.register
    if not _is_door(door, found) or door is None or not door.fields:
        door = _another_door(found, door)
    if door is None:
        return experiment.untestable("what somebody types to register there cannot be told")
    effects = Effects(app, trial, found.endpoint, kinds.SIGN_UP)
    tried: list[Reproduction] = []
    for shape in range(len(list(through_door(door, Person("visitor", 1))))):
        people = [Person(f"visitor{number}", 100 + number) for number in range(_MANY_PASSWORDS + 1)]
        attempts = [list(through_door(door, person))[shape] for person in people]
        shown = _burst(experiment, effects, attempts)
        if shown.state != "untestable":
            return shown
        tried.append(shown)
    return tried[0]


def _another_door(found: UnlimitedGap, usual: Door | None) -> Door | None:
    """The registration of an app that has several: its fields as the endpoint reads them, sent as the usual one is."""
    endpoint = found.endpoint
    names = [one.name for one in endpoint.inputs if one.part == "body" and one.name and "." not in one.name]
    names += [
        name for check in endpoint.checks for name, rule in check.fields if "optional" not in rule.split()
    ]
    fields = {name: role_of(name, "unknown") for name in names}
    if usual is None or not {"email", "username"} & set(fields.values()) or "password" not in fields.values():
        return None
    return Door(method=endpoint.method, path=endpoint.path, fields=fields, form=usual.form)


# --- effects -----------------------------------------------------------------------------------------


def _burst(experiment: Experiment, effects: Effects, attempts: Sequence[Attempt]) -> Reproduction:
    """The first attempt shows what can be counted; the others are the burst."""
    before = effects.counts()
    first = _try(experiment, attempts[0], "the request once", "arrange")
    moved = _moved(effects, before)
    if moved is None:
        return experiment.untestable(
            f"the request once, answered {first.status}, has no effect that can be counted"
        )
    start = effects.counts()[moved]
    answers = _send(experiment, attempts[1:], f"{len(attempts) - 1} more from the same client", first.seconds)
    grown = _grown(effects, moved, start.number, len(answers))
    experiment.note("observe", start.things, shows=f"{start.number} before, {start.number + grown} after")
    experiment.measure(
        f"new {start.things}", grown, "rows" if start.things.startswith("rows") else "requests"
    )
    if any(_held_back(answer) for answer in answers) and grown < len(answers):
        return _held(experiment, answers, f"had their effect ({grown} new {start.things})", grown)
    if grown >= len(answers) == len(attempts) - 1:
        return experiment.proven(
            f"All {len(answers)} requests that one client sent in a burst were served: {grown} new {start.things}"
        )
    refused = [answer for answer in answers if 400 <= answer.status < 500]
    broken = [answer for answer in answers if not answer.status or answer.status >= 500]
    lacking = len(answers) - grown
    many = len(answers) >= _MANY_PASSWORDS
    if not refused and many and lacking <= min(len(broken), _FEW * len(answers)):
        # What is lacking was too much for the app, and not refused.
        return experiment.proven(
            f"{grown} of {len(answers)} requests that one client sent in a burst had their effect, and none was refused: {grown} new "
            f"{start.things}"
        )
    return experiment.untestable(
        f"{grown} of {len(answers)} requests had their effect, and the others were answered {_statuses(answers)}"
    )


def _moved(effects: Effects, before: Sequence[object]) -> int | None:
    """Which count the first request changed."""
    ends = time.monotonic() + _SETTLES_SECONDS
    while time.monotonic() < ends:
        for place, (old, new) in enumerate(zip(before, effects.counts(), strict=True)):
            if old != new:
                return place
        time.sleep(0.2)
    return None


def _grown(effects: Effects, place: int, start: int, wanted: int) -> int:
    """How many were added; what is done after the answer (a mail) gets some seconds."""
    ends = time.monotonic() + _SETTLES_SECONDS
    grown = effects.counts()[place].number - start
    while grown < wanted and time.monotonic() < ends:
        time.sleep(0.2)
        grown = effects.counts()[place].number - start
    return grown


# --- sending -----------------------------------------------------------------------------------------


def _try(experiment: Experiment, attempt: Attempt, says: str, kind: str) -> Response:
    answer = _together(experiment.trial, [attempt], 0)[0]
    command = command_of(experiment.trial, attempt.request(0))
    experiment.note(kind, says, command, summary(answer))
    return answer


def _send(experiment: Experiment, attempts: Sequence[Attempt], says: str, each: float) -> list[Response]:
    """All of them, some at a time, as one client that opens several connections does, and fewer where one takes long by itself (`each`,
    seconds), as the hash of a password does; no more once the app has stopped answering."""
    answers: list[Response] = []
    while len(answers) < len(attempts):
        start = len(answers)
        at_once = min(_AT_ONCE, max(_FEWEST, int(_BUSY_SECONDS / max(each, 0.001))))
        some = _together(experiment.trial, attempts[start : start + at_once], start + 1)
        answers += some
        if sum(not one.status for one in some) > len(some) / 2:
            break
        each = max(one.seconds for one in some) / len(some)
    lines = [command_of(experiment.trial, one.request(number)) for number, one in enumerate(attempts, 1)]
    experiment.note("act", says, looped(lines), _statuses(answers))
    return answers


def _together(trial: Trial, attempts: Sequence[Attempt], first: int) -> list[Response]:
    """The session stays as it was: what signs the client in would make its next request another one's."""
    cookies = trial.actor(attempts[0].actor).cookies
    before = dict(cookies)
    answers = trial.together([one.request(first + number) for number, one in enumerate(attempts)])
    cookies.clear()
    cookies.update(before)
    return answers


def _held_back(answer: Response) -> bool:
    return answer.status == _TOO_MANY or (400 <= answer.status < 500 and bool(_HELD_BACK.search(answer.text)))


def _held(
    experiment: Experiment, answers: Sequence[Response], served: str, number: int | None = None
) -> Reproduction:
    held = [answer for answer in answers if _held_back(answer)]
    passed = len(answers) - len(held) if number is None else number
    wait = held[0].headers.get("retry-after", "")
    # A limit that is counted in the app's memory would stand in the way of whoever comes next in this trial.
    experiment.trial.restart()
    return experiment.cleared(
        f"{passed} of {len(answers)} {served}; {len(held)} were answered {held[0].status}"
        + (f", to try again in {wait} s" if wait else "")
    )


def _statuses(answers: Sequence[Response]) -> str:
    counted: dict[int, int] = {}
    for answer in answers:
        counted[answer.status] = counted.get(answer.status, 0) + 1
    return ", ".join(f"{number} x {status or 'no answer'}" for status, number in counted.items())
