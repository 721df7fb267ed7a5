"""What a page shows only once somebody has clicked."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.audit import AuditedGap
from tests.patterns.harness import Bench, cases

_ROOM = "error-recovery/swallowed-errors"
_BEHIND = "concurrency/double-submit/gap_supabase_behind_click"
_PAGE = "src/pages/notes.tsx"
_VIEW = "src/components/note-squares.tsx"


@pytest.mark.trial
@pytest.mark.experiment
def test_a_read_that_fails_in_a_view_that_a_click_brings_up(tmp_path: Path) -> None:
    bench, gap = _bench(tmp_path)
    with bench.trial() as trial:
        shown = bench.reproduce(gap, trial)
    assert shown.state == "proven", shown
    assert "draws the same" in shown.observed
    assert any("clicks “Year”" in step.says for step in shown.steps), shown.steps


@pytest.mark.trial
@pytest.mark.experiment
def test_a_view_that_says_so_clears_itself(tmp_path: Path) -> None:
    bench, gap = _bench(tmp_path)
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
def test_a_form_that_a_click_brings_up_is_sent_twice(tmp_path: Path) -> None:
    bench, gap = _bench(tmp_path, _BEHIND)
    with bench.trial() as trial:
        shown = bench.reproduce(gap, trial)
    assert shown.state == "proven", shown
    assert "after “New note” left 2 rows in notes" in shown.observed


@pytest.mark.trial
@pytest.mark.experiment
def test_a_form_behind_a_click_that_waits_is_sent_once(tmp_path: Path) -> None:
    bench, gap = _bench(tmp_path, _BEHIND)
    sound = bench.case.folder.parent / "clear_supabase_behind_click"
    (bench.folder / _PAGE).write_text((sound / _PAGE).read_text())
    with bench.trial() as trial:
        shown = bench.reproduce(gap, trial)
    assert shown.state == "cleared", shown
    assert "after “New note” left one row in notes" in shown.observed


@pytest.mark.trial
@pytest.mark.experiment
def test_a_page_that_leads_whoever_is_signed_in_elsewhere_is_looked_at_by_a_visitor(tmp_path: Path) -> None:
    bench, gap = _bench(tmp_path, f"{_ROOM}/gap_supabase_visitors")
    with bench.trial() as trial:
        shown = bench.reproduce(gap, trial)
    assert shown.state == "proven", shown
    assert any("anonymous opens /" in step.says for step in shown.steps), shown.steps


def _bench(tmp_path: Path, name: str = f"{_ROOM}/gap_supabase_view") -> tuple[Bench, AuditedGap]:
    case = next(one for one in cases() if str(one) == name)
    bench = Bench(case, tmp_path / "app")
    gap = bench.gap()
    assert gap is not None
    return bench, gap
