"""What hangs on the keys of a table whose statement is not understood is said to be unknown, and never clear."""

from __future__ import annotations

from pathlib import Path

from roadworthy.audit import audit_folder

# No key of PostgreSQL's may be over an expression: the whole statement is refused, and the table stays unknown.
_SQL = """
CREATE TABLE public.rentals (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL,
  began timestamptz NOT NULL,
  UNIQUE (user_id, began::date)
);
"""
_CLIENT = """
import { createClient } from "@supabase/supabase-js";
export const supabase = createClient(import.meta.env.VITE_SUPABASE_URL, import.meta.env.VITE_SUPABASE_KEY);
"""
_PAGE = """
import { supabase } from "./supabase";

export default function Visits({ userId }) {
  const begin = async () => {
    const { error } = await supabase.from("rentals").insert({ user_id: userId, began: new Date().toISOString() });
    if (error) alert("It was not stored. Please try again.");
  };
  return <button type="button" onClick={begin}>Begin</button>;
}
"""


def test_a_second_click_on_a_table_that_was_not_understood_is_unknown(tmp_path: Path) -> None:
    for path, text in {
        "package.json": '{"dependencies": {"react": "18", "@supabase/supabase-js": "2"}}',
        "supabase/migrations/20250101000000_rentals.sql": _SQL,
        "src/supabase.js": _CLIENT,
        "src/Visits.jsx": _PAGE,
        "src/main.jsx": 'import Visits from "./Visits";\nimport { createRoot } from "react-dom/client";\n'
        'createRoot(document.getElementById("root")).render(<Visits userId="me" />);\n',
        "index.html": '<div id="root"></div><script type="module" src="/src/main.jsx"></script>',
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    audit = audit_folder(tmp_path)
    told = [one for one in audit.checklist if one.pattern == "concurrency/double-submit"]
    assert [(one.subject, one.verdict) for one in told] == [("Visits", "unknown")]
    assert "rentals" in told[0].reason
