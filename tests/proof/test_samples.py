from __future__ import annotations

import pytest

from roadworthy.proof.samples import sample


@pytest.mark.parametrize("name", ["ip", "ip_address", "client_ip", "device.ip_number"])
def test_the_address_of_a_machine_is_no_street(name: str) -> None:
    assert sample(name, "string") == "192.0.2.7"


@pytest.mark.parametrize("name", ["address", "shipping_address", "zip"])
def test_where_people_live_is_no_machine(name: str) -> None:
    assert sample(name, "string") != "192.0.2.7"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("date", "2030-01-15"),
        ("birth_date", "2030-01-15"),
        ("time", "12:00"),
        ("update", "2030-01-15T12:00:00.000Z"),
    ],
)
def test_a_day_and_an_hour_are_what_a_form_sends(name: str, value: str) -> None:
    assert sample(name, "string") == value
