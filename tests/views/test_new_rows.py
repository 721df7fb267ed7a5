"""What a policy asks of the row itself."""

from __future__ import annotations

from pathlib import Path

from roadworthy.audit import audit_folder
from roadworthy.views.people.new_rows import asked_of_new_rows

_TABLE = """
CREATE TABLE public.visits (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  agreed boolean NOT NULL DEFAULT false,
  status text NOT NULL DEFAULT 'pending',
  is_walk_in boolean NOT NULL DEFAULT false
);
ALTER TABLE public.visits ENABLE ROW LEVEL SECURITY;
"""
_STAFF = "CREATE POLICY staff ON public.visits FOR ALL USING (public.has_role(auth.uid(), 'admin'));"


def _asked(folder: Path, check: str) -> dict[str, bool | int | str]:
    migrations = folder / "supabase/migrations"
    migrations.mkdir(parents=True)
    policy = f"CREATE POLICY added ON public.visits FOR INSERT WITH CHECK ({check});"
    (migrations / "20250101000000_visits.sql").write_text(f"{_TABLE}{_STAFF}\n{policy}")
    (folder / "main.ts").write_text("export const name = 1;")
    (folder / "package.json").write_text('{"dependencies": {"@supabase/supabase-js": "2.45.0"}}')
    return asked_of_new_rows(audit_folder(folder).app, "visits")


def test_the_values_that_the_policy_for_new_rows_names(tmp_path: Path) -> None:
    told = "agreed = true AND status = 'pending'::text AND NOT is_walk_in"
    assert _asked(tmp_path / "told", told).items() >= {"agreed": True, "status": "pending"}.items()
    assert _asked(tmp_path / "bare", "agreed AND auth.uid() IS NOT NULL") == {"agreed": True}


def test_nothing_where_anything_may_be_added_or_the_condition_is_another_one(tmp_path: Path) -> None:
    assert _asked(tmp_path / "any", "true") == {}
    assert _asked(tmp_path / "longer", "char_length(name) > 2") == {}
