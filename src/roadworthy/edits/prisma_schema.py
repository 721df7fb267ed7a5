"""Additions to a model of a Prisma schema: indexes and unique keys, with the migration that makes them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from roadworthy.app import App, Table
from roadworthy.edits import schema_sql
from roadworthy.edits.edit import Change, Migration
from roadworthy.edits.source import SourceFile
from roadworthy.errors import RepairRefused


def add_index(
    app: App, table: Table, columns: Sequence[str], name: str = ""
) -> tuple[list[Change], Migration]:
    """An index over columns (database names), called as Prisma itself would call it. Raises RepairRefused where the model
    cannot be added to."""
    usual = schema_sql.constraint_name(table.name, *columns, "idx")
    changes = [_added(app, table, "index", columns, name if name != usual else "")]
    return changes, schema_sql.index_migration(table, columns, name or usual)


def add_unique(
    app: App, table: Table, columns: Sequence[str], name: str = ""
) -> tuple[list[Change], Migration]:
    """A unique key over columns (database names). Raises RepairRefused where the model cannot be added to."""
    usual = schema_sql.constraint_name(table.name, *columns, "key")
    changes = [_added(app, table, "unique", columns, name if name != usual else "")]
    return changes, schema_sql.index_migration(table, columns, name or usual, unique=True)


def _added(app: App, table: Table, kind: str, columns: Sequence[str], name: str) -> Change:
    source = SourceFile(app, table.location.path)
    text = source.text(table.location)
    end = text.rfind("}")
    fields = [_field(table, column) for column in columns]
    if end < 0:
        raise RepairRefused("the model is not where it was found", where=str(table.location))
    mapped = f', map: "{name}"' if name else ""
    line = f"@@{kind}([{', '.join(fields)}]{mapped})"
    place = _place(text, end)
    return source.insert(table.location.start + len(text[:place].encode()), f"{_gap(text, place)}  {line}\n")


def _place(text: str, end: int) -> int:
    """Before the `@@map` that closes many models, else before the brace."""
    mapped = list(re.finditer(r"^[ \t]*@@map\(", text, re.MULTILINE))
    return mapped[-1].start() if mapped else text.rfind("\n", 0, end) + 1


def _gap(text: str, place: int) -> str:
    """An empty line before the first block attribute."""
    before = text[:place].rstrip("\n ").rsplit("\n", 1)[-1].strip()
    return "" if before.startswith("@@") or text[:place].endswith("\n\n") else "\n"


def _field(table: Table, name: str) -> str:
    column = table.column(name)
    if column is None:
        raise RepairRefused(f"has no column {name}", where=table.name)
    return column.field or column.name
