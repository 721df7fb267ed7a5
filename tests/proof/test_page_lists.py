from __future__ import annotations

from pathlib import Path

import pytest
from guarded_pages import guarded

# Asks for the same again and again, and the more often the fewer notes there are.
_ASKS_AGAIN = """
import { useEffect } from "react";
import { useQuery } from "@tanstack/react-query";

export function AsksAgain({ children }) {
  const { data } = useQuery({ queryKey: ["/api/notes"] });
  useEffect(() => {
    let left = data && data.length < 100 ? 400 : 0;
    const again = () => (left-- > 0 ? fetch("/notes").then((page) => page.text()).then(again) : undefined);
    again();
  }, [data]);
  return children;
}
"""


@pytest.mark.trial
def test_what_a_page_asks_for_again_counts_once(tmp_path: Path) -> None:
    case = "data-volume/in-memory-query/gap_express_chosen"
    bench = guarded(case, tmp_path / "app", "AsksAgain", _ASKS_AGAIN)
    gap = bench.gap()
    assert gap is not None
    with bench.trial() as trial:
        shown = bench.reproduce(gap, trial)
    assert shown.state == "proven", shown.observed
