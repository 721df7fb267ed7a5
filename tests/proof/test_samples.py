from __future__ import annotations

import pytest

from roadworthy.proof.samples import OBJECT_ID, sample


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


def test_a_choice_that_is_not_known_is_no_word_of_its_rule() -> None:
    assert sample("rating", "enum optional") == 4
    assert sample("status", "enum open|done optional") == "open"


def test_a_user_name_holds_no_space() -> None:
    assert " " not in sample("username", "string max 150")


def test_what_is_searched_for_stands_in_most_texts() -> None:
    assert sample("q", "string") == "e"
    assert len(sample("q", "string min 3")) >= 3


def test_a_choice_may_have_words_of_its_own() -> None:
    assert sample("sort", "enum Most Upvotes|Least Upvotes optional") == "Most Upvotes"
    assert sample("sort", "enum new|old default new") == "new"
    assert sample("kind", "literal post min 1") == "post"
    assert sample("day", "enum optional") != "optional"


def test_a_key_of_mongodb_is_one_whatever_it_is_called() -> None:
    assert sample("relatedTo", "objectid") == sample("email", "objectid") == OBJECT_ID
