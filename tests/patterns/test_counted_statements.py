"""Statements that become more with the rows, and not with each of them, are not cleared."""

from __future__ import annotations

from typing import Any

from roadworthy.patterns.concurrency.sequential_calls.prove import Point, _judge
from roadworthy.proof import Experiment


def judged(*statements: int) -> str:
    nobody: Any = None
    points = [Point(elements, one) for elements, one in zip((1, 10, 100), statements, strict=True)]
    return _judge(Experiment(nobody, "it reads related rows together"), "users", points, "rows").state


def test_one_for_each_row_is_shown_and_as_many_for_any_number_is_cleared() -> None:
    assert judged(1, 10, 100) == "proven"
    assert judged(2, 2, 2) == "cleared"


def test_a_page_of_twenty_rows_clears_nothing() -> None:
    assert judged(2, 10, 20) == "untestable"


def test_no_statement_says_nothing() -> None:
    assert judged(0, 0, 0) == "untestable"
