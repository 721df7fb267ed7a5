"""Tables that the trial lays out itself, on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
import pytest
from psycopg.rows import dict_row

from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.postgres import APP_DATABASE, APP_ROLE, Postgres
from roadworthy.trial.postgres_database import PostgresDatabase
from roadworthy.trial.run_folder import run_folder
from roadworthy.trial.supabase.laid_out import lay_out
from roadworthy.trial.supabase.stated_tables import StatedColumn, StatedKey, StatedTable

_ALICE = "0b9d1a52-7d1c-4f6d-9d2a-6f5f6f0d8a11"
_SELLERS = StatedKey("sellers", "id", "codes_seller_fkey")
_PROFILES = StatedKey("profiles", "id", "codes_profile_fkey")
_KEY = StatedColumn("id", "text", False, primary=True)
_TABLES = (
    StatedTable(
        "codes",
        (
            StatedColumn("id", "text", False, True, True),
            StatedColumn("seller_id", "text", False, references=(_PROFILES, _SELLERS)),
            StatedColumn("status", "enum:code_status", False, True, values=("it's new", "sold")),
        ),
        "seller_id",
    ),
    StatedTable("profiles", (_KEY, StatedColumn("username", "text")), "id"),
    StatedTable("sellers", (_KEY, StatedColumn("account", "text")), "id"),
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresDatabase]:
    loop = EventLoop()
    with run_folder() as run:
        postgres = Postgres(loop, run)
        try:
            postgres.open()
            host = str(postgres.socket_folder)
            with psycopg.connect(
                host=host, user=APP_ROLE, dbname=APP_DATABASE, autocommit=True, row_factory=dict_row
            ) as connection:
                assert len(lay_out(connection, _TABLES)) == 3
            folder = tmp_path_factory.mktemp("laid-out")
            there = PostgresDatabase(postgres, folder, while_stopped=_at_once, forward=lambda _open: None)
            yield there
            there.close()
        finally:
            postgres.close()
            loop.close()


def _at_once(work: Callable[[], None]) -> None:
    work()


def test_a_key_that_two_tables_share_has_the_type_of_both_and_references_by_their_names(
    database: PostgresDatabase,
) -> None:
    keys = database.query("SELECT conname AS name FROM pg_constraint WHERE contype = 'f' ORDER BY 1")
    assert [row["name"] for row in keys] == ["codes_profile_fkey", "codes_seller_fkey"]
    types = {column.name: column.type for column in database.columns("codes")}
    assert types == {"id": "uuid", "seller_id": "uuid", "status": "code_status"}


def test_a_row_with_a_given_key_finds_its_row_in_both_tables(database: PostgresDatabase) -> None:
    database.fill("profiles", 1, fixed={"id": _ALICE})
    assert database.fill("codes", 1, fixed={"seller_id": _ALICE}) == 1
    assert [str(row["id"]) for row in database.query("SELECT id FROM sellers")] == [_ALICE]
