"""What a trial brings along for an app on Supabase."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from small_app import plan, write_app

from roadworthy.errors import TrialUnavailable
from roadworthy.trial import Request, Response, Trial, open_trial, plan_boot
from roadworthy.trial.supabase.functions import deno
from roadworthy.trial.supabase.imports import package_of
from roadworthy.trial.supabase.migrations import statements
from roadworthy.trial.supabase.project import SupabaseProject, find_project
from roadworthy.trial.supabase.tokens import project_key, said, sign, verified

MIGRATION = """
CREATE EXTENSION IF NOT EXISTS "pgcrypto" WITH SCHEMA extensions;
CREATE TABLE public.profiles (id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE, full_name text, badge text NOT NULL);
CREATE TABLE public.notes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  title text NOT NULL
);
ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own profile" ON public.profiles FOR SELECT USING (auth.uid() = id);
CREATE POLICY "own notes" ON public.notes FOR ALL USING (auth.uid() = user_id) WITH CHECK (auth.uid() = user_id);
CREATE FUNCTION public.make_profile() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO public.profiles (id, full_name, badge)
    VALUES (NEW.id, NEW.raw_user_meta_data ->> 'full_name', NEW.raw_user_meta_data ->> 'badge');
  RETURN NEW;
END;
$$;
CREATE TRIGGER on_auth_user_created AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION public.make_profile();
SELECT cron.schedule('tidy', '0 3 * * *', 'SELECT 1');
INSERT INTO storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
  VALUES ('files', 'files', false, 2000, ARRAY['text/plain', 'image/*']);
CREATE POLICY "own files" ON storage.objects FOR ALL TO authenticated
  USING (bucket_id = 'files' AND (storage.foldername(name))[1] = auth.uid()::text)
  WITH CHECK (bucket_id = 'files' AND (storage.foldername(name))[1] = auth.uid()::text);
CREATE INDEX ON public.nowhere (id);
CREATE FUNCTION public.count_notes() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = ''
  AS $$ SELECT count(*) FROM public.notes $$;
"""
ASKS = """
def get_asked(request):
    context = ssl.create_default_context(cafile=os.environ["SSL_CERT_FILE"])
    call = urllib.request.Request("https://another-project.supabase.co/rest/v1/notes?select=title",
                                  headers={"apikey": "sb_publishable_of_the_developers_own"})
    with urllib.request.urlopen(call, context=context) as answer:
        return 200, {"rows": json.load(answer)}, {}
"""


FUNCTION = """
import { serve } from "https://deno.land/std@0.168.0/http/server.ts";
serve(async (request: Request) => {
  const answer = await fetch(Deno.env.get("SUPABASE_URL") + "/auth/v1/user", { headers: {
    apikey: Deno.env.get("SUPABASE_ANON_KEY")!, authorization: request.headers.get("authorization") ?? "" } });
  return Response.json({ who: (await answer.json()).email ?? "nobody" });
});
"""

EARLY = """
ALTER TABLE public.notes ADD COLUMN pinned boolean;
CREATE POLICY early ON public.notes USING (true);
"""


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    app = write_app(tmp_path_factory.mktemp("supabase") / "app", ASKS)
    file = app / "supabase" / "migrations" / "20250101000000_initial.sql"
    file.parent.mkdir(parents=True)
    file.write_text(MIGRATION)
    file.with_name("20240101000000_early.sql").write_text(EARLY)
    function = app / "supabase" / "functions" / "hello" / "index.ts"
    function.parent.mkdir(parents=True)
    function.write_text(FUNCTION)
    project = find_project(app, app, {})
    assert project is not None
    with open_trial(app, plan(database="postgres", supabase=project)) as opened:
        yield opened


def _titles(trial: Trial, who: str) -> list[str]:
    assert trial.supabase is not None
    answer = trial.supabase.send(trial.actor(who), "GET", "/rest/v1/notes?select=title")
    return [row["title"] for row in answer.json()]


def _add(trial: Trial, who: str, owner: str, title: str) -> int:
    assert trial.supabase is not None
    body = {"user_id": trial.actor(owner).credentials["id"], "title": title}
    return trial.supabase.send(trial.actor(who), "POST", "/rest/v1/notes", json=body).status


@pytest.mark.trial
def test_a_statement_that_fails_is_a_note_and_the_rest_goes_on(trial: Trial) -> None:
    assert any('relation "public.nowhere" does not exist' in note for note in trial.notes)
    assert trial.database is not None
    assert trial.database.query("SELECT proname FROM pg_proc WHERE proname = 'count_notes'")
    assert any("default rights" in note for note in trial.notes)


@pytest.mark.trial
def test_columns_that_came_too_early_are_made_at_the_end_and_rights_are_not(trial: Trial) -> None:
    assert trial.database is not None
    assert trial.database.query("SELECT pinned FROM public.notes") == []
    assert not trial.database.query("SELECT 1 AS found FROM pg_policies WHERE policyname = 'early'")
    assert any("20240101000000_early.sql:3" in note for note in trial.notes)


@pytest.mark.trial
def test_people_come_in_by_the_door_and_the_apps_own_trigger_makes_their_rows(trial: Trial) -> None:
    assert trial.actor("alice").identity["full_name"] == "Alice Example"
    # A column wants it, and the trigger takes it from what a form of the app's own sends along.
    assert trial.actor("alice").identity["badge"]
    assert str(trial.actor("alice").identity["id"]) == trial.actor("alice").credentials["id"]


@pytest.mark.trial
def test_policies_decide_as_on_the_service(trial: Trial) -> None:
    trial.reset()
    assert _add(trial, "alice", "alice", "Bread") == 201
    assert _add(trial, "bob", "alice", "Forged") == 403
    assert _add(trial, "anonymous", "alice", "Forged") == 401
    assert (_titles(trial, "alice"), _titles(trial, "bob"), _titles(trial, "anonymous")) == (
        ["Bread"],
        [],
        [],
    )


@pytest.mark.trial
def test_a_function_that_runs_as_its_owner_is_open_to_everybody_by_default(trial: Trial) -> None:
    assert trial.supabase is not None
    answer = trial.supabase.send(trial.actor("anonymous"), "POST", "/rest/v1/rpc/count_notes", json={})
    assert answer.status == 200


@pytest.mark.trial
def test_a_change_of_every_row_is_refused_as_on_the_service(trial: Trial) -> None:
    assert trial.supabase is not None
    answer = trial.supabase.send(trial.supabase.server(), "DELETE", "/rest/v1/notes")
    assert answer.json()["message"] == "DELETE requires a WHERE clause"


@pytest.mark.trial
def test_people_sign_in_again_and_a_wrong_password_is_refused(trial: Trial) -> None:
    assert trial.supabase is not None
    alice, path = trial.actor("alice").credentials, "/auth/v1/token?grant_type=password"
    form = {"email": alice["email"], "password": alice["password"]}
    entered = trial.supabase.send(trial.actor("anonymous"), "POST", path, json=form).json()
    assert entered["user"]["id"] == alice["id"]
    again = {"refresh_token": entered["refresh_token"]}
    path = "/auth/v1/token?grant_type=refresh_token"
    assert trial.supabase.send(trial.actor("anonymous"), "POST", path, json=again).status == 200
    assert trial.supabase.send(trial.actor("anonymous"), "POST", path, json=again).status == 400
    wrong = {**form, "password": "another"}
    path = "/auth/v1/token?grant_type=password"
    assert trial.supabase.send(trial.actor("anonymous"), "POST", path, json=wrong).status == 400


@pytest.mark.trial
def test_only_the_server_looks_after_accounts(trial: Trial) -> None:
    assert trial.supabase is not None
    for actor, status in ((trial.actor("alice"), 403), (trial.supabase.server(), 200)):
        assert trial.supabase.send(actor, "GET", "/auth/v1/admin/users").status == status


@pytest.mark.trial
def test_a_project_that_the_code_names_is_the_trials_own(trial: Trial) -> None:
    assert trial.send("anonymous", "GET", "/asked").json() == {"rows": []}


def _put(trial: Trial, who: str, name: str, content: bytes = b"mine", kind: str = "text/plain") -> Response:
    assert trial.supabase is not None
    headers = {"content-type": kind}
    place = f"/storage/v1/object/files/{name}"
    return trial.supabase.send(trial.actor(who), "POST", place, data=content, headers=headers)


def _get(trial: Trial, who: str, path: str) -> Response:
    assert trial.supabase is not None
    return trial.supabase.send(trial.actor(who), "GET", f"/storage/v1{path}")


@pytest.mark.trial
def test_policies_decide_who_puts_and_gets_files(trial: Trial) -> None:
    own = f"{trial.actor('alice').credentials['id']}/note.txt"
    assert _put(trial, "alice", own).ok
    assert "row-level security" in _put(trial, "bob", own.replace("note", "other")).text
    assert _get(trial, "alice", f"/object/files/{own}").body == b"mine"
    assert not _get(trial, "bob", f"/object/files/{own}").ok
    assert not _get(trial, "anonymous", f"/object/public/files/{own}").ok, "the bucket is not public"
    assert "Duplicate" in _put(trial, "alice", own).text


@pytest.mark.trial
def test_a_signed_address_opens_one_file_for_everybody(trial: Trial) -> None:
    assert trial.supabase is not None
    own = f"{trial.actor('alice').credentials['id']}/signed.txt"
    assert _put(trial, "alice", own).ok
    sign = f"/storage/v1/object/sign/files/{own}"
    address = trial.supabase.send(trial.actor("alice"), "POST", sign, json={"expiresIn": 60}).json()[
        "signedURL"
    ]
    assert _get(trial, "anonymous", address).body == b"mine"
    assert not _get(trial, "anonymous", address.replace("signed.txt", "note.txt")).ok


@pytest.mark.trial
def test_only_who_may_put_a_file_gets_an_address_to_put_it(trial: Trial) -> None:
    assert trial.supabase is not None
    place = f"{trial.actor('alice').credentials['id']}/promised.txt"
    asked = f"/storage/v1/object/upload/sign/files/{place}"
    answers = {who: trial.supabase.send(trial.actor(who), "POST", asked) for who in ("bob", "alice")}
    assert not answers["bob"].ok
    address = "/storage/v1" + answers["alice"].json()["url"]
    headers = {"content-type": "text/plain"}
    nobody = trial.actor("anonymous")
    assert trial.supabase.send(nobody, "PUT", address, data=b"kept", headers=headers).ok
    assert _get(trial, "alice", f"/object/files/{place}").body == b"kept"


@pytest.mark.trial
def test_files_are_moved_by_those_who_may(trial: Trial) -> None:
    assert trial.supabase is not None
    folder = trial.actor("alice").credentials["id"]
    assert _put(trial, "alice", f"{folder}/here.txt").ok
    move = {"bucketId": "files", "sourceKey": f"{folder}/here.txt", "destinationKey": f"{folder}/there.txt"}
    done = {
        who: trial.supabase.send(trial.actor(who), "POST", "/storage/v1/object/move", json=move).ok
        for who in ("bob", "alice")
    }
    assert done == {"bob": False, "alice": True}
    assert _get(trial, "alice", f"/object/files/{folder}/there.txt").body == b"mine"


@pytest.mark.trial
def test_a_bucket_bounds_what_it_takes(trial: Trial) -> None:
    own = f"{trial.actor('alice').credentials['id']}/large.txt"
    assert "exceeded the maximum allowed size" in _put(trial, "alice", own, bytes(2001)).text
    assert "is not supported" in _put(trial, "alice", own, b"<p>", "text/html").text
    assert "Invalid key" in _put(trial, "alice", "a%23b.txt").text


@pytest.mark.trial
def test_files_are_listed_and_removed_by_those_who_may(trial: Trial) -> None:
    assert trial.supabase is not None
    folder = trial.actor("alice").credentials["id"]
    assert _put(trial, "alice", f"{folder}/deep/listed.txt").ok
    listing = {"prefix": folder, "limit": 10, "offset": 0}
    names = {
        who: {
            row["name"]
            for row in trial.supabase.send(
                trial.actor(who), "POST", "/storage/v1/object/list/files", json=listing
            ).json()
        }
        for who in ("alice", "bob")
    }
    assert "deep" in names["alice"] and not names["bob"]
    remove = {"prefixes": [f"{folder}/deep/listed.txt"]}
    gone = {
        who: trial.supabase.send(trial.actor(who), "DELETE", "/storage/v1/object/files", json=remove).json()
        for who in ("bob", "alice")
    }
    assert gone["bob"] == [] and [row["name"] for row in gone["alice"]] == remove["prefixes"]


@pytest.mark.trial
def test_an_edge_function_runs_beside_the_app_and_asks_the_project(trial: Trial) -> None:
    if deno() is None:
        pytest.skip("there is no Deno")
    assert trial.send("alice", "POST", "hello").json() == {"who": trial.actor("alice").credentials["email"]}
    assert trial.supabase is not None
    forged = {
        "authorization": f"Bearer {sign('another secret', {'role': 'authenticated', 'exp': 4_000_000_000})}"
    }
    answer = trial.supabase.send(trial.actor("anonymous"), "POST", "/functions/v1/hello", headers=forged)
    assert answer.status == 401
    with pytest.raises(TrialUnavailable, match="does not run"):
        trial.send("alice", "POST", "no-such-function")


@pytest.mark.trial
def test_requests_arrive_in_the_same_instant(trial: Trial) -> None:
    trial.reset()
    assert trial.supabase is not None
    alice = trial.actor("alice")
    body = {"user_id": alice.credentials["id"], "title": "Twice"}
    request = Request(actor="alice", method="POST", path="/rest/v1/notes", json=body)
    answers = trial.supabase.together([(alice, request)] * 5)
    assert [answer.status for answer in answers] == [201] * 5
    assert _titles(trial, "alice") == ["Twice"] * 5


@pytest.mark.trial
def test_a_reset_brings_back_rows_and_accounts(trial: Trial) -> None:
    _add(trial, "alice", "alice", "Bread")
    assert trial.database is not None
    trial.database.execute("DELETE FROM auth.users")
    trial.reset()
    assert trial.database.count("auth.users") == 3
    assert trial.database.count("notes") == 0
    assert _add(trial, "alice", "alice", "Bread") == 201


def test_addresses_of_packages_become_names_in_npms_registry() -> None:
    assert package_of("https://esm.sh/@supabase/supabase-js@2.45.0") == "npm:@supabase/supabase-js@2.45.0"
    assert package_of("https://esm.sh/stripe@18.5.0?target=deno") == "npm:stripe@18.5.0"
    assert package_of("https://deno.land/std@0.168.0/http/server.ts").endswith("functions_serve.ts")
    assert package_of("jsr:@supabase/supabase-js@2") == "npm:@supabase/supabase-js@2"
    assert package_of("jsr:@supabase/functions-js@2/edge-runtime.d.ts").endswith("functions_nothing.ts")
    assert package_of("https://deno.land/x/zod@v3.22.4/mod.ts") == "npm:zod@3.22.4"
    assert package_of("https://deno.land/x/denomailer@1.6.0/mod.ts") == ""
    assert package_of("https://deno.land/std@0.190.0/encoding/base64.ts") == "jsr:@std/encoding/base64"
    assert package_of("https://example.com/own.ts") == ""


def test_statements_keep_their_bodies_and_their_lines() -> None:
    text = "-- one\nSELECT ';';\n\nCREATE FUNCTION f() RETURNS int AS $$ SELECT 1; $$ LANGUAGE sql;\n"
    assert [line for line, _ in statements(text)] == [2, 4]
    assert [statement.split()[0] for _, statement in statements(text)] == ["SELECT", "CREATE"]


def test_a_token_is_worth_what_its_signature_is() -> None:
    token = sign("secret", {"role": "anon", "exp": 4_000_000_000})
    assert verified("secret", token) == said(token)
    assert verified("another", token) is None
    assert verified("secret", sign("secret", {"exp": 1})) is None
    assert project_key("secret", "ref", "anon") == project_key("secret", "ref", "anon")


def test_the_age_of_a_project_decides_its_default_rights(tmp_path: Path) -> None:
    folder = tmp_path / "supabase" / "migrations"
    folder.mkdir(parents=True)
    first = folder / "20260601000000_first.sql"
    first.write_text("GRANT SELECT, INSERT ON TABLE public.notes TO anon, authenticated;")
    assert find_project(tmp_path, tmp_path, {}) == SupabaseProject(
        migrations=("supabase/migrations/20260601000000_first.sql",), grants="withheld"
    )
    granted = first.read_text()
    # Where no migration gives the roles of the internet anything, they have what they had before.
    first.write_text("GRANT EXECUTE ON FUNCTION public.count_notes() TO authenticated;")
    without = find_project(tmp_path, tmp_path, {})
    assert without is not None and without.grants == "given"
    first.write_text(granted)
    (folder / "20250601000000_first.sql").write_text("SELECT 1;")
    found = find_project(tmp_path, tmp_path, {})
    assert found is not None and found.grants == "given"


def test_an_app_that_keeps_accounts_and_rows_itself_is_no_project_for_a_client_of_supabase(
    tmp_path: Path,
) -> None:
    client = {"@supabase/ssr": "^0.6"}
    assert find_project(tmp_path, tmp_path, client) is not None
    assert find_project(tmp_path, tmp_path, {**client, "@prisma/client": "^6"}) is not None
    assert find_project(tmp_path, tmp_path, {**client, "@prisma/client": "^6", "next-auth": "^5"}) is None


def test_pages_alone_are_built_and_served(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text(
        '{"scripts": {"dev": "vite", "build": "vite build"}, "dependencies": {"@supabase/supabase-js": "^2"}}'
    )
    planned = plan_boot(tmp_path, ["VITE_SUPABASE_URL"], {})
    assert planned.build == ("vite build",)
    assert planned.start == "vite preview --host 127.0.0.1 --port {port} --strictPort"
    assert planned.supabase is not None and planned.database == "postgres"
