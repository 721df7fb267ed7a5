"""What a page shows only once somebody has clicked."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.audit import AuditedGap
from tests.patterns.harness import Bench, cases

_READS = "error-recovery/swallowed-errors/gap_supabase_view"
_VIEW = "src/components/note-squares.tsx"


@pytest.mark.trial
@pytest.mark.experiment
def test_a_read_that_fails_in_a_view_that_a_click_brings_up(tmp_path: Path) -> None:
    bench, gap = _bench(tmp_path, _READS)
    with bench.trial() as trial:
        shown = bench.reproduce(gap, trial)
    assert shown.state == "proven", shown
    assert "draws the same" in shown.observed
    assert any("clicks “Year”" in step.says for step in shown.steps), shown.steps


@pytest.mark.trial
@pytest.mark.experiment
def test_a_view_that_says_so_clears_itself(tmp_path: Path) -> None:
    bench, gap = _bench(tmp_path, _READS)
    sound = bench.case.folder.parent / "clear_supabase_view"
    (bench.folder / _VIEW).write_text((sound / _VIEW).read_text())
    with bench.trial() as trial:
        shown = bench.reproduce(gap, trial)
    assert shown.state == "cleared", shown
    assert "could not be read" in shown.observed


@pytest.mark.trial
@pytest.mark.experiment
def test_what_a_mouse_alone_reaches_behind_two_clicks(tmp_path: Path) -> None:
    bench, gap = _bench(tmp_path, "browsers/pointer-only/gap_supabase_behind")
    with bench.trial() as trial:
        shown = bench.reproduce(gap, trial)
    assert shown.state == "proven", shown
    assert "after “Settings”, “Colours”" in shown.observed


@pytest.mark.trial
@pytest.mark.experiment
def test_a_form_behind_a_click_that_is_sent_twice(tmp_path: Path) -> None:
    bench, gap = _bench(tmp_path, "concurrency/double-submit/gap_supabase_behind")
    with bench.trial() as trial:
        shown = bench.reproduce(gap, trial)
    assert shown.state == "proven", shown
    assert "left 2 rows in notes" in shown.observed


def _bench(tmp_path: Path, name: str) -> tuple[Bench, AuditedGap]:
    case = next(one for one in cases() if str(one) == name)
    bench = Bench(case, tmp_path / "app")
    gap = bench.gap()
    assert gap is not None
    return bench, gap
