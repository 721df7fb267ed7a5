"""What a repair adds to the migrations of a Supabase project has to apply, and to fit what the app stores."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import cast

import pytest

from roadworthy.audit import AuditedGap, audit_folder
from roadworthy.catalogue import room
from roadworthy.edits import Edits
from roadworthy.proof.doors import plan_trial
from roadworthy.repair.gate import Baseline, Gate, refused_statements
from roadworthy.trial import open_trial

_BASE = Path(__file__).parents[1] / "bases" / "supabase"
_TABLES = """
CREATE TABLE public.profiles (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL UNIQUE REFERENCES auth.users (id) ON DELETE CASCADE
);
CREATE TABLE public.records (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  seller_id uuid NOT NULL REFERENCES public.profiles (user_id),
  title text NOT NULL,
  images text[] NOT NULL DEFAULT '{}',
  details jsonb
);
CREATE TABLE public.offers (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  seller_id uuid NOT NULL
);
ALTER TABLE public.records ENABLE ROW LEVEL SECURITY;
CREATE POLICY "seen" ON public.records FOR SELECT USING (true);
CREATE POLICY "own" ON public.records FOR INSERT TO authenticated WITH CHECK (auth.uid() = seller_id);
"""
_PAGE = """
import { createClient } from "@supabase/supabase-js";

const supabase = createClient("https://x.supabase.co", "sb_publishable_x");

export default function Sell({ user }) {
  const save = async (event) => {
    event.preventDefault();
    const { title, images, details } = Object.fromEntries(new FormData(event.target));
    await supabase.from("records").insert({ seller_id: user.id, title, images, details });
    await supabase.from("offers").insert({ seller_id: user.id });
  };
  return <form onSubmit={save}><input name="title" /><button>Sell</button></form>;
}
"""


def _found(folder: Path, pattern: str, subject: str, tables: str = _TABLES) -> tuple[AuditedGap, Edits]:
    (folder / "supabase/migrations").mkdir(parents=True)
    (folder / "supabase/migrations/20250101000000_tables.sql").write_text(tables)
    (folder / "package.json").write_text('{"dependencies": {"@supabase/supabase-js": "2", "react": "18"}}')
    (folder / "src").mkdir()
    (folder / "src/Sell.jsx").write_text(_PAGE)
    audit = audit_folder(folder, select=[pattern])
    gap = next(one for one in audit.gaps if one.subject == subject)
    return gap, cast(Edits, room(pattern).fix(gap.finding, audit.app))


def test_a_key_references_the_column_that_its_name_references_elsewhere(tmp_path: Path) -> None:
    _, edits = _found(tmp_path, "persistence/missing-constraint", "offers.seller_id")
    assert "profiles (user_id)" in edits.migrations[0].up


def test_lists_and_records_are_bounded_as_the_database_writes_them(tmp_path: Path) -> None:
    _, edits = _found(tmp_path, "malicious-input/unvalidated-input", "table records")
    told = "\n".join(migration.up for migration in edits.migrations)
    assert "char_length(title) <= 10000" in told
    assert "octet_length(images::text) <= 100000" in told
    assert "octet_length(details::text) <= 100000" in told


@pytest.mark.trial
def test_a_migration_that_does_not_apply_is_no_repair(tmp_path: Path) -> None:
    app = tmp_path / "app"
    shutil.copytree(_BASE, app)
    broken = "ALTER TABLE public.notes ADD CONSTRAINT notes_words CHECK (char_length(no_such) <= 10);\n"
    (app / "supabase/migrations/20990101000000_words.sql").write_text(broken)
    with open_trial(app, plan_trial(audit_folder(app).app, {})) as trial:
        refused = refused_statements(trial)
        assert any("20990101000000_words.sql" in one for one in refused)
        outcome = Gate(Baseline()).flow(trial, frozenset())
        assert not outcome.passed and "20990101000000_words.sql" in outcome.reason
        assert Gate(Baseline(refused=refused)).flow(trial, frozenset()).passed


_SUBSCRIBERS = """
CREATE TABLE public.subscribers (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid REFERENCES auth.users (id) ON DELETE CASCADE,
  email text NOT NULL UNIQUE,
  subscribed boolean NOT NULL DEFAULT false,
  subscription_tier text
);
ALTER TABLE public.subscribers ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON public.subscribers FOR SELECT USING (user_id = auth.uid());
CREATE POLICY "change" ON public.subscribers FOR UPDATE USING (true);
CREATE POLICY "add" ON public.subscribers FOR INSERT WITH CHECK (true);
"""


def test_what_people_may_not_write_into_their_row_they_may_not_add_either(tmp_path: Path) -> None:
    _, edits = _found(tmp_path, "malicious-input/broken-access", "table subscribers", _SUBSCRIBERS)
    told = edits.migrations[0].up
    for verb in ("UPDATE", "INSERT"):
        rest = next(line for line in told.splitlines() if line.startswith(f"GRANT {verb}"))
        assert "email" in rest and "subscribed" not in rest
