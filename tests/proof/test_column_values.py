"""Constants of the code that are compared with columns."""

from __future__ import annotations

import pytest

from roadworthy.proof.column_values import takes


@pytest.mark.parametrize(
    ("kind", "value", "fits"),
    [
        ("date", "yyyy-MM-dd", False),
        ("timestamp with time zone", "2030-01-15T07:00:00Z", True),
        ("integer", "12", True),
        ("integer", "all", False),
        ("numeric(10,2)", "9.50", True),
        ("uuid", "11111111-1111-1111-1111-111111111111", True),
        ("uuid", "me", False),
        ("text", "yyyy-MM-dd", True),
        ("integer", 12, True),
    ],
)
def test_a_column_takes_what_has_the_form_of_its_type(kind: str, value: object, fits: bool) -> None:
    assert takes(kind, value) is fits
