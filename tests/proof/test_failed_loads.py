from __future__ import annotations

from pathlib import Path

import pytest
from guarded_pages import guarded

# Whoever has notes is sent to the account's page, wherever they are.
_GUARD = """
import { Redirect, useLocation } from "wouter";
import { useQuery } from "@tanstack/react-query";

export function OnlyWithout({ children }) {
  const { data } = useQuery({ queryKey: ["/api/notes"] });
  const [path] = useLocation();
  if (data?.length && path !== "/account") return <Redirect to="/account" />;
  return children;
}
"""


@pytest.mark.trial
def test_a_page_that_leads_on_shows_nothing_of_the_component_that_it_is_for(tmp_path: Path) -> None:
    bench = guarded("error-recovery/swallowed-errors/gap_express", tmp_path / "app", "OnlyWithout", _GUARD)
    gap = bench.gap()
    assert gap is not None
    with bench.trial() as trial:
        shown = bench.reproduce(gap, trial)
    assert shown.state == "untestable", shown.observed
