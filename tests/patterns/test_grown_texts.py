"""A text that is made longer than its column keeps the form that a validator looks at."""

from __future__ import annotations

import pytest

from roadworthy.patterns.malicious_input.unvalidated_input.attacks import grown


@pytest.mark.parametrize("size", [51, 66, 81, 129, 201])
def test_a_longer_address_of_mail_is_one(size: int) -> None:
    longer = grown("alice@example.com", size)
    name, _, domain = longer.partition("@")
    assert len(longer) == size
    assert len(name) <= 64
    assert all(0 < len(label) <= 63 for label in domain.split("."))
    assert domain.endswith("example.com")


def test_another_text_goes_on_with_its_last_letter() -> None:
    assert grown("A title", 10) == "A titleeee"
