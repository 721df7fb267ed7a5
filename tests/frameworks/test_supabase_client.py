"""What pages and servers that use Supabase's client are understood to ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.app import App, Component, Query
from roadworthy.frameworks.build import build_app
from roadworthy.views.pages.submitting import senders

MANIFEST = '{"dependencies": {"@supabase/supabase-js": "2", "react": "18"}}'
SCHEMA = """
CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users(id), name text);
CREATE TABLE jobs (id uuid PRIMARY KEY, user_id uuid REFERENCES profiles(id), title text, views int, created_at timestamptz);
CREATE TABLE items (id uuid PRIMARY KEY, job_id uuid REFERENCES jobs(id), label text);
"""
CLIENT = """
import { createClient } from "@supabase/supabase-js";
export const supabase = createClient(import.meta.env.VITE_SUPABASE_URL, import.meta.env.VITE_SUPABASE_ANON_KEY);
"""


def understood(folder: Path, page: str, **files: str) -> App:
    """The App of one page, whose function is called Page."""
    (folder / "package.json").write_text(MANIFEST)
    (folder / "src").mkdir()
    (folder / "supabase" / "migrations").mkdir(parents=True)
    (folder / "supabase" / "migrations" / "1_first.sql").write_text(SCHEMA)
    (folder / "src" / "client.ts").write_text(CLIENT)
    head = 'import { useEffect, useState } from "react";\nimport { supabase } from "./client";\n'
    (folder / "src" / "Page.tsx").write_text(head + page)
    for name, text in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    return build_app(folder)


def page(app: App) -> Component:
    return next(one for one in app.components if one.name == "Page")


def asked(folder: Path, body: str) -> Query:
    """The one query that an effect of the page makes."""
    app = understood(
        folder,
        f"export function Page({{ id }}) {{ useEffect(() => {{ (async () => {{ {body} }})(); }}, []); return <p />; }}",
    )
    (query,) = page(app).queries
    return query


def filters(query: Query) -> list[tuple[str, str, bool]]:
    return [(f.column, f.operator, f.optional) for f in query.filters]


def test_a_question_has_its_filters_order_and_limit(tmp_path: Path) -> None:
    query = asked(
        tmp_path,
        'const { data, error } = await supabase.from("jobs").select("id, title").eq("user_id", id).in("id", [id])'
        '.neq("title", "x").is("created_at", null).order("created_at", { ascending: false }).limit(20); if (error) throw error;',
    )
    assert (query.operation, query.table, query.rights, query.trigger) == ("select", "jobs", "user", "effect")
    assert query.columns == ("id", "title") and query.order == (("created_at", True),)
    assert filters(query) == [
        ("user_id", "=", False), ("id", "in", False), ("title", "!=", False), ("created_at", "is null", False),
    ]  # fmt: skip
    assert query.limit is not None and query.limit.value == 20


def test_a_range_is_a_limit(tmp_path: Path) -> None:
    query = asked(tmp_path, 'await supabase.from("jobs").select("*").range(0, 9);')
    assert query.limit is not None and query.limit.value == 10


def test_an_or_is_taken_apart(tmp_path: Path) -> None:
    query = asked(
        tmp_path,
        'await supabase.from("jobs").select().or(`title.ilike.%${id}%,and(views.gt.5,user_id.eq.${id})`);',
    )
    assert filters(query) == [("title", "ilike", True), ("views", ">", True), ("user_id", "=", True)]
    assert [leaf.value for leaf in query.filters[0].value.leaves() if leaf.kind == "constant"] == ["%", "%"]
    (ways,) = query.alternatives()
    assert [[item.column for item in way] for way in ways] == [["title"], ["views", "user_id"]]


def test_a_filter_that_is_put_on_sometimes_holds_sometimes(tmp_path: Path) -> None:
    query = asked(
        tmp_path,
        'let query = supabase.from("jobs").select("*").eq("user_id", id); if (id) { query = query.eq("title", id); } await query;',
    )
    assert filters(query) == [("user_id", "=", False), ("title", "=", True)]


def test_embedded_rows_are_joins(tmp_path: Path) -> None:
    query = asked(
        tmp_path,
        'await supabase.from("jobs").select("id, owner:profiles(name), items(count)").eq("items.label", id);',
    )
    assert query.joins == (("profiles", "user_id", "id"), ("items", "id", "job_id"))
    assert [(f.table, f.column) for f in query.filters] == [("items", "label")]


@pytest.mark.parametrize("step", ["single", "maybeSingle"])
def test_one_row(tmp_path: Path, step: str) -> None:
    assert asked(tmp_path, f'await supabase.from("jobs").select("*").eq("id", id).{step}();').one


def test_counting_reads_no_rows(tmp_path: Path) -> None:
    query = asked(
        tmp_path, 'const { count } = await supabase.from("jobs").select("*", { count: "exact", head: true });'
    )
    assert query.columns == ("count(*)",)


def test_writes_name_their_columns(tmp_path: Path) -> None:
    query = asked(
        tmp_path, 'await supabase.from("jobs").upsert({ id, title: "x", ...extra }, { onConflict: "id" });'
    )
    assert query.operation == "upsert" and query.conflict == "id"
    assert [write.column for write in query.writes] == ["id", "title"] and len(query.spreads) == 1


def test_a_function_of_the_database_is_named(tmp_path: Path) -> None:
    query = asked(
        tmp_path, 'const { data, error } = await supabase.rpc("add_view", { job: id }); if (error) return;'
    )
    assert (query.operation, query.routine, query.checked) == ("raw", "add_view", True)
    assert [write.column for write in query.writes] == ["job"]


@pytest.mark.parametrize(
    ("body", "checked"),
    [
        ('const { data, error } = await supabase.from("jobs").select("*"); if (error) throw error;', True),
        (
            'const { data, error } = await supabase.from("jobs").select("*"); if (error || !data) return;',
            True,
        ),
        ('const answer = await supabase.from("jobs").select("*"); if (answer.error) alert("no");', True),
        (
            'const { data, error: failed } = await supabase.from("jobs").select("*"); alert(failed?.message);',
            True,
        ),
        ('const { data } = await supabase.from("jobs").select("*").throwOnError();', True),
        ('const { data } = await supabase.from("jobs").select("*");', False),
        ('const { data, error } = await supabase.from("jobs").select("*"); console.error(error);', False),
        ('await supabase.from("jobs").delete().eq("id", id);', False),
    ],
)
def test_whether_a_failure_is_looked_at_is_known(tmp_path: Path, body: str, checked: bool) -> None:
    assert asked(tmp_path, body).checked is checked


def test_an_effect_may_call_what_stands_below_it(tmp_path: Path) -> None:
    app = understood(
        tmp_path,
        'export function Page() { useEffect(() => { load(); }, []); const load = async () => { await supabase.from("jobs").select("*"); };'
        " return <p />; }",
    )
    assert [(query.table, query.trigger) for query in page(app).queries] == [("jobs", "effect")]


def test_a_form_that_writes_rows_says_so(tmp_path: Path) -> None:
    app = understood(
        tmp_path,
        """export function Page() {
          const [saving, setSaving] = useState(false);
          const save = async () => { setSaving(true); await supabase.from("jobs").insert({ title: "x" }); setSaving(false); };
          const drop = async () => { await supabase.from("jobs").delete().eq("id", 1); };
          return <div><button disabled={saving} onClick={save}>Save</button><button onClick={drop}>Drop</button></div>;
        }""",
    )
    forms = {form.label: (form.writes, form.disabled_while_pending) for form in page(app).forms}
    assert forms == {"Save": ((("insert", "jobs"),), True), "Drop": ((("delete", "jobs"),), False)}


FUNCTION = """
Deno.serve(async (req) => new Response("ok"));
"""


def test_invoking_an_edge_function_is_a_request_to_it(tmp_path: Path) -> None:
    app = understood(
        tmp_path,
        'export function Page() { return <button onClick={() => supabase.functions.invoke("send-mail", { body: { a: 1 } })}>Go</button>; }',
        **{"supabase/functions/send-mail/index.ts": FUNCTION},
    )
    endpoint = app.endpoint("FUNCTION send-mail")
    assert endpoint is not None and [one.component.name for one in senders(app, endpoint)] == ["Page"]


def test_who_is_signed_in_is_the_session(tmp_path: Path) -> None:
    query = asked(
        tmp_path,
        'const { data: { user } } = await supabase.auth.getUser(); await supabase.from("jobs").select().eq("user_id", user.id);',
    )
    assert query.filters[0].value.from_session


def test_tables_that_no_file_makes_are_known_in_part(tmp_path: Path) -> None:
    types = """export type Database = { public: {
    Tables: {
      clients: {
        Row: {
          id: string
          email: string | null
        }
        Insert: {
          id?: string
          email?: string | null
        }
        Relationships: []
      }
    }
} }"""
    body = 'export function Page() { useEffect(() => { supabase.from("reports").select("name").then(() => {}); }, []); return <p />; }'
    app = understood(tmp_path, body, **{"src/types.ts": types})
    partial = {table.name: [column.name for column in table.columns] for table in app.tables if table.partial}
    assert partial == {"clients": ["id", "email"], "reports": ["name"]}


@pytest.mark.parametrize(
    ("key", "rights"),
    [
        ("import.meta.env.VITE_SUPABASE_ANON_KEY", "user"),
        ("process.env.SUPABASE_SERVICE_ROLE_KEY!", "service"),
        ('"sb_secret_abcdefghijkl"', "service"),
        # The payload of a token says whose it is: {"role":"service_role"} and {"role":"anon"}.
        ('"eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.c2ln"', "service"),
        ('"eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.c2ln"', "user"),
    ],
)
def test_whose_rights_a_key_carries(tmp_path: Path, key: str, rights: str) -> None:
    made = f'import {{ createClient }} from "@supabase/supabase-js";\nexport const other = createClient("https://x", {key});'
    app = understood(tmp_path, "export function Page() { return <p />; }", **{"src/other.ts": made})
    (client,) = [one for one in app.database.clients if one.location.path == "src/other.ts"]
    assert client.rights == rights
