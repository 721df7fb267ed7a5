"""SQL files that somebody runs by hand, run again and from nothing on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from roadworthy.audit import audit_folder
from roadworthy.patterns.persistence.irreversible_migration.prove_by_hand import prove_by_hand
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.failing import emptied
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.postgres import APP_DATABASE, APP_ROLE, Postgres
from roadworthy.trial.postgres_database import PostgresDatabase
from roadworthy.trial.run_folder import run_folder


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    loop = EventLoop()
    with run_folder() as folder:
        postgres = Postgres(loop, folder)
        try:
            postgres.open()
            yield postgres
        finally:
            postgres.close()
            loop.close()


@pytest.fixture
def database(server: Postgres, tmp_path: Path) -> Iterator[PostgresDatabase]:
    def at_once(work: Callable[[], None]) -> None:
        work()

    database = PostgresDatabase(server, tmp_path, while_stopped=at_once, forward=lambda _open: None)
    database.snapshot("empty")
    yield database
    database.restore("empty")
    database.close()


def _make(server: Postgres, sql: str) -> None:
    """Tables as the app's own role makes them."""
    host = str(server.socket_folder)
    with psycopg.connect(host=host, user=APP_ROLE, dbname=APP_DATABASE, autocommit=True) as connection:
        connection.execute(sql.encode())


def _proved(database: PostgresDatabase, folder: Path, files: dict[str, str]) -> Reproduction:
    for name, text in files.items():
        (folder / name).write_text(text)
    (folder / "server.ts").write_text("export {};\n")
    trial: Any = SimpleNamespace(
        database=database, supabase=None, stop=lambda: None, start=lambda: None, notes=(), dropped=()
    )
    return prove_by_hand(Experiment(trial, "The files can be run again"), audit_folder(folder).app)


def test_files_that_make_what_is_there_fail_the_second_time(
    server: Postgres, database: PostgresDatabase, tmp_path: Path
) -> None:
    made = "create table notes (id serial primary key);\n\ncreate index notes_id on notes (id);\n"
    _make(server, made)
    shown = _proved(database, tmp_path, {"tables.sql": made})
    assert shown.state == "proven", [(one.says, one.shows) for one in shown.steps]
    assert 'tables.sql:1 fails: relation "notes" already exists' in shown.observed
    assert database.tables() == ["notes"]


def test_files_that_change_what_none_of_them_makes_fail_from_nothing(
    server: Postgres, database: PostgresDatabase, tmp_path: Path
) -> None:
    changed = (
        "create table if not exists carts (id int);\nalter table people add column if not exists age int;\n"
    )
    _make(server, f"create table people (id int); {changed}")
    shown = _proved(database, tmp_path, {"changes.sql": changed})
    assert shown.state == "proven", [(one.says, one.shows) for one in shown.steps]
    assert 'changes.sql:2 fails: relation "people" does not exist' in shown.observed
    assert sorted(database.tables()) == ["carts", "people"], "all of it was taken back"


def test_files_that_may_be_run_in_any_order_and_again_show_nothing(
    server: Postgres, database: PostgresDatabase, tmp_path: Path
) -> None:
    files = {
        "1-lines.sql": "create table if not exists lines (id int, sale int references sales(id));",
        "2-sales.sql": "create table if not exists sales (id int primary key);",
    }
    _make(server, " ".join(reversed(files.values())))
    assert _proved(database, tmp_path, files).state == "untestable"


def test_a_table_whose_rows_must_not_go_is_emptied_all_the_same(
    server: Postgres, database: PostgresDatabase
) -> None:
    _make(server, "create table kinds (id int primary key)")
    _make(server, "create table things (kind int references kinds on delete restrict)")
    _make(server, "insert into kinds values (1); insert into things values (1)")
    with emptied(database, "kinds"):
        assert (database.count("kinds"), database.count("things")) == (0, 1)
    assert database.count("kinds") == 1
