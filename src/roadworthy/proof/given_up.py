"""A request that was answered with few rows and is given up with many."""

from __future__ import annotations

from roadworthy.proof.experiment import Experiment
from roadworthy.proof.reproduction import Reproduction
from roadworthy.trial import Response
from roadworthy.trial.client import TOO_LARGE

SECONDS = 60.0
"""How long an answer is waited for: longer than people and most proxies do."""
# A client gives up a little before or after the second.
_WAITED = 0.95
_BEFORE_LAST = 2


def unanswered(
    experiment: Experiment, number: int, answer: Response, points: int, shown: str
) -> Reproduction:
    """With `number` rows there is no answer. It is proven when the other sizes (`points` of them) were answered and nothing came in a
    minute, or more than anybody reads, and `shown` tells what those answers show; '' where they show nothing."""
    if answer.status == 0 and points == _BEFORE_LAST and shown:
        if TOO_LARGE in (answer.error or ""):
            return experiment.proven(f"{shown}; with {number:,} {TOO_LARGE}")
        if answer.seconds >= SECONDS * _WAITED:
            return experiment.proven(f"{shown}; with {number:,} none comes within {SECONDS:.0f} s")
    return experiment.untestable(f"with {number:,} rows it is not answered: {answer.error or answer.status}")
