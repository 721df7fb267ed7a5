from __future__ import annotations

import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from roadworthy.app import Column, Location
from roadworthy.app.table import ForeignKey
from roadworthy.proof.two_ends import with_two_ends
from roadworthy.trial.sqlite_database import SqliteDatabase

_PLACE = Location("models.py", 1, 1)


def test_goods_go_to_another_place_than_they_come_from(tmp_path: Path) -> None:
    file = tmp_path / "app.db"
    with sqlite3.connect(file) as connection:
        connection.execute("create table places (id integer primary key, name text)")
        connection.execute("insert into places (name) values ('here')")
    arranged: Any = SimpleNamespace(
        trial=SimpleNamespace(database=SqliteDatabase(file, tmp_path / "snapshots")),
        owned=lambda _table: {},
        column_of=lambda _endpoint, name: (None, _named(name), False),
    )
    nowhere: Any = None
    fields = {"source_place": 1, "toPlace": 1, "storage": 1, "customer": 1}
    assert with_two_ends(arranged, nowhere, fields) == {**fields, "toPlace": 2}
    assert with_two_ends(arranged, nowhere, {"toPlace": 1, "storage": 1}) == {"toPlace": 1, "storage": 1}


def _named(name: str) -> Column:
    return Column(name, name, "integer", _PLACE, references=ForeignKey("places", "id"))
