from __future__ import annotations

from pathlib import Path

import pytest
from guarded_pages import guarded

_GUARD = """
import { Redirect, useLocation } from "wouter";
import { useQuery } from "@tanstack/react-query";

export function OnlyVisitors({ children }) {
  const { data, isLoading } = useQuery({ queryKey: ["/api/auth/user"], retry: false });
  const [path] = useLocation();
  if (isLoading) return null;
  if (data && path !== "/account") return <Redirect to="/account" />;
  return children;
}
"""


@pytest.mark.trial
def test_a_page_that_sends_members_away_is_looked_at_as_a_visitor(tmp_path: Path) -> None:
    bench = guarded("browsers/unguarded-api/gap_express", tmp_path / "app", "OnlyVisitors", _GUARD)
    gap = bench.gap()
    assert gap is not None
    with bench.trial() as trial:
        shown = bench.reproduce(gap, trial)
    assert shown.state == "proven", shown.observed
