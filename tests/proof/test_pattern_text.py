"""Texts made to a pattern match it."""

from __future__ import annotations

import re

import pytest

from roadworthy.proof.pattern_text import text_for
from roadworthy.proof.samples import sample


@pytest.mark.parametrize(
    "pattern",
    [
        r"^(\d{9}[\dX]|\d{13})$",
        r"^[A-Z]{2}-\d+$",
        r"^[^\s@]+@x\.io$",
        r"^\+?[0-9 ]{7,}$",
        r"^\w+\s?\w*$",
        r"^(a|b)c?$",
    ],
)
def test_the_text_matches(pattern: str) -> None:
    text = text_for(pattern)
    assert text is not None and re.search(pattern, text)


@pytest.mark.parametrize("pattern", [r"(", r"^(?=.*[A-Z])(?=.*\d).{8,}$"])
def test_what_is_not_understood_is_left_alone(pattern: str) -> None:
    assert text_for(pattern) is None


def test_a_usual_value_that_the_pattern_accepts_is_taken() -> None:
    plain = r"pattern ^[^\u0000-\u0008]*$"
    assert sample("email", f"string max 254 email {plain}") == "visitor@example.com"
    assert sample("firstName", f"string max 7 {plain}") == "Example"
    assert sample("code", r"string pattern ^[A-Z]{3}$") == "AAA"
