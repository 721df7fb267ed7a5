"""The database tools on a real SQLite file without an app."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from roadworthy.proof.rows_by_table import fill_tables, rows_of
from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.collection import Collection, Field
from roadworthy.trial.sqlite_database import SqliteDatabase


def test_a_file_that_was_lost_holds_no_rows_and_comes_back_whole(tmp_path: Path) -> None:
    file = tmp_path / "app.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
        connection.execute("CREATE TABLE alembic_version (version_num TEXT NOT NULL)")
    database = SqliteDatabase(file, tmp_path / "snapshots")
    fill_tables(database)
    before = rows_of(database)
    assert (list(before.tables), before.number) == (["notes"], 40), (
        "what tools keep for themselves is no data"
    )
    database.snapshot("filled")
    database.destroy()
    assert not file.exists()
    assert rows_of(database, before).number == 0
    database.restore("filled")
    assert before.same(rows_of(database, before))


def test_a_table_is_in_another_state_when_a_row_is_another(tmp_path: Path) -> None:
    file = tmp_path / "app.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE stays (id INTEGER PRIMARY KEY, guest INTEGER NOT NULL)")
    database = SqliteDatabase(file, tmp_path / "snapshots")
    database.fill("stays", 3)
    before = database.state("stays")
    assert database.state("stays") == before
    database.execute("update stays set guest = guest + 1 where id = 2")
    assert database.state("stays") != before
    database.execute("update stays set guest = guest - 1 where id = 2")
    assert database.state("stays") == before


def test_keys_that_are_unique_together_pair_other_rows_each_time(tmp_path: Path) -> None:
    file = tmp_path / "app.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(
            """
            CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT);
            CREATE TABLE places (id INTEGER PRIMARY KEY, name TEXT);
            CREATE TABLE stock (id INTEGER PRIMARY KEY, amount INTEGER NOT NULL, thing INTEGER NOT NULL REFERENCES things (id),
                place INTEGER NOT NULL REFERENCES places (id), UNIQUE (thing, place));
            CREATE TABLE labels (id INTEGER PRIMARY KEY, thing INTEGER NOT NULL UNIQUE REFERENCES things (id));
            """
        )
    database = SqliteDatabase(file, tmp_path / "snapshots")
    assert database.fill("stock", 5_000) == 5_000
    assert database.fill("labels", 300) == 300
    assert database.fill("labels", 300) == 300


def test_days_are_days_and_a_plan_tells_what_is_read(tmp_path: Path) -> None:
    file = tmp_path / "app.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "CREATE TABLE stays (id INTEGER PRIMARY KEY, guest INTEGER NOT NULL, arrives DATE NOT NULL)"
        )
    database = SqliteDatabase(file, tmp_path / "snapshots")
    database.fill("stays", 500)
    assert len(database.query("select arrives from stays")[0]["arrives"]) == len("2026-01-01")
    asked = 'select * from stays where "guest" = %s limit 20'
    assert (database.ran("stays", asked, (7,)).read, database.ran("stays", asked, (7,)).returned) == (500, 1)
    with database.with_index("stays", ("guest",)):
        assert database.ran("stays", asked, (7,)).read == 1
    first = 'select * from stays order by "guest" limit 20'
    assert database.ran("stays", first).read == 500


def test_a_stay_ends_after_it_began(tmp_path: Path) -> None:
    file = tmp_path / "app.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE stays (id INTEGER PRIMARY KEY, check_in DATE, check_out DATE)")
    database = SqliteDatabase(file, tmp_path / "snapshots")
    database.fill("stays", 500)
    assert database.query("select count(*) as n from stays where check_in < check_out") == [{"n": 500}]


def test_only_words_that_the_code_allows_stand_in_a_column(tmp_path: Path) -> None:
    file = tmp_path / "app.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, role VARCHAR(20) NOT NULL)")
    declared = Collection("users", (Field(name="role", type="text", allowed=("guest", "host")),))
    database = SqliteDatabase(file, tmp_path / "snapshots", None, (declared,))
    database.fill("users", 10)
    assert {row["role"] for row in database.query("select role from users")} == {"guest", "host"}


def test_a_statement_reads_a_table_by_its_other_name_and_in_the_order_of_an_index(tmp_path: Path) -> None:
    file = tmp_path / "app.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT, body TEXT)")
        connection.execute("CREATE INDEX by_title ON notes (title)")
    database = SqliteDatabase(file, tmp_path / "snapshots")
    database.fill("notes", 100)
    for asked in (
        "SELECT * FROM notes AS n WHERE n.body LIKE '%body 7'",
        "SELECT * FROM notes WHERE body LIKE '%body 7' ORDER BY title LIMIT 20",
    ):
        assert database.ran("notes", asked).read == 100


def test_the_words_of_an_enumeration_are_stored_as_the_library_stores_them(tmp_path: Path) -> None:
    file = tmp_path / "app.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE posts (id INTEGER PRIMARY KEY, state VARCHAR(9) NOT NULL)")
    state = Field(name="state", type="enum:state", allowed=("in work", "out"), stored=("IN_WORK", "OUT"))
    declared = [Collection("posts", (state,))]
    database = SqliteDatabase(file, tmp_path / "snapshots", declared=declared)
    database.fill("posts", 10)
    database.fill("posts", 1, fixed={"state": "in work"})
    assert {row["state"] for row in database.query("select state from posts")} == {"IN_WORK", "OUT"}


def test_a_uuid_is_kept_in_32_letters_as_django_and_sqlalchemy_read_it(tmp_path: Path) -> None:
    file = tmp_path / "app.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "CREATE TABLE adverts (id char(32) NOT NULL PRIMARY KEY, title varchar(32) NOT NULL)"
        )
    database = SqliteDatabase(file, tmp_path / "snapshots")
    database.fill("adverts", 2)
    rows = database.query("select id, title from adverts")
    assert all(UUID(row["id"]).hex == row["id"] and " " in row["title"] for row in rows)


@pytest.mark.parametrize(("made", "wanted"), [(True, "trial.db"), (False, "instance/shop.db")])
def test_a_database_that_came_with_the_app_is_not_the_one_that_it_was_told(
    tmp_path: Path, made: bool, wanted: str
) -> None:
    for name, rows in [("instance/shop.db", 500), *([("trial.db", 1)] if made else [])]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            connection.execute("CREATE TABLE goods (name TEXT)")
            connection.executemany("INSERT INTO goods VALUES (?)", [("x" * 200,)] * rows)
            connection.commit()
    found = SqliteDatabase.find(
        tmp_path,
        BootPlan(runtime="python", start="python app.py", database="sqlite"),
        tmp_path / "snapshots",
        None,
    )
    assert found is not None and found.file == tmp_path / wanted


def test_a_document_that_may_be_missing_is_and_any_other_is_made(tmp_path: Path) -> None:
    file = tmp_path / "app.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "CREATE TABLE posts (id INTEGER PRIMARY KEY, pictures JSON, settings JSON NOT NULL)"
        )
    database = SqliteDatabase(file, tmp_path / "snapshots")
    assert database.fill("posts", 1) == 1
    assert database.query("select pictures, settings from posts") == [{"pictures": None, "settings": "{}"}]
    assert database.fill("posts", 1, fixed={"pictures": '["one"]'}) == 1
    assert database.query("select pictures from posts order by id desc limit 1") == [{"pictures": '["one"]'}]
