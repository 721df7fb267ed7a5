"""Patterns that two processes share: the same verdicts, and nothing lost with a process that dies."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from select import select

import pytest

from roadworthy import judging
from roadworthy.app import App
from roadworthy.audit import audit_folder
from roadworthy.catalogue import Room, Verdict, clear, load_rooms
from roadworthy.frameworks.build import build_app
from roadworthy.judging import judged_together

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(autouse=True)
def every_app_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "SHARED_LINES", 0)


def test_two_processes_say_what_one_says() -> None:
    one = audit_folder(EXAMPLES / "corner-shop")
    two = audit_folder(EXAMPLES / "corner-shop", jobs=2, details=False)
    assert [(gap.id, gap.message, gap.severity) for gap in two.gaps] == [
        (gap.id, gap.message, gap.severity) for gap in one.gaps
    ]
    assert two.checklist == one.checklist
    assert any(gap.finding.details is not None for gap in one.gaps)
    assert all(gap.finding.details is None for gap in two.gaps)


class Deadly(Room):
    """Ends the process that asks it, but for the first one, which waits until another has asked."""

    def __init__(self, room: Room, first: int, asked: tuple[int, int]) -> None:
        super().__init__(room.id, room.folder)
        self._first, self._asked = first, asked

    def detect(self, app: App) -> Iterable[Verdict]:
        """One verdict, from the first process alone."""
        if os.getpid() != self._first:
            os.write(self._asked[1], b".")
            os._exit(3)
        assert select([self._asked[0]], [], [], 60)[0], "no other process took a pattern"
        return [clear("app", "nothing ended")]


def test_what_dies_with_a_process_is_judged_again() -> None:
    app, asked = build_app(EXAMPLES / "corner-shop"), os.pipe()
    rooms = [Deadly(room, os.getpid(), asked) for room in load_rooms()]
    said = judged_together(app, rooms, jobs=2)
    for end in asked:
        os.close(end)
    assert {room.id: said[room.id].verdicts[0].reason for room in rooms} == dict.fromkeys(
        [room.id for room in load_rooms()], "nothing ended"
    )
