"""A request's list is made longer where the query goes through it, however deep it lies and whatever names its rows."""

from __future__ import annotations

from roadworthy.app import Filter, Location, Origin, Query
from roadworthy.patterns.concurrency.sequential_calls.longer_lists import lengthened


def asked_by(*path: str) -> Query:
    value = Origin(kind="body", path=path)
    return Query(
        number=1,
        table="people",
        operation="select",
        location=Location("app.py", 1, 1),
        filters=(Filter(column="mail", operator="=", value=value),),
    )


def test_the_list_that_the_query_goes_through_is_the_one() -> None:
    body = {"orders": [{"id": 1}], "people": [{"mail": "a@example.com", "name": "A"}]}
    longer = lengthened(body, asked_by("people", "[]", "mail"), [7, 8, 9], 3)
    assert longer is not None
    assert [one["mail"] for one in longer["people"]] == [f"rw{n}a@example.com" for n in range(3)]
    assert longer["orders"] == body["orders"]


def test_a_list_within_an_argument_names_rows_by_their_keys() -> None:
    body = {"input": {"lines": [{"variantId": "x", "quantity": 1}]}}
    longer = lengthened(body, asked_by("other"), ["a", "b"], 2)
    assert longer == {
        "input": {"lines": [{"variantId": "a", "quantity": 1}, {"variantId": "b", "quantity": 1}]}
    }
    assert lengthened({"lines": []}, asked_by("other"), ["a"], 1) is None


def test_a_body_may_be_the_list_itself() -> None:
    body = [{"product_id": 1, "quantity": 2}]
    longer = lengthened(body, asked_by("[]", "product_id"), [7, 8], 2)
    assert longer == [{"product_id": 7, "quantity": 2}, {"product_id": 8, "quantity": 2}]
    assert lengthened(body, asked_by("other"), [7, 8], 2) == longer
