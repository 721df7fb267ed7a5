"""The words of an enumeration as the database spells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from roadworthy.trial.database import Database

_LABELS = "SELECT enumlabel AS label FROM pg_enum WHERE enumtypid = to_regtype(%s)"


def as_stored(database: Database, table: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values by column; SQLAlchemy stores the names of an enumeration's members (`AVAILABLE`), where the code tells their values
    (`available`). Postgres' types say which words there are, of SQLite the app's code does."""
    spelled = database.spelled_words(table)
    if spelled:
        return {
            name: spelled.get(name, {}).get(value, value) if isinstance(value, str) else value
            for name, value in values.items()
        }
    words = {name for name, value in values.items() if isinstance(value, str)}
    if database.kind != "postgres" or not words:
        return dict(values)
    stored = dict(values)
    for column in database.columns(table):
        if column.name in words:
            stored[column.name] = _label(database, column.type, values[column.name])
    return stored


def _label(database: Database, type_name: str, word: str) -> str:
    labels = [str(row["label"]) for row in database.query(_LABELS, (type_name,))]
    if word in labels:
        return word
    return next((label for label in labels if label.lower() == word.lower()), word)
