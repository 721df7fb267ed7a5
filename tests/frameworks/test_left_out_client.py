"""A Supabase client whose file is not in the repository is one all the same, by the name of the file and of what it gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.frameworks.app_text import written

PAGE = """
import { useEffect, useState } from "react";
%s

export default function App() {
  const [rows, setRows] = useState([]);
  useEffect(() => { supabase.from("notes").select("*").then(({ data }) => setRows(data)); }, []);
  return <ul>{rows.map((row) => <li key={row.id}>{row.title}</li>)}</ul>;
}
"""
MANIFEST = '{"name": "notes", "dependencies": {"@supabase/supabase-js": "^2", "react": "^18"}}'


@pytest.mark.parametrize(
    "line",
    ['import { supabase } from "./supabaseClient";', 'import supabase from "@/lib/supabase";'],
)
def test_what_is_asked_of_it_is_asked_of_the_database(tmp_path: Path, line: str) -> None:
    app = written(tmp_path, {"package.json": MANIFEST, "src/App.jsx": PAGE % line})
    assert [query.table for query in app.queries] == ["notes"]


def test_that_the_file_is_missing_is_said(tmp_path: Path) -> None:
    line = 'import { supabase } from "./supabaseClient";'
    app = written(tmp_path, {"package.json": MANIFEST, "src/App.jsx": PAGE % line})
    assert "import of './supabaseClient' leads to no file" in [one.reason for one in app.unknown]


def test_a_package_that_is_called_like_it_is_none(tmp_path: Path) -> None:
    line = 'import { supabase } from "supabase-helpers";'
    app = written(tmp_path, {"package.json": MANIFEST, "src/App.jsx": PAGE % line})
    assert not app.queries
