"""Rows that are refused for what they hold are told from rows that are too many."""

from __future__ import annotations

import pytest

from roadworthy.patterns.malicious_input.unlimited_requests.prove_table import _not_for_their_number


@pytest.mark.parametrize(
    ("statuses", "counted"),
    [
        ([201, 400, 201] * 33, False),
        # A limit that says it with 400 takes the first ones and none after.
        ([201] * 60 + [400] * 40, True),
        ([201, 403, 201] * 33, True),
        ([201, 429, 201] * 33, True),
    ],
)
def test_what_counts_refuses_what_comes_late(statuses: list[int], counted: bool) -> None:
    assert _not_for_their_number(statuses) is not counted
