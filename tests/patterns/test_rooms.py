"""The floor plan: every room has every part, says what it must, and shows it on cases."""

from __future__ import annotations

import re

import pytest

from roadworthy.audit import chosen_rooms
from roadworthy.catalogue import Room, load_rooms
from tests.patterns.harness import cases

HEADINGS = ["What breaks", "How it is proven", "What cannot be seen", "Fix", "Fix safety"]
ROOMS = load_rooms()


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.id)
def test_a_room_has_its_parts(room: Room) -> None:
    assert room.has("detect")
    assert room.pattern.fails and room.pattern.holds and room.pattern.hurts


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.id)
def test_its_readme_answers_the_same_questions(room: Room) -> None:
    text = (room.folder / "README.md").read_text()
    assert re.match(r"# \S", text)
    assert re.findall(r"^## (.+)$", text, re.M) == HEADINGS


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.id)
def test_it_shows_a_gap_and_a_near_miss_on_each_of_its_stacks(room: Room) -> None:
    own = [case for case in cases() if case.room.id == room.id]
    stacks = {case.about.stack for case in own}
    assert stacks, "no cases"
    for stack in stacks:
        kinds = {case.is_gap for case in own if case.about.stack == stack}
        assert kinds == {True, False}, f"{stack}: a gap case and a clear case are both needed"


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.id)
def test_what_it_can_prove_and_repair_is_shown_by_a_case(room: Room) -> None:
    shown = any(case.about.runnable for case in cases() if case.room.id == room.id)
    assert shown or not room.has("prove"), "an experiment that no case runs shows nothing"


def test_a_repair_by_hand_stands_only_where_it_is_run() -> None:
    idle = [
        str(case) for case in cases() if case.repaired_by_hand and not (case.is_gap and case.about.runnable)
    ]
    assert not idle, "repairs that no run lays over"


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.id)
def test_no_detector_is_over_200_lines(room: Room) -> None:
    assert len((room.folder / "detect.py").read_text().splitlines()) <= 200


def test_a_pattern_is_chosen_by_its_name_alone() -> None:
    assert [room.id for room in chosen_rooms(["broken-access"], [])] == ["malicious-input/broken-access"]
    kept = {room.id for room in chosen_rooms(["malicious-input"], ["broken-access"])}
    assert kept and "malicious-input/broken-access" not in kept


def test_no_two_patterns_share_a_name() -> None:
    names = [name for room in ROOMS for name in room.names]
    assert len(names) == len(set(names))
    assert not set(names) & {room.dimension for room in ROOMS}
