"""How the tables of the app refer to each other, for embedded rows."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from roadworthy.app import Table
from roadworthy.frameworks.found import TableSource


class Relation(Struct, frozen=True):
    """`table` is the other one; `near` the own column and `far` the other's that are equal; `many` when several of its rows belong to one."""

    table: str
    near: str
    far: str
    many: bool


class Relations:
    """The foreign keys of all tables."""

    def __init__(self, tables: Iterable[TableSource]) -> None:
        self.tables: dict[str, Table] = {}
        for source in tables:
            table = source.table()
            self.tables.setdefault(table.name, table)

    def between(self, table: str, other: str, hint: str = "") -> Relation:
        """How rows of `other` (a table, or a column of `table` that refers to one) belong to a row of `table`."""
        own = self.tables.get(table)
        for column in own.columns if own is not None else ():
            key = column.references
            if (
                key is not None
                and (key.table == other or column.name == other)
                and hint in ("", column.name, f"{table}_{column.name}_fkey")
            ):
                return Relation(key.table, column.name, key.column, many=False)
        there = self.tables.get(other)
        for column in there.columns if there is not None else ():
            key = column.references
            if key is not None and key.table == table:
                return Relation(other, key.column, column.name, many=not column.unique)
        return Relation(other, "", "", many=True)
