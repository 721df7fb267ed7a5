"""After its database was stopped: the app's connections of before are used up, so that the next experiment meets none."""

from __future__ import annotations

from roadworthy.proof.valid_request import ValidRequest
from roadworthy.trial import Request, Trial

# Each thread of each worker may keep a connection of its own, and fails once with it.
_AT_ONCE = 16
_ROUNDS = 6
# One of several workers may have taken no request of a round.
_CALM_ROUNDS = 2


def recover(trial: Trial, reader: ValidRequest) -> None:
    """Asks for what reads the database until all who ask at once are answered. The app is restarted only where that does not
    help: people whose sessions it keeps in its memory are signed out by it."""
    asked = Request(actor=reader.actor, method=reader.method, path=reader.path)
    calm = 0
    for _ in range(_ROUNDS):
        calm = calm + 1 if all(answer.ok for answer in trial.together([asked] * _AT_ONCE)) else 0
        if calm == _CALM_ROUNDS:
            return
    trial.restart()
