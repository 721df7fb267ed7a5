"""What in an answer could lead to a request's lines in the log."""

from __future__ import annotations

from roadworthy.patterns.error_recovery.untraceable_errors.prove import _tokens
from roadworthy.trial import Response


def answer(body: str) -> Response:
    return Response(status=500, headers={"x-request-id": "7f3a9c01"}, body=body.encode(), seconds=0.0)


def test_where_an_object_lies_in_memory_names_no_request() -> None:
    found = list(_tokens(answer("<WSGIRequest at 0x7fce867f5e50> in 120000 ms, see error-51c2d0")))
    assert "7f3a9c01" in found
    assert "error-51c2d0" in found
    assert not [one for one in found if one.startswith("0x") or one.isdigit()]
