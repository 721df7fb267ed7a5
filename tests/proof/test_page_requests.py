from __future__ import annotations

from pathlib import Path

import pytest

from tests.patterns.harness import Bench, cases

_SELECT = '.select("id, name, phone")'


@pytest.mark.trial
def test_a_page_whose_own_request_is_refused_is_given_no_list(tmp_path: Path) -> None:
    """What a page asks for beside the rows (`author:profiles!user_id(name)`) may be refused, where no key leads there."""
    case = next(one for one in cases() if str(one) == "data-volume/unbounded-list/gap_supabase_typed")
    bench = Bench(case, tmp_path / "app")
    page = bench.folder / "src/pages/notes.tsx"
    page.write_text(page.read_text().replace(_SELECT, '.select("id, name, phone, profiles!user_id(id)")'))
    gap = bench.gap()
    assert gap is not None
    with bench.trial() as trial:
        shown = bench.reproduce(gap, trial)
    assert shown.state == "untestable", shown.observed
    assert "the page's request is not answered" in shown.observed
