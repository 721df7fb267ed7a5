"""Wrong passwords at the door of Auth.js, which wants a token with each and tells by a session whether it let somebody in."""

from __future__ import annotations

import re
from typing import Any

from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import summary
from roadworthy.regex import regex
from roadworthy.trial import Actor, Door, Request, Response
from roadworthy.trial.authjs_entry import AUTHJS, has_session, provider_of, sign_in_request, token_of
from roadworthy.trial.people import ADDRESSES, Person

_AT_ONCE = 20
_FAILED = 500
_HELD = regex(r"too many|rate.?limit|slow down|locked|try again later", re.I)


class Guessing(Person, frozen=True):
    """Somebody who types another password than the person's own."""

    guess: str = ""

    def value(self, role: str) -> Any:
        """What they type."""
        return self.guess if role == "password" else super().value(role)


def is_behind(door: Door | None, path: str) -> bool:
    """Whether a path is one of the door's own endpoints."""
    return door is not None and door.library == AUTHJS and path.startswith(f"{door.path}/")


def guess_at_authjs(experiment: Experiment, door: Door, number: int) -> Reproduction:
    """`number` wrong passwords for alice's account; then her own, which a client that is held back could not use."""
    trial = experiment.trial
    client = Actor(name="anonymous", role="anonymous", address=ADDRESSES["anonymous"])

    def ask(actor: Actor, request: Request) -> Response:
        return trial.send(actor, request.method, request.path)

    provider, token = provider_of(ask, client, door), token_of(ask, client, door)
    people = [Guessing("alice", 1, f"Wrong-Guess-{one:03d}!") for one in range(number)]
    if provider.outside:
        return experiment.untestable("people sign in by a provider, who keeps their passwords")
    alone = Actor(name="anonymous", role="anonymous", address=ADDRESSES["anonymous"])
    own = sign_in_request(alone, door, provider.name, token_of(ask, alone, door), Person("alice", 1))
    first = trial.together([own])[0]
    if not has_session(alone):
        return experiment.untestable(f"alice cannot sign in with her own password: {first.status}")
    guesses = [sign_in_request(client, door, provider.name, token, one) for one in people]
    answers: list[Response] = []
    for start in range(0, number, _AT_ONCE):
        answers += trial.together(guesses[start : start + _AT_ONCE])
    shown = summary(answers[0])
    experiment.note("act", f"{number} wrong passwords for alice's account at {guesses[0].path}", shows=shown)
    if has_session(client) or not all(answer.status for answer in answers):
        return experiment.untestable(f"wrong passwords were answered {answers[0].status}")
    held = [answer for answer in answers if answer.status == 429 or _HELD.search(answer.text)]
    after = trial.together([sign_in_request(client, door, provider.name, token, Person("alice", 1))])[0]
    experiment.note("observe", "alice's own password after them, from the same address", shows=summary(after))
    if not held and after.status >= _FAILED:
        return experiment.untestable(f"alice's own password was answered {after.status} after them")
    if held or not has_session(client):
        trial.restart()
        return experiment.cleared(f"{len(answers) - len(held)} of {number} guesses were tried, then no more")
    return experiment.proven(
        f"{number} wrong passwords from one address were all tried ({answers[0].status}), and the next right one let in"
    )
