"""Counts that are all nought are told from counts of other rows."""

from __future__ import annotations

from roadworthy.patterns.error_recovery.swallowed_errors.hiding import says_nothing
from roadworthy.trial import Response


def _answered(body: bytes, status: int = 200) -> Response:
    return Response(
        status=status, headers={"content-type": "application/json"}, body=body, seconds=0.1, error=""
    )


def test_noughts_and_empty_lists_say_nothing() -> None:
    assert says_nothing(_answered(b'{"open": 0, "replies": 0, "last": null, "list": []}'))
    assert not says_nothing(_answered(b'{"open": 0, "replies": 1}'))


def test_a_refusal_says_something() -> None:
    assert not says_nothing(_answered(b"{}", 503))
