"""Rows that are handed over in step with those that there are, be they a share of them alone."""

from __future__ import annotations

from roadworthy.patterns.data_volume.in_memory_query.prove import Point, grows_with


def test_a_fifth_of_the_rows_grows_with_them_and_a_page_does_not() -> None:
    def point(rows: int, handed: int) -> Point:
        return Point(rows, handed, 1, 50)

    assert grows_with(point(1_000, 200), point(20_000, 4_000))
    assert grows_with(point(1_000, 1_000), point(20_000, 20_000))
    assert not grows_with(point(1_000, 200), point(20_000, 200))
    assert not grows_with(point(1_000, 200), point(20_000, 1_100))
    assert not grows_with(point(1_000, 0), point(20_000, 4_000))
