"""The certificate says what was measured, how, and what could not be."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as some

from roadworthy.errors import TrialUnavailable
from roadworthy.measure import Measurements, certificate
from roadworthy.measure.load import Load, LoadRun, percentile
from roadworthy.measure.pages import PageScores, scores
from roadworthy.measure.scan import ScanFinding

SLOW, FAST = LoadRun(40.0, 300.0, 900.0, 320, 0, 0), LoadRun(50.0, 250.0, 800.0, 400, 0, 0)
BEFORE = Measurements(
    cores=2,
    load=Load("alice", ("GET /api/orders", "GET /api/products"), (SLOW, FAST), 1000),
    page=PageScores(60, 80, 90, 500.0),
    findings=(ScanFinding("nosniff", "Browsers may guess", "GET /"),),
)


def numbers_of(
    before: Measurements, after: Measurements
) -> dict[str, tuple[float | None, float | None, str]]:
    paper = certificate(before, after)
    return {f"{n.group}: {n.name}": (n.before, n.after, n.trend) for n in paper.numbers}


def test_less_time_is_better_and_more_answers_are_better() -> None:
    quick = LoadRun(500.0, 25.0, 80.0, 4000, 0, 0)
    after = Measurements(
        2, Load("alice", ("GET /api/orders",), (quick, quick), 1000), PageScores(95, 99, 90, 80), ()
    )
    told = numbers_of(BEFORE, after)
    assert told["Load: answers"] == (50.0, 500.0, "better")
    assert told["Load: 19 of 20 answers within"] == (800.0, 80.0, "better")
    assert told["Lighthouse: first visit"] == (500.0, 80.0, "better")
    assert told["Security scan: findings"] == (1.0, 0.0, "better")


def test_the_conditions_say_the_noise_and_a_change_of_the_mix() -> None:
    after = Measurements(2, Load("alice", ("GET /api/orders",), (FAST,), 1000))
    said = " ".join(certificate(BEFORE, after).conditions)
    assert "2 processor cores" in said
    assert "they differed by up to 20 %" in said
    assert "without GET /api/products" in said
    assert "1,000 rows in each table" in said


def test_what_could_not_be_measured_is_said_and_no_number_is_made_up() -> None:
    after = Measurements(2, missing={"the app": "start: no answer within 60 s"})
    assert numbers_of(BEFORE, after)["Load: answers"] == (50.0, None, "unknown")
    assert (
        "Not measured after: the app: start: no answer within 60 s." in certificate(BEFORE, after).conditions
    )


def test_nothing_measured_gives_a_certificate_without_numbers() -> None:
    assert certificate(Measurements(1), Measurements(1)).numbers == ()


def test_a_page_that_lighthouse_could_not_judge_has_no_scores() -> None:
    with pytest.raises(TrialUnavailable, match="blank"):
        scores({"runtimeError": {"message": "the page is blank"}})


@given(some.lists(some.floats(0, 1e6), min_size=1, max_size=60).map(sorted), some.sampled_from((0.5, 0.95)))
def test_a_percentile_is_a_measured_time_that_enough_answers_keep(times: list[float], share: float) -> None:
    value = percentile(times, share)
    assert value in times
    assert sum(time <= value for time in times) >= math.ceil(len(times) * share)
