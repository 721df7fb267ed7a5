from __future__ import annotations

import pytest

from roadworthy.proof.samples import sample


@pytest.mark.parametrize("name", ["ip", "ip_address", "client_ip", "device.ip_number"])
def test_the_address_of_a_machine_is_no_street(name: str) -> None:
    assert sample(name, "string") == "192.0.2.7"


@pytest.mark.parametrize("name", ["address", "shipping_address", "zip"])
def test_where_people_live_is_no_machine(name: str) -> None:
    assert sample(name, "string") != "192.0.2.7"
