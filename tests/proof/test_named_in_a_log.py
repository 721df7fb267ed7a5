"""What a log says of a deletion is no copy of what was deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.patterns.harness import Bench, cases

_CASE = "persistence/hard-delete/gap_express_mongo_logged"
_LINE = "words: `deleted the note ${note.title}`"
_COPY = "words: JSON.stringify([note.title, note.reference])"


@pytest.mark.trial
@pytest.mark.experiment
def test_a_line_that_names_it_is_no_copy_and_all_its_words_are_one(tmp_path: Path) -> None:
    case = next(one for one in cases() if str(one) == _CASE)
    bench = Bench(case, tmp_path / "app")
    gap = bench.gap()
    assert gap is not None
    with bench.trial() as trial:
        shown = bench.reproduce(gap, trial)
    assert shown.state == "proven", shown
    assert "but its title, which entries.words names" in shown.observed
    routes = bench.folder / "server" / "notes.js"
    routes.write_text(routes.read_text().replace(_LINE, _COPY))
    with bench.trial() as trial:
        shown = bench.reproduce(gap, trial)
    assert shown.state == "cleared", shown
