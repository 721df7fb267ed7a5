"""What an upload led to: pages send people on afterwards."""

from __future__ import annotations

import pytest

from roadworthy.trial.exchange import Request, Response
from roadworthy.trial.forms import with_redirect_judged


@pytest.mark.parametrize(
    ("status", "location", "done"),
    [(302, "/documents", True), (303, "/login?next=/documents", False), (200, "", True), (413, "", False)],
)
def test_a_redirect_after_an_upload_is_done_unless_it_leads_to_the_sign_in(
    status: int, location: str, done: bool
) -> None:
    request = Request(actor="alice", method="POST", path="/documents")
    answer = Response(status=status, headers={"location": location}, body=b"", seconds=0.1)
    assert with_redirect_judged(request, answer).ok is done
