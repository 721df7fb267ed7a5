"""The normal flow: what ordinary people do must work after a repair as before."""

from __future__ import annotations

import json

import pytest

from roadworthy.repair.normal_flow import (
    FlowStep,
    NormalFlow,
    Outcome,
    _filled,
    broken,
    first_entry,
    outcome,
)
from roadworthy.trial import Response

ITEMS = FlowStep("alice", "GET", "/api/items", "GET /api/items")
ITEM = FlowStep("alice", "GET", "/api/items/:id", "GET /api/items/:id", "/api/items")


def answered(status: int, body: object) -> Outcome:
    return outcome(Response(status=status, headers={}, body=json.dumps(body).encode(), seconds=0.0))


def difference(before: Outcome, after: Outcome | None, *left_out: str) -> str:
    was = NormalFlow(("alice",), (ITEMS,), {ITEMS: before})
    now = NormalFlow(("alice",), (ITEMS,), {ITEMS: after} if after else {})
    return broken(was, now, frozenset(left_out))


LIST = [{"id": 1, "name": "Lamp", "by_date": {"2024-01-01": 1}}]

SAME = [
    (200, [{"id": 9, "name": "Other", "by_date": {"2025-12-31": 5}, "more": True}]),
    (201, LIST),
]
DIFFERENT = [
    (401, {}, "was answered with 200 and now with 400"),
    (500, {}, "was answered with 200 and now with 500"),
    (0, None, "was answered with 200 and now with nothing"),
    (200, [{"id": 1, "by_date": {"2024-01-01": 1}}], "no longer answers with [].name"),
    (200, [], "no longer answers with []"),
    (200, {"items": LIST}, "no longer answers with []"),
]


@pytest.mark.parametrize(("status", "body"), SAME)
def test_new_keys_and_new_values_are_no_difference(status: int, body: object) -> None:
    assert difference(answered(200, LIST), answered(status, body)) == ""


@pytest.mark.parametrize(("status", "body", "reason"), DIFFERENT)
def test_a_lost_answer_or_key_is_a_difference(status: int, body: object, reason: str) -> None:
    said = difference(answered(200, LIST), answered(status, body))
    assert said == f"alice's GET /api/items {reason}"


def test_what_failed_before_may_answer_anything() -> None:
    assert difference(answered(500, {"error": "x"}), answered(403, {})) == ""


def test_the_subject_of_a_repair_may_change() -> None:
    assert difference(answered(200, LIST), answered(403, {}), "GET /api/items") == ""


def test_people_who_could_sign_in_still_can() -> None:
    before, after = NormalFlow(("alice", "bob"), (), {}), NormalFlow(("bob",), (), {})
    assert broken(before, after, frozenset()) == "alice can no longer sign in"


def test_an_entry_is_asked_for_by_what_the_list_answers() -> None:
    assert _filled(ITEM, [{"id": 7}]) == "/api/items/7"
    assert _filled(ITEM, {"total": 1, "items": [{"id": "a7"}]}) == "/api/items/a7"
    assert _filled(ITEM, []) is None
    assert first_entry("text") is None


def test_a_new_uncaught_error_in_the_page_is_a_difference() -> None:
    before = Outcome(200, frozenset({"text"}), ("old",))
    assert difference(before, Outcome(200, frozenset({"text"}), ("old",))) == ""
    assert "fails in the browser: new" in difference(before, Outcome(200, frozenset({"text"}), ("new",)))
    assert "no longer answers with text" in difference(before, Outcome(200))
