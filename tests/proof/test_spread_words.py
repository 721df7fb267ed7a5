"""Rows of a list are spread over yes and no as well as over words; what takes a row away from sight is left alone."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from roadworthy.audit import audit_folder
from roadworthy.proof.spread_words import spread_words
from roadworthy.trial.sqlite_database import SqliteDatabase

_TABLES = """
create table things (id integer primary key, featured boolean not null default false, open boolean not null default false,
  deleted boolean not null default false);
"""


def test_half_of_the_rows_are_featured(tmp_path: Path) -> None:
    (tmp_path / "schema.sql").write_text(_TABLES)
    (tmp_path / "server.ts").write_text("export {};\n")
    file = tmp_path / "app.db"
    with sqlite3.connect(file) as connection:
        connection.execute(_TABLES)
        connection.executemany("insert into things (id) values (?)", [(n,) for n in range(10)])
    database = SqliteDatabase(file, tmp_path / "snapshots")
    trial: Any = SimpleNamespace(database=database, actors={})
    spread_words(audit_folder(tmp_path).app, trial, "things", {"open": False})
    counted = "select sum(featured) as featured, sum(open) as open, sum(deleted) as deleted from things"
    assert database.query(counted) == [{"featured": 5, "open": 0, "deleted": 0}]
