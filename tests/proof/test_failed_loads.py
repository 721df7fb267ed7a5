from __future__ import annotations

from pathlib import Path

import pytest

from tests.patterns.harness import Bench, cases

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
    case = next(one for one in cases() if str(one) == "error-recovery/swallowed-errors/gap_express")
    bench = Bench(case, tmp_path / "app")
    (bench.folder / "client/src/components/only-without.tsx").write_text(_GUARD)
    app = bench.folder / "client/src/App.tsx"
    text = (
        app.read_text()
        .replace("<Switch>", "<OnlyWithout><Switch>")
        .replace("</Switch>", "</Switch></OnlyWithout>")
    )
    assert "<OnlyWithout>" in text
    app.write_text(f'import {{ OnlyWithout }} from "@/components/only-without";\n{text}')
    gap = bench.gap()
    assert gap is not None
    with bench.trial() as trial:
        shown = bench.reproduce(gap, trial)
    assert shown.state == "untestable", shown.observed
