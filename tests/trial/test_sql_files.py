"""Which SQL files make an app's tables."""

from __future__ import annotations

from pathlib import Path

from roadworthy.trial.sql_files import loose_files, schema_files, with_what_they_change


def written(root: Path, **texts: str) -> Path:
    for name, text in texts.items():
        file = root / f"{name.replace('__', '/')}.sql"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return root


def test_migrations_come_before_loose_files(tmp_path: Path) -> None:
    written(tmp_path, migrations__1="create table a (id int);", scripts__1="create table b (id int);")
    assert schema_files(tmp_path, tmp_path) == ("migrations/1.sql",)


def test_the_folder_that_makes_most_tables_is_taken_whole_and_by_number(tmp_path: Path) -> None:
    written(
        tmp_path,
        scripts__2_more="alter table a add b int;",
        scripts__10_last="create table c (id int);",
        scripts__1_first="CREATE TABLE IF NOT EXISTS a (id int);",
        scripts__seed="insert into a values (1);",
        notes__one="create table x (id int);",
    )
    assert schema_files(tmp_path, tmp_path) == (
        "scripts/1_first.sql",
        "scripts/2_more.sql",
        "scripts/10_last.sql",
    )


def test_files_beside_the_servers_folder_are_found(tmp_path: Path) -> None:
    written(tmp_path, database__01_schema="create table a (id int);")
    (tmp_path / "backend").mkdir()
    assert schema_files(tmp_path / "backend", tmp_path) == ("../database/01_schema.sql",)


def test_files_that_make_no_table_are_no_schema(tmp_path: Path) -> None:
    assert schema_files(written(tmp_path, reports__monthly="select 1;"), tmp_path) == ()


def test_what_migrations_change_and_do_not_make_is_made_before_them(tmp_path: Path) -> None:
    written(
        tmp_path,
        supabase__002_policies="alter table orders enable row level security;",
        supabase__001_schema='CREATE TABLE public."orders" (id int);',
        supabase__migrations__20250101_more="alter table orders add column total int;",
        old__x="create table other (id int);",
    )
    migrations = ("supabase/migrations/20250101_more.sql",)
    before = ("supabase/001_schema.sql", "supabase/002_policies.sql")
    assert with_what_they_change(tmp_path, migrations) == (*before, *migrations)


def test_migrations_that_began_after_the_first_tables_come_after_their_files(tmp_path: Path) -> None:
    written(
        tmp_path,
        models__userSchema="create table users (id int primary key);",
        migrations__001_savings="create table savings (id int, user_id int REFERENCES users(id));",
    )
    assert schema_files(tmp_path, tmp_path) == ("models/userSchema.sql", "migrations/001_savings.sql")


def test_migrations_that_make_what_they_change_stay_alone(tmp_path: Path) -> None:
    written(
        tmp_path,
        supabase__001_schema="create table orders (id int);",
        supabase__migrations__20250101_all="create table orders (id int); alter table orders add total int;",
    )
    migrations = ("supabase/migrations/20250101_all.sql",)
    assert with_what_they_change(tmp_path, migrations) == migrations


def test_what_takes_a_change_back_is_left_out(tmp_path: Path) -> None:
    assert loose_files(
        written(tmp_path, db__1_down="drop table a;", db__1_up="create table a (id int);")
    ) == ("db/1_up.sql",)
