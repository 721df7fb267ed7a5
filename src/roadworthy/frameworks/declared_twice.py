"""Tables that a model declares and SQL files make: what only the SQL says (keys, checks, rules) holds as well.

Sequelize's models describe what somebody else created; migrations of Prisma and Drizzle may hold what was written into them
by hand: partial keys, checks, an index of a vector.
"""

from __future__ import annotations

import msgspec

from roadworthy.app import Column, Index, Table
from roadworthy.frameworks.found import Found, TableSource
from roadworthy.interpret import Library, Program

_LIBRARIES = ("sequelize", "prisma", "drizzle", "typeorm")


def register(library: Library, found: Found) -> None:
    """Looks for SQL once every model is known."""

    def lay_over(program: Program) -> None:
        known = [getattr(source, "library", "") for source in found.tables]
        if not any(name in _LIBRARIES for name in known) or not any(
            p.endswith(".sql") for p in program.paths
        ):
            return
        from roadworthy.frameworks.sql_schema.reading import read_sql

        made = {table.name: table for table in read_sql(program.paths, program.text, supabase=False).tables}
        for number, source in enumerate(found.tables):
            if getattr(source, "library", "") in _LIBRARIES:
                found.tables[number] = Overlaid(source, made)

    found.fallbacks.append(lay_over)


class Overlaid(TableSource):
    """A model's table with what SQL adds to it."""

    def __init__(self, source: TableSource, made: dict[str, Table]) -> None:
        self.source, self.made = source, made
        self.library = getattr(source, "library", "")

    @property
    def declared(self) -> TableSource:
        """The model's own table."""
        return self.source.declared

    @property
    def symbol(self) -> str:  # type: ignore[override]
        """The code's name."""
        return self.source.symbol

    def table(self) -> Table:
        own = self.source.table()
        other = self.made.get(own.name)
        return own if other is None else merged(own, other)


def merged(own: Table, other: Table) -> Table:
    """A table with the keys, indexes and checks of both."""
    known = {(index.columns, index.unique, index.where) for index in own.indexes}
    further = tuple(i for i in other.indexes if (i.columns, i.unique, i.where) not in known)
    return msgspec.structs.replace(
        own,
        columns=tuple(_column(own, column, other.column(column.name)) for column in own.columns),
        indexes=(*own.indexes, *_plain(further)),
        checks=tuple(dict.fromkeys((*own.checks, *other.checks))),
        primary_key=own.primary_key or other.primary_key,
    )


def _column(table: Table, own: Column, other: Column | None) -> Column:
    """A column as both say; Sequelize's stands where the SQL makes it, because that is what the database has."""
    if other is None:
        return own
    return msgspec.structs.replace(
        own,
        location=other.location if table.library == "sequelize" else own.location,
        nullable=own.nullable and other.nullable,
        unique=own.unique or other.unique,
        default=own.default or other.default,
        references=other.references or own.references,
        values=own.values or other.values,
    )


def _plain(indexes: tuple[Index, ...]) -> tuple[Index, ...]:
    """A unique key over the rows that are not deleted is a key: the deleted ones are there for nobody."""
    return tuple(
        msgspec.structs.replace(index, where="") if index.unique and _only_living(index.where) else index
        for index in indexes
    )


def _only_living(where: str) -> bool:
    folded = where.lower().replace('"', "").replace("(", "").replace(")", "").strip()
    parts = [part.strip() for part in folded.split(" and ")]
    living = [
        p
        for p in parts
        if p.split(" ")[0].rsplit(".", 1)[-1] in ("deleted_at", "deletedat") and p.endswith("is null")
    ]
    return bool(living) and all(p in living or p.endswith("is not null") for p in parts)
