"""What is said to be wrong with a body, put right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from roadworthy.proof.corrections import corrected_body
from roadworthy.proof.samples import sample


class Refusing:
    """A trial whose app takes a body only where `takes` says so."""

    def __init__(self, takes: Callable[[dict[str, Any]], bool]) -> None:
        self.database = SimpleNamespace(snapshot=lambda name: None, restore=lambda name: None)
        self.takes = takes
        self.sent: list[dict[str, Any]] = []

    def send(self, actor: str, method: str, path: str, json: Any) -> Any:
        self.sent.append(json)
        ok = self.takes(json)
        return SimpleNamespace(ok=ok, status=200 if ok else 400, text="", json=lambda: None)


def _days_from_today(text: str) -> int:
    return (date.fromisoformat(text[:10]) - date.today()).days


def _corrected(trial: Any, body: dict[str, Any]) -> dict[str, Any]:
    endpoint: Any = SimpleNamespace(
        subject="POST /visits", method="POST", framework="django", inputs=(), checks=()
    )
    return corrected_body(trial, endpoint, "alice", "/visits", body, sample)


@pytest.mark.parametrize(
    "takes", [lambda days: 0 <= days <= 30, lambda days: days <= 0], ids=["this month", "no day to come"]
)
def test_a_day_that_is_refused_is_tried_soon_and_a_little_ago(takes: Callable[[int], bool]) -> None:
    trial = Refusing(lambda body: takes(_days_from_today(body["begins"])))
    body = _corrected(trial, {"begins": "2030-01-15T10:00", "ends": "2030-01-17", "notes": "2030"})
    assert takes(_days_from_today(body["begins"])) and body["begins"].endswith("T10:00")
    assert _days_from_today(body["ends"]) - _days_from_today(body["begins"]) == 2
    assert body["notes"] == "2030"


def test_a_day_that_is_taken_stays_and_so_does_one_that_helps_nothing() -> None:
    body = {"begins": "2030-01-15"}
    assert _corrected(Refusing(lambda body: True), body) == body
    refusing = Refusing(lambda body: False)
    assert _corrected(refusing, body) == body
    assert len(refusing.sent) == 3
    # It is asked once in a trial.
    _corrected(refusing, body)
    assert len(refusing.sent) == 3
