"""When a server has failed, as whoever asked it can tell."""

from __future__ import annotations

import pytest

from roadworthy.proof.failing import has_failed
from roadworthy.trial import Response


@pytest.mark.parametrize(
    ("status", "accepted", "action", "failed"),
    [
        (500, None, False, True),
        (200, None, False, False),
        (200, False, True, True),
        (200, True, True, False),
        # A form that is shown again was refused, and nothing failed.
        (200, False, False, False),
        (404, None, False, False),
    ],
)
def test_a_failure(status: int, accepted: bool | None, action: bool, failed: bool) -> None:
    answer = Response(status=status, headers={}, body=b"", seconds=0.1, accepted=accepted)
    assert has_failed(answer, action=action) is failed
