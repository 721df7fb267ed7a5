"""Rows that are found by what they are about, and not by their own key."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.patterns.harness import Bench, cases

_CASES = "malicious-input/broken-access"


@pytest.mark.trial
@pytest.mark.experiment
def test_both_people_ask_about_the_same_thing(tmp_path: Path) -> None:
    case = next(one for one in cases() if str(one) == f"{_CASES}/gap_express_mongo_remarks")
    bench = Bench(case, tmp_path / "app")
    gap = bench.gap()
    assert gap is not None
    with bench.trial() as trial:
        shown = bench.reproduce(gap, trial)
        (bench.folder / "server/notes.js").write_text(
            (case.folder.parent / "clear_express_mongo_remarks/server/notes.js").read_text()
        )
    assert shown.state == "proven", shown
    with bench.trial() as trial:
        shown = bench.reproduce(gap, trial)
    assert shown.state != "proven", shown
