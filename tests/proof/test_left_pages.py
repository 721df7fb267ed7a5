from __future__ import annotations

from pathlib import Path

import pytest

from tests.patterns.harness import Bench, cases

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
    case = next(one for one in cases() if str(one) == "browsers/unguarded-api/gap_express")
    bench = Bench(case, tmp_path / "app")
    (bench.folder / "client/src/components/only-visitors.tsx").write_text(_GUARD)
    app = bench.folder / "client/src/App.tsx"
    text = (
        app.read_text()
        .replace("<Switch>", "<OnlyVisitors><Switch>")
        .replace("</Switch>", "</Switch></OnlyVisitors>")
    )
    app.write_text(f'import {{ OnlyVisitors }} from "@/components/only-visitors";\n{text}')
    gap = bench.gap()
    assert gap is not None
    with bench.trial() as trial:
        shown = bench.reproduce(gap, trial)
    assert shown.state == "proven", shown.observed
