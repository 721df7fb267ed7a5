"""Every case of every pattern, through the one harness. The long ones come first, so that at the end no core waits for the other."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from roadworthy.errors import TrialUnavailable
from roadworthy.trial.mongo import found_server
from roadworthy.trial.mysql import found_program
from tests.patterns.choice import CHOSEN
from tests.patterns.harness import Bench, Case, cases

ALL = cases()
GAPS = [case for case in ALL if case.is_gap]
CLEARS = [case for case in ALL if not case.is_gap]
# After the undo the files are the same to the byte. That the experiment fails again is seen in `make test`, where the app
# starts and fails in so many seconds; for the many others it would only cost a third boot each.
LONG_SECONDS = 20.0
RUNNABLE = sorted(
    (case for case in GAPS if case.about.runnable), key=lambda case: case.about.stack != "nextjs"
)


def _marks(case: Case) -> tuple[pytest.MarkDecorator, ...]:
    return () if str(case) in CHOSEN else (pytest.mark.experiment,)


def _skip_without_server(bench: Bench) -> None:
    """No package brings these servers along."""
    looks = {"mysql": found_program, "mongodb": found_server}.get(bench.plan().database or "")
    try:
        _ = looks() if looks is not None else None
    except TrialUnavailable as why:
        pytest.skip(str(why))


def _parts(chosen: list[Case]) -> set[str]:
    """The frameworks and databases of some cases: `express-prisma-mysql` has three."""
    return {part for case in chosen for part in case.about.stack.split("-")}


def test_the_short_way_shows_every_dimension_framework_and_database() -> None:
    known = {str(case): case for case in RUNNABLE}
    taken = [known[name] for name in CHOSEN]
    assert {case.room.dimension for case in taken} == {case.room.dimension for case in RUNNABLE}
    assert _parts(taken) == _parts(RUNNABLE)


@pytest.mark.trial
@pytest.mark.parametrize("case", [pytest.param(case, marks=_marks(case)) for case in RUNNABLE], ids=str)
def test_the_whole_way(case: Case, tmp_path: Path) -> None:
    bench = Bench(case, tmp_path / "app")
    _skip_without_server(bench)
    gap = bench.gap()
    assert gap is not None
    original = bench.files()
    begun = time.monotonic()
    with bench.trial() as trial:
        failing = bench.reproduce(gap, trial)
        seconds = time.monotonic() - begun
        assert failing.state == "proven", failing
        flow_before = bench.play_normal_flow(trial)
        alone = bench.standalone(gap, failing, trial)
        assert alone is None or (alone[0] and failing.expect in alone[1]), alone

    bench.repair()
    assert bench.gap() is None, (
        "after the repair, the audit still reports the gap: a second repair would change more"
    )
    with bench.trial() as trial:
        passing = bench.reproduce(gap, trial)
        assert passing.state == "cleared", passing
        assert bench.play_normal_flow(trial) == flow_before
        alone = bench.standalone(gap, failing, trial)
        assert alone is None or not alone[0], alone

    bench.undo()
    assert bench.files() == original
    if seconds > LONG_SECONDS or str(case) not in CHOSEN:
        return
    with bench.trial() as trial:
        assert bench.reproduce(gap, trial).state == "proven"


@pytest.mark.parametrize("case", GAPS, ids=str)
def test_the_gap_is_found(case: Case, tmp_path: Path) -> None:
    gap = Bench(case, tmp_path / "app").gap()
    assert gap is not None, case.about.why
    assert gap.locations and gap.message and gap.impact and gap.evidence
    assert case.about.severity in ("", gap.severity), case.about.why


@pytest.mark.parametrize("case", CLEARS, ids=str)
def test_the_near_miss_stays_silent(case: Case, tmp_path: Path) -> None:
    audit = Bench(case, tmp_path / "app").audit()
    reported = [gap for gap in audit.gaps if case.about.subject in ("", gap.subject)]
    assert not reported, case.about.why
