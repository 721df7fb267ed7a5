"""What tells a person's own row apart where nothing of it may be written over."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from roadworthy.app import Endpoint
from roadworthy.app.location import Location
from roadworthy.audit import audit_folder
from roadworthy.errors import TrialUnavailable
from roadworthy.patterns.compliance.no_erasure.prove import Search
from roadworthy.patterns.compliance.no_export.prove import _of_her
from roadworthy.proof import marked_person
from roadworthy.proof.arrangement import Arrangement
from roadworthy.trial import Trial

_TABLES = """
create table users (id serial primary key, username varchar(80) unique not null, password varchar(80) not null);
create table imports (id serial primary key, user_id integer references users(id), made varchar(4));
"""


def test_the_name_by_which_a_person_comes_in_is_a_mark_where_there_is_no_address(tmp_path: Path) -> None:
    people = audit_folder(_app(tmp_path)).app.table("users")
    assert people is not None
    mark = marked_person._address(people, {"id": 3, "username": "alice_trial"})
    assert mark is not None
    assert (mark.table, mark.column, mark.text) == ("users", "username", "alice_trial")
    # Found by chance in any text.
    assert marked_person._address(people, {"id": 3, "username": "al"}) is None


def test_an_address_that_takes_one_key_is_asked_with_hers(tmp_path: Path) -> None:
    app = audit_folder(_app(tmp_path)).app
    location = Location(path="app.js", start_line=1, end_line=1, start=0, end=0)
    asked = [
        Endpoint(
            method="GET",
            path=path,
            kind="http",
            framework="express",
            location=location,
            handler=location,
            handler_body=location,
        )
        for path in ("/api/users/:id", "/api/users/:id/notes/:note", "/api/users")
    ]
    assert _of_her(app, _trial(), asked) == ["/api/users/3"]


def test_a_table_that_takes_no_row_of_hers_is_told_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(arrangement: Arrangement, table: str, **fixed: Any) -> None:
        raise TrialUnavailable(f"table {table}: cannot be filled")

    monkeypatch.setattr(Arrangement, "row", refuses)
    search = Search(audit_folder(_app(tmp_path)).app, _trial())
    assert [tie.table.name for tie in search.ties] == ["imports"]
    assert not search._has_row(search.ties[0], 3)


def _app(folder: Path) -> Path:
    (folder / "schema.sql").write_text(_TABLES)
    (folder / "server.ts").write_text("export {};\n")
    return folder


def _trial() -> Trial:
    """As much of a trial as tells who alice is."""
    alice = SimpleNamespace(name="alice", identity={"id": 3, "username": "alice_trial"}, credentials={})
    database = SimpleNamespace(tables=lambda: ["users", "imports"])
    made: Any = SimpleNamespace(actor=lambda name: alice, database=database, supabase=None)
    return made


def test_a_row_without_a_text_is_known_by_a_key_that_nothing_else_can_have(tmp_path: Path) -> None:
    imports = audit_folder(_app(tmp_path)).app.table("imports")
    assert imports is not None
    key = UUID("6f1c2f3e-0a53-4a52-9a83-0a3c5b7f1d20")
    mark = marked_person._key(imports, {"id": key, "user_id": 3})
    assert mark is not None and (mark.table, mark.column, mark.text) == ("imports", "id", str(key))
    # 7 is a key of every table.
    assert marked_person._key(imports, {"id": 7, "user_id": 3}) is None
