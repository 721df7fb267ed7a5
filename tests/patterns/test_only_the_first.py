"""Requests at once of which one after the other only the first is accepted."""

from __future__ import annotations

from roadworthy.patterns.concurrency.lost_update.only_first import Done, more_than_the_first

_PLACE = ("books", "available")
_ONCE = Done({_PLACE: {"dune": 1.0}}, {"returns": 1})


def test_rows_that_more_than_the_first_added_are_told() -> None:
    done = Done({_PLACE: {"dune": 1.0}}, {"returns": 8})
    assert more_than_the_first(_ONCE, done, 8) == (
        "8 requests succeeded and left 8 new rows in returns; one after the other only the first is accepted, and leaves 1"
    )


def test_a_number_that_moved_further_than_by_the_first_is_told() -> None:
    done = Done({_PLACE: {"dune": 3.0}}, {"returns": 1})
    assert "changed books.available by 3" in more_than_the_first(_ONCE, done, 8)


def test_a_number_that_the_first_alone_changed_is_as_it_should_be() -> None:
    assert more_than_the_first(_ONCE, _ONCE, 8) == ""
