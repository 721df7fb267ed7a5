"""Another attempt carries another key, where a text is one; a word of a few is none."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from roadworthy.app import Column, Location, Origin, Table
from roadworthy.proof.attempts import another_attempt

_PLACE = Location("app.py", 1, 1)


def _column(name: str, *values: str) -> Column:
    return Column(field=name, name=name, type="varchar(36)", location=_PLACE, unique=True, values=values)


def test_a_word_of_a_few_stays_as_it_is() -> None:
    table = Table(
        name="stock",
        symbol="Stock",
        location=_PLACE,
        columns=(_column("number"), _column("blood", "A+", "B+")),
    )
    writes = [
        SimpleNamespace(column=name, value=Origin(kind="body", path=(name,))) for name in ("number", "blood")
    ]
    query = SimpleNamespace(operation="upsert", table="stock", writes=writes)
    app: Any = SimpleNamespace(table=lambda name: table)
    endpoint: Any = SimpleNamespace(queries=(query,))
    first, second = (
        another_attempt(app, endpoint, {"number": "N1", "blood": "A+", "notes": "x"}, one) for one in (1, 2)
    )
    assert first["number"] != second["number"] and first["number"].startswith("attempt-")
    assert first["blood"] == second["blood"] == "A+" and first["notes"] == "x"
