"""What is generated is as it would be generated now, and measured against the 47."""

from __future__ import annotations

from roadworthy.catalogue import DIMENSIONS, load_rooms
from roadworthy.catalogue.ids import IDS, NAMES
from tools.write_docs import DOCS, generated_pages, present_pages


def test_the_generated_pages_are_up_to_date() -> None:
    assert present_pages(DOCS) == generated_pages(), "make docs"


def test_there_are_47_patterns_in_the_ten_dimensions() -> None:
    assert list(NAMES) == [dimension.id for dimension in DIMENSIONS]
    assert len(set(IDS)) == len(IDS) == 47


def test_every_room_is_one_of_them() -> None:
    assert {room.id for room in load_rooms()} <= set(IDS)
