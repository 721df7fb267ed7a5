"""The database tools, on a real PostgreSQL without an app."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from roadworthy.errors import TrialUnavailable
from roadworthy.proof.rows_by_table import rows_of
from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.first_steps import take_first_steps
from roadworthy.trial.own_tables import await_tables
from roadworthy.trial.people import PEOPLE
from roadworthy.trial.planted_people import PlantedPeople
from roadworthy.trial.postgres import APP_DATABASE, APP_ROLE, OWNER, Postgres
from roadworthy.trial.postgres_database import PostgresDatabase
from roadworthy.trial.run_folder import run_folder
from roadworthy.trial.schema import apply_sql

SCHEMA = """
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TABLE users (id serial PRIMARY KEY, email varchar(60) NOT NULL UNIQUE, name text NOT NULL, mood mood NOT NULL,
                    role text NOT NULL CHECK (role IN ('student', 'admin')), born date, tags text[] NOT NULL,
                    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE books (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), isbn char(13) NOT NULL UNIQUE, price numeric(6, 2)
                    NOT NULL CHECK (price >= 1 AND price <= 50), twice numeric GENERATED ALWAYS AS (price * 2) STORED);
CREATE TABLE loans (user_id int NOT NULL REFERENCES users, book_id uuid NOT NULL REFERENCES books ON DELETE CASCADE,
                    stars int CHECK (stars BETWEEN 1 AND 5) CHECK (stars >= 0 AND stars <= 9), extra jsonb NOT NULL,
                    PRIMARY KEY (user_id, book_id));
CREATE TABLE cards (user_id int PRIMARY KEY REFERENCES users, name text NOT NULL UNIQUE, onboarding_complete boolean
                    NOT NULL DEFAULT false, setup_at timestamptz, active boolean NOT NULL DEFAULT false);
CREATE TABLE shelves (id serial PRIMARY KEY, name text, deleted_at timestamptz, deleted_by uuid, made_at timestamptz);
CREATE TABLE pages (number int NOT NULL DEFAULT 0, book_id uuid NOT NULL REFERENCES books, words text,
                    PRIMARY KEY (number, book_id));
CREATE TABLE folders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, parent_id bigint REFERENCES folders, name text);
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    loop = EventLoop()
    with run_folder() as folder:
        postgres = Postgres(loop, folder)
        try:
            postgres.open()
            with app_connection(postgres) as connection:
                connection.execute(SCHEMA)
            yield postgres
        finally:
            postgres.close()
            loop.close()


def app_connection(server: Postgres) -> psycopg.Connection[tuple[object, ...]]:
    host = str(server.socket_folder)
    return psycopg.connect(host=host, user=APP_ROLE, dbname=APP_DATABASE, autocommit=True)


@pytest.fixture
def database(server: Postgres, tmp_path: Path) -> Iterator[PostgresDatabase]:
    def at_once(work: Callable[[], None]) -> None:
        work()

    database = PostgresDatabase(server, tmp_path, while_stopped=at_once, forward=lambda _open: None)
    database.snapshot("empty")
    yield database
    database.restore("empty")
    database.close()


def test_tables_that_an_app_makes_while_it_starts_are_waited_for(
    server: Postgres, database: PostgresDatabase
) -> None:
    with app_connection(server) as connection:
        later = threading.Timer(0.5, connection.execute, ("CREATE TABLE late_comers (id int)",))
        later.start()
        await_tables(database, "late_comers")
        assert "late_comers" in database.tables()
        later.join()
        connection.execute("DROP TABLE late_comers")


def test_whoever_is_put_in_by_hand_has_the_plainest_role_that_there_is(
    server: Postgres, database: PostgresDatabase
) -> None:
    with app_connection(server) as connection:
        connection.execute("CREATE TYPE right_of AS ENUM ('admin', 'seller', 'customer')")
        connection.execute(
            "CREATE TABLE visitors (id serial PRIMARY KEY, email text, password text, role right_of, note text)"
        )
    plan = BootPlan(runtime="node", start="", user_table="visitors")
    planted = PlantedPeople(plan, lambda _command, _seconds: (1, ""))
    assert planted.make(PEOPLE[0], database)
    assert database.query("SELECT role::text AS role, note FROM visitors") == [
        {"role": "customer", "note": None}
    ]
    with app_connection(server) as connection:
        connection.execute("DROP TABLE visitors; DROP TYPE right_of")


def test_rows_honour_types_keys_and_checks(database: PostgresDatabase) -> None:
    assert database.fill("users", 500) == 500
    assert database.fill("books", 100) == 100
    assert database.fill("loans", 2000) == 2000
    assert database.fill("folders", 10) == 10
    assert database.query("SELECT count(DISTINCT email) AS n FROM users") == [{"n": 500}]
    assert database.query("SELECT count(DISTINCT created_at) > 400 AS spread FROM users") == [
        {"spread": True}
    ]
    assert database.fill("users", 500) == 500, "a second filling continues where the first ended"


def test_parents_are_made_when_there_are_none_and_fixed_values_stay(database: PostgresDatabase) -> None:
    assert database.fill("loans", 100, fixed={"stars": 3, "extra": {"a": 1}}) == 100
    assert database.query("SELECT DISTINCT stars, extra FROM loans") == [{"stars": 3, "extra": {"a": 1}}]
    assert database.count("users") > 0


def test_a_key_that_is_unique_gets_a_parent_for_each_row(database: PostgresDatabase) -> None:
    assert database.fill("users", 3) == 3
    assert database.fill("cards", 400) == 400, "more than there were users, and names that all differ"
    assert database.count("users") == 400
    assert database.fill("loans", 2000) == 2000
    assert database.count("books") < 100, "pairs are enough where two keys are unique together"


def test_a_default_within_a_key_does_not_keep_the_rows_few(database: PostgresDatabase) -> None:
    database.fill("books", 3)
    assert database.fill("pages", 500) == 500
    assert database.count("books") == 3


def test_a_word_of_a_few_within_a_key_stays_one_of_them(database: PostgresDatabase) -> None:
    database.query(
        "CREATE TABLE fields (kind text NOT NULL CHECK (kind IN ('project', 'task')), name text NOT NULL, UNIQUE (kind, name))"
    )
    assert database.fill("fields", 50) == 50


def test_a_stay_ends_after_it_began(database: PostgresDatabase) -> None:
    database.query(
        "CREATE TABLE stays (id serial, check_in date, check_out date, starts_at timestamptz, ends_at timestamptz)"
    )
    assert database.fill("stays", 50) == 50
    assert database.query(
        "SELECT count(*) AS n FROM stays WHERE check_in < check_out AND starts_at < ends_at"
    ) == [{"n": 50}]


def test_somebody_has_been_through_the_first_steps(database: PostgresDatabase) -> None:
    database.fill("cards", 1)
    key = str(database.query("SELECT user_id FROM cards")[0]["user_id"])
    assert take_first_steps(database, "cards", "user_id", key) == "cards.onboarding_complete, cards.setup_at"
    row = database.query("SELECT * FROM cards")[0]
    assert row["onboarding_complete"] and row["setup_at"] and not row["active"]
    assert take_first_steps(database, "books", "id", key) == ""


def test_a_word_of_an_enumeration_is_spelled_as_the_database_does(database: PostgresDatabase) -> None:
    database.execute("CREATE TYPE state AS ENUM ('AVAILABLE', 'TAKEN')")
    database.execute("CREATE TABLE seats (id serial PRIMARY KEY, state state NOT NULL, name text)")
    assert database.fill("seats", 2, fixed={"state": "taken", "name": "Available"}) == 2
    assert database.query("SELECT DISTINCT state::text, name FROM seats") == [
        {"state": "TAKEN", "name": "Available"}
    ]


def test_what_cannot_be_filled_is_said(database: PostgresDatabase) -> None:
    with pytest.raises(TrialUnavailable, match="no such table"):
        database.fill("nothing", 1)
    with pytest.raises(TrialUnavailable, match="cannot be filled"):
        database.fill("users", 1, fixed={"role": "emperor"})


def test_rows_that_are_made_have_not_come_to_their_end(database: PostgresDatabase) -> None:
    database.fill("shelves", 3)
    found = database.query(
        "SELECT count(deleted_at) AS ended, count(deleted_by) AS by, count(made_at) AS made FROM shelves"
    )
    assert found == [{"ended": 0, "by": 0, "made": 3}]


def test_a_hundred_thousand_rows_take_seconds(database: PostgresDatabase) -> None:
    began = time.monotonic()
    assert database.fill("users", 100_000) == 100_000
    assert time.monotonic() - began < 10


def test_a_restore_keeps_the_apps_connections_and_takes_milliseconds(
    server: Postgres, database: PostgresDatabase
) -> None:
    with app_connection(server) as app:
        app.execute("INSERT INTO folders (name) VALUES ('mine')")
        database.snapshot("mine")
        app.execute("DELETE FROM folders")
        app.execute("INSERT INTO folders (name) VALUES ('a'), ('b')")
        began = time.monotonic()
        database.restore("mine")
        assert time.monotonic() - began < 0.5
        assert app.execute("SELECT name FROM folders").fetchall() == [("mine",)]
        app.execute("INSERT INTO folders (name) VALUES ('next')")


def test_a_transaction_left_open_does_not_stop_a_restore(
    server: Postgres, database: PostgresDatabase
) -> None:
    app = app_connection(server)
    app.autocommit = False
    app.execute("INSERT INTO folders (name) VALUES ('left open')")
    database.restore("empty")
    assert database.cut
    database.restore("empty")
    assert not database.cut
    assert database.count("folders") == 0
    app.close()


def test_a_changed_schema_is_restored_too(database: PostgresDatabase) -> None:
    database.fill("users", 3)
    database.snapshot("three")
    database.execute("ALTER TABLE users DROP COLUMN name")
    database.execute("CREATE TABLE surplus ()")
    database.restore("three")
    assert database.count("users") == 3
    assert "name" in [column.name for column in database.columns("users")]
    assert "surplus" not in database.tables()


def test_the_statements_of_the_app_are_counted_and_ours_are_not(
    server: Postgres, database: PostgresDatabase
) -> None:
    database.clear_statements()
    with app_connection(server) as app:
        for number in range(7):
            app.execute("SELECT name FROM users WHERE id = %s", (number,))
    database.count("users")
    (statement,) = database.statements()
    assert (statement.calls, statement.query) == (7, "SELECT name FROM users WHERE id = $1")
    assert "Scan" in database.explain(statement.query)["Node Type"]
    assert database.explain("SELECT * FROM users WHERE email = %s", ("x",))["Node Type"].startswith("Index")


def test_a_server_that_was_stopped_comes_back(server: Postgres, database: PostgresDatabase) -> None:
    database.stop()
    with pytest.raises(psycopg.OperationalError):
        app_connection(server)
    database.start()
    assert "users" in database.tables()


def test_the_app_is_no_superuser_and_cannot_become_one(server: Postgres) -> None:
    with app_connection(server) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("COPY users FROM PROGRAM 'id'")
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host=str(server.socket_folder), user=OWNER, dbname=APP_DATABASE)


def test_a_database_that_was_destroyed_is_empty_and_comes_back_whole(database: PostgresDatabase) -> None:
    database.fill("users", 3)
    database.snapshot("three")
    before = rows_of(database)
    database.bare()
    database.destroy()
    assert database.tables() == []
    assert rows_of(database, before).number == 0
    database.execute("CREATE DATABASE beside")
    assert database.others() == ["beside"]
    assert rows_of(database, before, "beside").number == 0
    database.restore("three")
    assert before.same(rows_of(database))
    assert database.others() == [], "what was made beside it is gone as well"
    database.clear_statements()


def test_rows_count_as_back_when_only_the_clock_and_the_counter_differ(database: PostgresDatabase) -> None:
    row = "INSERT INTO users (email, name, mood, role, tags) VALUES ('a@b.c', 'Ann', 'good', 'student', '{}')"
    database.execute(row)
    before = rows_of(database)
    database.execute("DELETE FROM users")
    database.execute(row)
    after = rows_of(database)
    assert (before.back(after), before.same(after)) == (1, False)
    assert before.beside(after) == "users 1 → 1"


def test_the_apps_role_makes_extensions_as_on_a_host(server: Postgres) -> None:
    with server.connect(user=APP_ROLE) as connection:
        for name in ("uuid-ossp", "pgcrypto", "vector", "citext"):
            connection.execute(f'CREATE EXTENSION IF NOT EXISTS "{name}"'.encode())
        row = connection.execute(
            "SELECT uuid_generate_v4() <> uuid_generate_v4() AS unique_ids, crypt('a', gen_salt('bf')) LIKE '$2a$06$%' AS"
            " hashed, '[1,2]'::vector <-> '[1,4]'::vector AS distance"
        ).fetchone()
    assert row == {"unique_ids": True, "hashed": True, "distance": 2.0}


def test_extensions_outlive_a_database_made_anew(server: Postgres) -> None:
    server.switch_on("uuid-ossp")
    server.recreate(server.dump_schema())
    with server.connect(user=APP_ROLE) as connection:
        assert connection.execute("SELECT uuid_generate_v4() IS NOT NULL AS made").fetchone() == {
            "made": True
        }


def test_sql_files_run_in_any_order_and_say_what_is_left(server: Postgres) -> None:
    texts = (
        "CREATE TABLE notes (id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), writer int REFERENCES writers);",
        "CREATE TABLE writers (id int PRIMARY KEY); ALTER TABLE nowhere ADD COLUMN x int;",
    )
    with server.connect() as connection:
        said = apply_sql(connection, texts)
        connection.execute("INSERT INTO notes DEFAULT VALUES")
        connection.execute("DROP TABLE notes, writers")
    assert said == (
        'the schema is without `ALTER TABLE nowhere ADD COLUMN x int`: relation "nowhere" does not exist',
    )
