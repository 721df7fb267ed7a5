"""Sends values that make no sense and looks whether they are in the database afterwards."""

from __future__ import annotations

import msgspec

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.patterns.malicious_input.unvalidated_input.attacks import attacks
from roadworthy.patterns.malicious_input.unvalidated_input.door import Door
from roadworthy.patterns.malicious_input.unvalidated_input.finding import (
    BlankGap,
    ChargedGap,
    DirectText,
    HarmGap,
    InputGap,
    LimitGap,
)
from roadworthy.patterns.malicious_input.unvalidated_input.prove_blank import prove_blank
from roadworthy.patterns.malicious_input.unvalidated_input.prove_charged import prove_charged
from roadworthy.patterns.malicious_input.unvalidated_input.prove_direct import prove_direct
from roadworthy.patterns.malicious_input.unvalidated_input.prove_harm import prove_harm
from roadworthy.patterns.malicious_input.unvalidated_input.prove_limit import prove_limit
from roadworthy.patterns.malicious_input.unvalidated_input.trying import tried_attack
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.agreeing import of_its_work
from roadworthy.proof.replay import Replay
from roadworthy.proof.table_states import moved, states, written_tables
from roadworthy.proof.taken_role import take_role, wanted_role
from roadworthy.proof.valid_request import asks_who_sends
from roadworthy.trial import Response, Trial

_SHOWN = 200
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
        outcome, replay = tried_attack(experiment, door, attack)
        if outcome == "ended":
            # What was sent before may have ended it a moment after its answer: this one is asked of an app just started.
            _begin_again(app, door.trial, door.actor, role)
            outcome, replay = tried_attack(experiment, door, attack)
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
