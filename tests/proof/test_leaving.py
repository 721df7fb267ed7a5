"""What is called after the deletion of an account is known for it, and nothing else is."""

from __future__ import annotations

import pytest

from roadworthy.views.people.leaving import called_a_way_out


@pytest.mark.parametrize(
    "line",
    [
        "POST /account/delete/",
        "POST /delete_account",
        "POST /users/<int:id>/delete",
        "DELETE /api/users/:id",
        "DELETE /api/user/delete/:id",
        "DELETE /me",
        "POST /close-my-account",
        "POST /account-deletion",
    ],
)
def test_a_way_out(line: str) -> None:
    assert called_a_way_out(*line.split(" ", 1))


@pytest.mark.parametrize(
    "line",
    [
        "GET /account/delete",
        "POST /notes/<int:id>/delete",
        "POST /users/<int:id>/remove-photo",
        "DELETE /api/user/delete/:id/photo",
        "POST /orders/:id/cancel",
    ],
)
def test_no_way_out(line: str) -> None:
    assert not called_a_way_out(*line.split(" ", 1))
