"""A list that a page asks a Supabase project for, of which no row can be made."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.patterns.harness import Bench, cases

# Of each person there is one row, and whoever asks sees the own alone: no second row can be made that the page is given.
_PEOPLE = """
ALTER TABLE public.profiles ADD COLUMN kind text NOT NULL DEFAULT 'customer';
"""
_PAGE = """
import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

export default function ProductsPage() {
  const [people, setPeople] = useState<{ id: string; display_name: string }[]>([]);
  useEffect(() => {
    supabase.from("profiles").select("id, display_name").eq("kind", "helper").then(({ data }) => setPeople(data ?? []));
  }, []);
  return <ul>{people.map((one) => <li key={one.id}>{one.display_name}</li>)}</ul>;
}
"""


@pytest.mark.trial
def test_no_rows_are_no_list_without_a_limit(tmp_path: Path) -> None:
    case = next(one for one in cases() if str(one) == "data-volume/unbounded-list/gap_supabase")
    bench = Bench(case, tmp_path / "app")
    (bench.folder / "src/pages/products.tsx").write_text(_PAGE)
    (bench.folder / "supabase/migrations/20250201000000_kinds.sql").write_text(_PEOPLE)
    (gap,) = [one for one in bench.audit().gaps if one.pattern == "data-volume/unbounded-list"]
    with bench.trial() as trial:
        shown = bench.reproduce(gap, trial)
    assert shown.state == "untestable", shown
    assert "too few" in shown.observed
