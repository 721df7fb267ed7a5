"""What a list that was answered with few rows, and is not with many, shows."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from roadworthy.proof import Experiment
from roadworthy.proof.given_up import unanswered
from roadworthy.trial import Response, Trial
from roadworthy.trial.client import TOO_LARGE

SHOWN = "With 1,000 rows of notes the answer holds 1,000 of them"


def _state(error: str, seconds: float, points: int = 2, shown: str = SHOWN) -> str:
    trial = cast(Trial, SimpleNamespace())
    answer = Response(status=0, headers={}, body=b"", seconds=seconds, error=error)
    return unanswered(Experiment(trial, "A page is answered"), 20_000, answer, points, shown).state


@pytest.mark.parametrize(
    ("error", "seconds", "state"),
    [
        (f"ReadError: {TOO_LARGE}", 3.0, "proven"),
        ("ReadTimeout: the answer did not end in time", 60.0, "proven"),
        ("ReadError: Connection reset by peer", 3.0, "untestable"),
    ],
)
def test_more_than_anybody_waits_for_or_reads_is_a_proof(error: str, seconds: float, state: str) -> None:
    assert _state(error, seconds) == state


def test_without_smaller_answers_that_show_the_list_it_is_none() -> None:
    assert _state(TOO_LARGE, 3.0, points=1) == "untestable"
    assert _state(TOO_LARGE, 3.0, shown="") == "untestable"
