"""Whose rows a repeated request is judged by."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from msgspec import structs

from roadworthy.app import Endpoint, Location, Query
from roadworthy.audit import audit_folder
from roadworthy.patterns.concurrency.double_submit.finding import Repeat
from roadworthy.patterns.concurrency.double_submit.prove import _counting

_TABLES = """
create table users (id serial primary key, email varchar(80) unique not null, password varchar(80) not null);
create table sales (id serial primary key, user_id integer not null references users(id), total integer);
"""
_PLACE = Location("server.ts", 1, 1)
_SALE = Repeat(
    Endpoint(
        kind="http",
        method="POST",
        path="/api/sales",
        framework="express",
        location=_PLACE,
        handler=_PLACE,
        handler_body=_PLACE,
    ),
    Query(number=0, operation="insert", table="sales", location=_PLACE),
)


def test_what_is_entered_for_somebody_else_is_counted_whoever_it_belongs_to(tmp_path: Path) -> None:
    (tmp_path / "schema.sql").write_text(_TABLES)
    (tmp_path / "server.ts").write_text("export {};\n")
    app, admin = audit_folder(tmp_path).app, SimpleNamespace(name="admin", identity={"id": 7})
    database = SimpleNamespace(quoted=lambda name: f'"{name}"', tables=lambda: ["users", "sales"])
    trial: Any = SimpleNamespace(actor=lambda name: admin, database=database)
    own = ('select count(*) as n from "sales" where "user_id" = %s', (7,))
    assert _counting(_SALE, trial, app, "admin") == own
    assert _counting(structs.replace(_SALE, anybodys=True), trial, app, "admin") == (
        'select count(*) as n from "sales"',
        (),
    )
