"""`make demo` judges by the report alone, and names what did not go the whole way."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

sys.path.append(str(Path(__file__).parent.parent / "report"))

from roadworthy.catalogue import load_rooms
from scripts import demo


@pytest.fixture
def report(tmp_path: Path) -> dict[str, Any]:
    """The shop of tests/report after a whole cycle, as the JSON report has it."""
    from shop_audit import CERTIFICATE, RUN, sample_audit

    from roadworthy.report.data import make_report
    from roadworthy.report.json_report import json_report

    made: dict[str, Any] = json.loads(
        json_report(make_report(sample_audit(tmp_path / "shop"), RUN, CERTIFICATE))
    )
    return made


def test_a_pattern_counts_when_a_planted_gap_was_proven_repaired_and_verified(report: dict[str, Any]) -> None:
    missed = demo.missed_patterns(report["gaps"])
    assert "malicious-input/broken-access" not in missed
    assert "concurrency/lost-update" in missed
    whole = {gap["pattern"] for gap in report["gaps"] if demo.went_the_whole_way(gap)}
    assert set(missed) == set(demo.SHOWN) - whole


@pytest.mark.parametrize("doubt", ["no failing run", "not repaired", "replay failed"])
def test_a_gap_that_lacks_one_step_does_not_count(doubt: str, report: dict[str, Any]) -> None:
    gap = next(gap for gap in report["gaps"] if gap["pattern"] == "malicious-input/broken-access")
    lacking = {
        "no failing run": gap | {"before": None},
        "not repaired": gap | {"state": "fix-failed"},
        "replay failed": gap | {"reproduction": gap["reproduction"] | {"state": "proven"}},
    }
    assert demo.went_the_whole_way(gap)
    assert not demo.went_the_whole_way(lacking[doubt])


def test_the_end_says_what_was_proven_repaired_and_verified_and_where_it_is(report: dict[str, Any]) -> None:
    said = "\n".join(demo.told(report, demo.missed_patterns(report["gaps"]), 312.0))
    assert "Verified  2: the experiment that failed before passes on the repaired shop." in said
    assert "concurrency/lost-update: POST /api/orders is untestable (no product could be stocked" in said
    assert "roadworthy/repairs in build/demo/corner-shop" in said
    assert "build/demo/report.html" in said


def test_what_is_shown_is_planted_and_has_an_experiment_and_a_repair() -> None:
    whole = {room.id for room in load_rooms() if room.has("prove") and room.has("fix")}
    assert {gap["pattern"] for gap in demo.planted()} == set(demo.SHOWN) <= whole


def test_nothing_is_planted_of_a_pattern_that_there_is_not() -> None:
    listed = tomllib.loads(demo.PLANTED.read_text())["gap"]
    assert {gap["pattern"] for gap in listed} <= {room.id for room in load_rooms()}
