"""By which part of a request a row is chosen."""

from __future__ import annotations

from roadworthy.app import Endpoint, Location, Origin, Query
from roadworthy.app.query import Filter
from roadworthy.patterns.malicious_input.broken_access.keys import as_sent, chosen_key
from roadworthy.views.people.access import Access

_HERE = Location("app.py", 1, 1, 0, 0)


def _asking(*queries: Query) -> Endpoint:
    return Endpoint("GET", "/folders/<key>", "http", "flask", _HERE, _HERE, _HERE, queries=queries)


def _folder(number: int, value: Origin) -> Query:
    return Query(number, "select", "folders", _HERE, filters=(Filter("id", "=", value),))


def _parent(query: int) -> Origin:
    return Origin("row", ("parent_id",), table="folders", query=query)


def test_through_a_row_that_was_read_before() -> None:
    first = _folder(0, Origin("params", ("key",)))
    second = _folder(1, _parent(0))
    endpoint = _asking(first, second)
    assert chosen_key(endpoint, Access(endpoint), second) == ("id", Origin("params", ("key",)))


def test_a_query_that_runs_again_with_its_own_row_is_not_read_before_itself() -> None:
    """`details["parent"] = found.parent_id` of a record that the query's own key was taken from."""
    again = _folder(0, _parent(0))
    endpoint = _asking(again)
    assert chosen_key(endpoint, Access(endpoint), again) is None


def test_two_queries_that_each_take_the_others_row_end() -> None:
    first, second = _folder(0, _parent(1)), _folder(1, _parent(0))
    endpoint = _asking(first, second)
    assert chosen_key(endpoint, Access(endpoint), second) is None


def test_a_part_that_a_schema_handed_on_is_the_part_that_was_sent() -> None:
    sent = Origin("body", ("group",))
    handed_on = Origin("parsed", ("group",), inputs=(Origin("body"),))
    other = Origin("parsed", ("group",), inputs=(Origin("query"),))

    assert as_sent(handed_on) == as_sent(sent)
    assert as_sent(other) != as_sent(sent)
