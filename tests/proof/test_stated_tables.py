"""Tables, columns and buckets of a Supabase project that no SQL file makes."""

from __future__ import annotations

from pathlib import Path

from roadworthy.app import App
from roadworthy.frameworks.build import build_app
from roadworthy.proof.stated_buckets import stated_buckets
from roadworthy.proof.stated_tables import stated_tables
from roadworthy.trial.supabase.stated_tables import StatedKey

FUNCTION = """
import { createClient } from "https://esm.sh/@supabase/supabase-js@2.57.2";
const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);
Deno.serve(async (request) => {
  const { userId, jobId } = await request.json();
  await admin.from("jobs").update({ customer_name: "none", has_report: true }).eq("id", jobId);
  await admin.storage.from("letters").upload(`${jobId}.txt`, "none");
  await admin.storage.from("reports").upload(`${jobId}.txt`, "none");
  await admin.from("reports").insert({ user_id: userId, job_id: jobId, file_size: 7, is_final: true });
  return new Response(null, { status: 204 });
});
"""
TYPES = """
export type Database = {
  public: {
    Tables: {
      clients: {
        Row: {
          id: string
          name: string
          phone: string | null
          user_id: string
        }
        Insert: {
          id?: string
          name: string
          phone?: string | null
          user_id: string
        }
        Update: {
          id?: string
        }
        Relationships: []
      }
    }
  }
}
"""
MADE = """
CREATE TABLE public.jobs (id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES auth.users (id));
INSERT INTO storage.buckets (id, name) VALUES ('letters', 'letters');
"""


def test_what_the_types_or_the_requests_tell_is_laid_out_and_what_a_file_makes_is_not(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"dependencies": {"@supabase/supabase-js": "2"}}')
    (tmp_path / "src").mkdir()
    (tmp_path / "src/database.types.ts").write_text(TYPES)
    (tmp_path / "supabase/functions/report").mkdir(parents=True)
    (tmp_path / "supabase/functions/report/index.ts").write_text(FUNCTION)
    (tmp_path / "supabase/migrations").mkdir(parents=True)
    (tmp_path / "supabase/migrations/20250101000000_jobs.sql").write_text(MADE)
    app = build_app(tmp_path)
    assert stated_buckets(app) == ("reports",)
    found = {table.name: table for table in stated_tables(app)}
    assert set(found) == {"clients", "reports", "jobs"}
    assert found["jobs"].widens and not found["reports"].widens
    assert [(one.name, one.type) for one in found["jobs"].columns] == [
        ("customer_name", "text"),
        ("has_report", "boolean"),
    ]
    assert not found["clients"].guessed and found["clients"].owner == "user_id"
    kinds = {column.name: column.type for column in found["reports"].columns}
    assert found["reports"].guessed
    assert kinds["file_size"] == "numeric" and kinds["is_final"] == "boolean"
    job = next(column for column in found["reports"].columns if column.name == "job_id")
    assert job.references == (StatedKey("jobs", "id"),)


SHARED = """
export type Database = {
  public: {
    Tables: {
      codes: {
        Row: {
          id: string
          seller_id: string
          status: Database["public"]["Enums"]["code_status"] | null
        }
        Insert: {
          id?: string
          seller_id: string
          status?: Database["public"]["Enums"]["code_status"] | null
        }
        Relationships: [
          {
            foreignKeyName: "codes_seller_fkey"
            columns: ["seller_id"]
            isOneToOne: false
            referencedRelation: "sellers"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "codes_profile_fkey"
            columns: ["seller_id"]
            isOneToOne: false
            referencedRelation: "profiles"
            referencedColumns: ["id"]
          },
        ]
      }
      profiles: {
        Row: {
          id: string
          username: string | null
        }
        Insert: {
          id: string
          username?: string | null
        }
        Relationships: []
      }
      sellers: {
        Row: {
          id: string
          label: string | null
        }
        Insert: {
          id: string
          label?: string | null
        }
        Relationships: []
      }
    }
    Enums: {
      code_status: "available" | "sold"
      code_kind:
        | "game"
        | "gift card"
    }
  }
}
"""
OWN = """
import { createClient } from "https://esm.sh/@supabase/supabase-js@2.57.2";
const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);
Deno.serve(async (request) => {
  const { data: { user } } = await admin.auth.getUser(request.headers.get("Authorization")!.replace("Bearer ", ""));
  await admin.from("sellers").update({ label: null }).eq("id", user.id);
  return new Response(null, { status: 204 });
});
"""


def test_a_key_that_rows_of_two_tables_share_keeps_both_references_by_their_names(tmp_path: Path) -> None:
    found = {table.name: table for table in stated_tables(_app(tmp_path))}
    columns = {column.name: column for column in found["codes"].columns}
    assert columns["seller_id"].references == (
        StatedKey("profiles", "id", "codes_profile_fkey"),
        StatedKey("sellers", "id", "codes_seller_fkey"),
    )
    assert columns["status"].values == ("available", "sold")
    assert found["sellers"].owner == "id"


def _app(folder: Path) -> App:
    (folder / "package.json").write_text('{"dependencies": {"@supabase/supabase-js": "2"}}')
    (folder / "src").mkdir()
    (folder / "src/database.types.ts").write_text(SHARED)
    (folder / "supabase/functions/leave").mkdir(parents=True)
    (folder / "supabase/functions/leave/index.ts").write_text(OWN)
    return build_app(folder)
