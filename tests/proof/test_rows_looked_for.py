from __future__ import annotations

import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from roadworthy.app import Filter, Location, Origin, Query
from roadworthy.audit import audit_folder
from roadworthy.proof.agreeing import row_looked_for
from roadworthy.proof.arrangement import Arrangement
from roadworthy.trial.sqlite_database import SqliteDatabase

_TABLES = """
create table stock (id integer primary key, thing integer not null, place integer not null, amount integer not null);
"""
_LOOK = Query(
    number=1,
    table="stock",
    operation="select",
    location=Location("app.py", 1, 1),
    filters=(
        Filter("thing", "=", Origin("parsed", path=("thing",))),
        Filter("place", "=", Origin("body", path=("place",))),
    ),
)


def test_the_stock_of_what_a_request_names_is_there_to_be_counted_down(tmp_path: Path) -> None:
    (tmp_path / "schema.sql").write_text(_TABLES)
    (tmp_path / "server.ts").write_text("export {};\n")
    file = tmp_path / "app.db"
    with sqlite3.connect(file) as connection:
        connection.execute(_TABLES)
    database = SqliteDatabase(file, tmp_path / "snapshots")
    trial: Any = SimpleNamespace(database=database, actors={})
    endpoint: Any = SimpleNamespace(queries=(_LOOK,))
    arrangement = Arrangement(audit_folder(tmp_path).app, trial)
    row_looked_for(arrangement, endpoint, _LOOK, {"thing": 3, "place": 4})
    row_looked_for(arrangement, endpoint, _LOOK, {"thing": 3, "place": 4})
    row_looked_for(arrangement, endpoint, _LOOK, {"thing": 3})
    assert database.query("select thing, place from stock") == [{"thing": 3, "place": 4}]
