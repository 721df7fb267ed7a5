"""A word of an enumeration is looked for as the database spells it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from roadworthy.app import Column, Location
from roadworthy.patterns.malicious_input.unvalidated_input.trying import _rows_with


def test_the_name_of_a_member_is_what_its_value_became() -> None:
    database = SimpleNamespace(
        kind="sqlite",
        quoted=lambda name: f'"{name}"',
        as_text=lambda column: f"cast({column} as text)",
        spelled_words=lambda table: {"role": {"admin": "ADMIN"}},
    )
    door: Any = SimpleNamespace(trial=SimpleNamespace(database=database))
    column = Column(field="role", name="role", type="enum:roles", location=Location("app.py", 1, 1))
    attack: Any = SimpleNamespace(table=SimpleNamespace(name="users"), column=column, value="admin")
    assert _rows_with(door, attack)[1] == ("ADMIN",)
