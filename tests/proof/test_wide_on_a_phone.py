"""An element as wide as a desk, measured on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.patterns.harness import Bench, cases

_ROOM = "browsers/unsupported-features"
_PAGE = "client/src/pages/products.tsx"


@pytest.mark.trial
@pytest.mark.experiment
def test_it_lies_over_the_edge_until_it_may_shrink(tmp_path: Path) -> None:
    case = next(one for one in cases() if str(one) == f"{_ROOM}/gap_express_wide")
    bench = Bench(case, tmp_path / "app")
    gap = bench.gap()
    assert gap is not None
    with bench.trial() as trial:
        shown = bench.reproduce(gap, trial)
    assert shown.state == "proven", shown
    assert "pixels does not fit the 390 of a phone" in shown.observed
    sound = case.folder.parent / "clear_express_wide"
    (bench.folder / _PAGE).write_text((sound / _PAGE).read_text())
    with bench.trial() as trial:
        shown = bench.reproduce(gap, trial)
    assert shown.state == "cleared", shown
