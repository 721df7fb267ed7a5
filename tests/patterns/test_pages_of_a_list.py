"""A list that is cut to a page is asked for row by row all the same."""

from __future__ import annotations

from typing import Any

import pytest

from roadworthy.patterns.concurrency.sequential_calls.prove import Point, _judge
from roadworthy.proof import Experiment


@pytest.mark.parametrize(
    ("counted", "state"),
    [
        (((1, 1), (10, 10), (20, 20)), "proven"),
        (((1, 2), (10, 11), (101, 102)), "proven"),
        (((1, 1), (10, 1), (20, 1)), "cleared"),
        (((1, 1), (10, 10), (100, 12)), "untestable"),
    ],
)
def test_each_row_of_the_page_is_one(counted: tuple[tuple[int, int], ...], state: str) -> None:
    trial: Any = None
    points = [Point(*one) for one in counted]
    assert _judge(Experiment(trial, "at once"), "likes", points, "rows in the answer").state == state
