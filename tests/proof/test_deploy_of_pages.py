"""A change that breaks an app which is nothing but pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.patterns.harness import Bench, cases


@pytest.mark.trial
@pytest.mark.experiment
def test_pages_that_stay_white_after_a_change_which_nothing_stops(tmp_path: Path) -> None:
    case = next(one for one in cases() if str(one) == "operations/no-safe-deploy/gap_supabase")
    bench = Bench(case, tmp_path / "app")
    gap = bench.gap()
    assert gap is not None
    with bench.trial() as trial:
        shown = bench.reproduce(gap, trial)
        assert shown.state == "proven", shown
        # The types are looked at when the pages are built, so a name that does not exist goes no further.
        assert "/ stays white" in shown.observed and "an error that is thrown" in shown.observed.lower()
        with trial.browser("anonymous") as page:
            page.open("/")
            page.settle()
            assert "Products" in page.text()
