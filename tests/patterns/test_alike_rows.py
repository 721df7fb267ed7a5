"""Rows that a race left alike in a column that holds nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from roadworthy.app import Filter, Location, Origin, Query
from roadworthy.patterns.concurrency.lost_update.alike import Twins
from roadworthy.patterns.concurrency.lost_update.finding import ABSENT, Race
from roadworthy.trial import Trial
from roadworthy.trial.sqlite_database import SqliteDatabase

_PLACE = Location("app.py", 1, 1)
_LOOKED = Query(
    number=0,
    table="categories",
    operation="select",
    location=_PLACE,
    filters=(Filter("name", "=", Origin("body")), Filter("parent_id", "=", Origin("body"))),
)
_RACE = Race(
    ABSENT, Query(number=1, table="categories", operation="insert", location=_PLACE), _LOOKED, "parent_id"
)


def test_rows_at_the_top_of_a_tree_are_alike_where_a_second_request_in_a_row_is_refused(
    tmp_path: Path,
) -> None:
    trial, file = _trial(tmp_path)
    twins = Twins(trial, [_RACE])
    _insert(file, ["tea", "tea"])
    assert twins.made() == ""
    assert (
        twins.made_without(lambda: _begin_again(file, ["tea"]))
        == "categories holds 2 rows with the same name, parent_id"
    )


def test_they_are_not_where_the_app_takes_both_in_a_row(tmp_path: Path) -> None:
    trial, file = _trial(tmp_path)
    twins = Twins(trial, [_RACE])
    _insert(file, ["tea", "tea"])
    assert twins.made_without(lambda: _begin_again(file, ["tea", "tea"])) == ""


def test_what_one_request_makes_alike_is_no_race(tmp_path: Path) -> None:
    trial, file = _trial(tmp_path)
    _insert(file, ["tea", "tea"], parent=1)
    once = Twins(trial, [_RACE]).counted
    _begin_again(file, [])
    twins = Twins(trial, [_RACE], once)
    _insert(file, ["tea", "tea"], parent=1)
    assert twins.made() == ""
    _insert(file, ["tea", "tea"], parent=1)
    assert twins.made() == "categories holds 4 rows with the same name, parent_id"


def _trial(folder: Path) -> tuple[Trial, Path]:
    file = folder / "app.db"
    with sqlite3.connect(file) as connection:
        connection.execute("create table categories (id integer primary key, name text, parent_id integer)")
    made: Any = SimpleNamespace(database=SqliteDatabase(file, folder / "snapshots"))
    return made, file


def _insert(file: Path, names: list[str], parent: int | None = None) -> None:
    rows = [(name, parent) for name in names]
    with sqlite3.connect(file) as connection:
        connection.executemany("insert into categories (name, parent_id) values (?, ?)", rows)


def _begin_again(file: Path, names: list[str]) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("delete from categories")
    _insert(file, names)
