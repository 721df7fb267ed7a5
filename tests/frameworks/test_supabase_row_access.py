"""Who may do what with the rows of a table, as the files of a Supabase project have it."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.app import App
from roadworthy.frameworks.build import build_app
from roadworthy.views.data.database_routines import routines
from roadworthy.views.people.decided_columns import decided_columns
from roadworthy.views.people.registration import offers_registration, open_registration
from roadworthy.views.people.row_access import (
    ADMIN,
    ALL,
    ANONYMOUS,
    NONE,
    OWN,
    SIGNED_IN,
    SOME,
    UNKNOWN,
    file_access,
    row_access,
)

NOTES = """
CREATE TABLE notes (id uuid PRIMARY KEY, user_id uuid REFERENCES auth.users(id), body text, published boolean);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION is_admin() RETURNS boolean LANGUAGE sql SECURITY DEFINER AS $$ SELECT EXISTS (SELECT 1 FROM admins WHERE user_id = auth.uid()) $$;
"""


def project(folder: Path, *migrations: str) -> App:
    place = folder / "supabase" / "migrations"
    place.mkdir(parents=True)
    (folder / "index.ts").write_text("export const nothing = 1;")
    for number, text in enumerate(migrations):
        (place / f"{number:04}.sql").write_text(text)
    return build_app(folder)


def reach(app: App, operation: str, who: str, table: str = "notes") -> str:
    access = row_access(app, table)
    assert access is not None
    return access.of(operation, who).rows


def test_without_row_level_security_everybody_reaches_everything(tmp_path: Path) -> None:
    app = project(tmp_path, "CREATE TABLE notes (id uuid PRIMARY KEY);")
    assert {reach(app, operation, ANONYMOUS) for operation in ("select", "insert", "update", "delete")} == {
        ALL
    }


def test_with_it_and_no_policy_nobody_reaches_anything(tmp_path: Path) -> None:
    app = project(tmp_path, NOTES)
    assert {reach(app, "select", who) for who in (ANONYMOUS, SIGNED_IN, ADMIN)} == {NONE}


@pytest.mark.parametrize(
    ("policy", "anonymous", "anyone", "admin"),
    [
        ("FOR SELECT USING (true)", ALL, ALL, ALL),
        ("FOR SELECT TO authenticated USING (true)", NONE, ALL, ALL),
        ("FOR SELECT TO service_role USING (true)", NONE, NONE, NONE),
        ("FOR SELECT USING (auth.uid() = user_id)", NONE, OWN, OWN),
        ("FOR ALL USING (auth.uid() = user_id)", NONE, OWN, OWN),
        ("FOR SELECT USING (published)", SOME, SOME, SOME),
        ("FOR SELECT USING (published OR auth.uid() = user_id)", SOME, SOME, SOME),
        ("FOR SELECT USING (is_admin())", NONE, NONE, ALL),
        ("FOR SELECT USING (is_admin() OR auth.uid() = user_id)", NONE, OWN, ALL),
        ("FOR SELECT USING (auth.role() = 'authenticated')", NONE, ALL, ALL),
        ("FOR SELECT USING (who_knows(id))", UNKNOWN, UNKNOWN, UNKNOWN),
        ("FOR SELECT USING (auth.jwt() -> 'user_metadata' ->> 'role' = 'admin')", ALL, ALL, ALL),
    ],
)
def test_a_policy_lets_rows_through(
    tmp_path: Path, policy: str, anonymous: str, anyone: str, admin: str
) -> None:
    app = project(tmp_path, NOTES, f'CREATE POLICY "p" ON notes {policy};')
    assert [reach(app, "select", who) for who in (ANONYMOUS, SIGNED_IN, ADMIN)] == [anonymous, anyone, admin]


def test_policies_add_up_and_restrictive_ones_take_away(tmp_path: Path) -> None:
    own = 'CREATE POLICY "own" ON notes FOR SELECT USING (auth.uid() = user_id);'
    everyone = 'CREATE POLICY "all" ON notes FOR SELECT USING (true);'
    restrictive = 'CREATE POLICY "but" ON notes AS RESTRICTIVE FOR SELECT USING (auth.uid() = user_id);'
    assert reach(project(tmp_path / "a", NOTES, own, everyone), "select", SIGNED_IN) == ALL
    assert reach(project(tmp_path / "b", NOTES, everyone, restrictive), "select", SIGNED_IN) == OWN


def test_a_row_hangs_on_another_tables_policies(tmp_path: Path) -> None:
    lines = """CREATE TABLE lines (id uuid, note_id uuid); ALTER TABLE lines ENABLE ROW LEVEL SECURITY;
    CREATE POLICY "p" ON lines FOR SELECT USING (EXISTS (SELECT 1 FROM notes WHERE notes.id = lines.note_id));"""
    own = 'CREATE POLICY "own" ON notes FOR SELECT USING (auth.uid() = user_id);'
    app = project(tmp_path, NOTES, own, lines)
    assert reach(app, "select", SIGNED_IN, "lines") == OWN


def test_policies_that_lead_to_each_other_come_to_an_end(tmp_path: Path) -> None:
    text = """CREATE TABLE a (id uuid, b_id uuid); CREATE TABLE b (id uuid, a_id uuid);
    ALTER TABLE a ENABLE ROW LEVEL SECURITY; ALTER TABLE b ENABLE ROW LEVEL SECURITY;
    CREATE POLICY "p" ON a FOR SELECT USING (EXISTS (SELECT 1 FROM b WHERE b.id = a.b_id));
    CREATE POLICY "p" ON b FOR SELECT USING (EXISTS (SELECT 1 FROM a WHERE a.id = b.a_id));"""
    assert reach(project(tmp_path, text), "select", ANONYMOUS, "a") == SOME


def test_grants_come_before_policies(tmp_path: Path) -> None:
    everyone = 'CREATE POLICY "all" ON notes FOR ALL USING (true);'
    app = project(tmp_path, NOTES, everyone, "REVOKE UPDATE, DELETE ON notes FROM anon;")
    assert (reach(app, "update", ANONYMOUS), reach(app, "update", SIGNED_IN)) == (NONE, ALL)


@pytest.mark.parametrize(
    ("rule", "anonymous", "anyone"),
    [
        ("bucket_id = 'pictures'", ALL, ALL),
        ("bucket_id = 'other'", NONE, NONE),
        ("bucket_id = 'pictures' AND auth.role() = 'authenticated'", NONE, ALL),
        ("bucket_id = 'pictures' AND (storage.foldername(name))[1] = auth.uid()::text", NONE, OWN),
        ("bucket_id = 'pictures' AND owner = auth.uid()", NONE, OWN),
    ],
)
def test_files_have_policies_too(tmp_path: Path, rule: str, anonymous: str, anyone: str) -> None:
    app = project(tmp_path, f'CREATE POLICY "p" ON storage.objects FOR DELETE USING ({rule});')
    access = file_access(app, "pictures")
    assert (access.of("delete", ANONYMOUS).rows, access.of("delete", SIGNED_IN).rows) == (anonymous, anyone)


PROFILES = """
CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users(id), name text, is_admin boolean DEFAULT false);
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
"""
READ_OWN = 'CREATE POLICY "r" ON profiles FOR SELECT USING (auth.uid() = id);'
ON_SIGN_UP = """
CREATE FUNCTION begin() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN INSERT INTO public.profiles (id) VALUES (NEW.id); RETURN NEW; END $$;
"""


@pytest.mark.parametrize(
    ("more", "columns"),
    [
        (READ_OWN + 'CREATE POLICY "u" ON profiles FOR UPDATE USING (auth.uid() = id);', ("is_admin",)),
        # Without the right to read them an update by columns reaches no rows.
        ('CREATE POLICY "u" ON profiles FOR UPDATE USING (auth.uid() = id);', ()),
        ('CREATE POLICY "s" ON profiles FOR SELECT USING (auth.uid() = id);', ()),
        (
            READ_OWN
            + 'CREATE POLICY "u" ON profiles FOR UPDATE USING (auth.uid() = id) WITH CHECK (NOT is_admin);',
            (),
        ),
        (
            READ_OWN
            + 'CREATE POLICY "u" ON profiles FOR UPDATE USING (auth.uid() = id); REVOKE UPDATE ON profiles FROM authenticated;'
            "GRANT UPDATE (name) ON profiles TO authenticated;",
            (),
        ),
        (
            READ_OWN + 'CREATE POLICY "u" ON profiles FOR UPDATE USING (auth.uid() = id);'
            "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.is_admin := OLD.is_admin; RETURN NEW; END $$;"
            "CREATE TRIGGER keep BEFORE UPDATE ON profiles FOR EACH ROW EXECUTE FUNCTION keep();",
            (),
        ),
    ],
)
def test_what_a_person_must_not_set_of_their_own(tmp_path: Path, more: str, columns: tuple[str, ...]) -> None:
    app = project(tmp_path, PROFILES, ON_SIGN_UP, more)
    table = app.table("profiles")
    assert table is not None
    found = decided_columns(app, table)
    assert (found.columns if found is not None else ()) == columns


def test_a_row_that_nothing_makes_is_nobodys_to_change(tmp_path: Path) -> None:
    app = project(tmp_path, PROFILES, 'CREATE POLICY "u" ON profiles FOR UPDATE USING (auth.uid() = id);')
    table = app.table("profiles")
    assert table is not None and decided_columns(app, table) is None


@pytest.mark.parametrize(
    ("body", "asks", "anyone", "credential"),
    [
        ("DELETE FROM notes WHERE id = p_id;", False, False, ""),
        ("DELETE FROM notes WHERE id = p_id AND user_id = auth.uid();", True, False, ""),
        (
            "IF auth.uid() IS NULL THEN RAISE EXCEPTION 'no'; END IF; DELETE FROM notes WHERE id = p_id;",
            True,
            True,
            "",
        ),
        ("-- auth.uid() is not asked for\nDELETE FROM notes WHERE id = p_id;", False, False, ""),
        (
            "IF NOT is_admin() THEN RAISE EXCEPTION 'no'; END IF; DELETE FROM notes WHERE id = p_id;",
            True,
            False,
            "",
        ),
        (
            "PERFORM 1 FROM sessions WHERE token = p_token; DELETE FROM notes WHERE id = p_id;",
            False,
            False,
            "p_token",
        ),
    ],
)
def test_what_a_function_asks_of_its_caller(
    tmp_path: Path, body: str, asks: bool, anyone: bool, credential: str
) -> None:
    text = f"CREATE FUNCTION f(p_id uuid, p_token text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN {body} END $$;"
    found = next(one for one in routines(project(tmp_path, NOTES, text)) if one.function.name == "f")
    assert (found.asks, found.anyone, found.credential) == (asks, anyone, credential)
    assert ("delete", "notes") in found.writes


def test_a_stranger_can_sign_up_unless_that_is_switched_off(tmp_path: Path) -> None:
    app = project(tmp_path / "open", NOTES)
    assert app.view(open_registration) and not app.view(offers_registration)
    closed = tmp_path / "closed" / "supabase"
    closed.mkdir(parents=True)
    (closed / "config.toml").write_text("[auth]\nsite_url = 'x'\nenable_signup = false\n")
    (closed / "index.ts").write_text("export const nothing = 1;")
    assert not build_app(tmp_path / "closed").view(open_registration)


def test_other_databases_are_reached_through_their_own_server_only(tmp_path: Path) -> None:
    (tmp_path / "index.ts").write_text("export const nothing = 1;")
    (tmp_path / "schema.sql").write_text("CREATE TABLE notes (id int PRIMARY KEY);")
    app = build_app(tmp_path)
    assert [table.name for table in app.tables] == ["notes"] and row_access(app, "notes") is None
