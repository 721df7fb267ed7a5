"""Addresses of outside services, as code writes them."""

from __future__ import annotations

from roadworthy.frameworks.services import taken_apart


def test_an_address_that_is_none_ends_no_audit() -> None:
    assert taken_apart("https://[your-project].example/x").hostname is None
    assert taken_apart("https://api.example.com/x").hostname == "api.example.com"
