"""Words about a failure, told apart from words about a thing that is not there."""

from __future__ import annotations

import pytest

from roadworthy.views.failures.failure_text import says_absent, tells_of_failure


@pytest.mark.parametrize(
    "text", ["Could not load the orders", "Something went wrong", "Not found, or it could not be loaded"]
)
def test_a_failure_is_told(text: str) -> None:
    assert tells_of_failure(text)
    assert not says_absent(text)


@pytest.mark.parametrize("text", ["This page could not be found.", "Order not found", "404"])
def test_what_is_not_there_is_no_failure(text: str) -> None:
    assert says_absent(text)
    assert not tells_of_failure(text)


def test_other_words_are_neither() -> None:
    assert not tells_of_failure("No orders yet")
    assert not says_absent("No orders yet")
