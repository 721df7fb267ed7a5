"""Tables that a Node app makes itself when it starts: ``db.exec(`CREATE TABLE IF NOT EXISTS users (...)`)``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeVar

import msgspec

from roadworthy.app import Column, Index, Location, Table
from roadworthy.app.location import at
from roadworthy.frameworks.events import QuerySeen
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.sql_schema.declared import SqlTable
from roadworthy.interpret import Library, Program
from roadworthy.regex import regex

_MAKES = regex(r"\bcreate\s+(unique\s+)?(table|index)\b|\balter\s+table\b", re.I)
_Record = TypeVar("_Record", Table, Column, Index)


def register(library: Library, found: Found) -> None:
    """Reads what the modules state, once the SQL files are read: what those declare stands."""

    def read(program: Program) -> None:
        stated = list(_stated(program))
        if not stated:
            return
        known = {name for source in found.tables for name in (source.table().name, source.symbol)}
        found.tables.extend(SqlTable(table) for table in _made(stated) if table.name not in known)

    found.fallbacks.append(read)


def _stated(program: Program) -> Iterator[tuple[str, Location]]:
    """The statements that make tables, in the order in which modules run, each with its place."""
    for path, trace in program.traces.items():
        if not path.endswith((".js", ".ts", ".mjs", ".cjs", ".mts")):
            continue
        for event in trace.events:
            if isinstance(event, QuerySeen) and _MAKES.search(event.sql):
                yield event.sql, at(event.path, event.node)


def _made(stated: Sequence[tuple[str, Location]]) -> Iterator[Table]:
    """What all of them together leave: an index or a further column may be a statement of its own."""
    from roadworthy.frameworks.sql_schema.reading import read_told

    places = {f"{number}.sql": place for number, (_, place) in enumerate(stated)}
    texts = {name: text for name, (text, _) in zip(places, stated, strict=True)}
    for table in read_told(texts):
        columns = tuple(_placed(column, places) for column in table.columns)
        indexes = tuple(_placed(index, places) for index in table.indexes)
        yield msgspec.structs.replace(_placed(table, places), columns=columns, indexes=indexes)


def _placed(record: _Record, places: dict[str, Location]) -> _Record:
    """A record at the place of its statement in the code."""
    return msgspec.structs.replace(record, location=places[record.location.path])
