"""Tables that the repository declares nowhere (they were made by hand), known because the app asks for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

from roadworthy.app import Column, Location, Query, Table
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.sql_schema.declared import SqlTable
from roadworthy.interpret import Library
from roadworthy.regex import regex

# What every database has of its own.
_CATALOGUES = regex(r"(pg_\w+|sqlite_\w+|information_schema|tables|columns|dual|now|generate_series)$", re.I)


def register(library: Library, found: Found) -> None:
    """Hands the tables on once every question is known."""
    found.asked.append(partial(_learn, found))


def _learn(found: Found, queries: Iterable[Query]) -> None:
    declared = [source.table() for source in found.tables]
    known = {name for table in declared for name in (table.name, table.symbol)}
    known |= {source.symbol for source in found.tables} | {view.name for view in found.database.views}
    found.tables.extend(SqlTable(table) for table in asked_tables(queries, known))


def asked_tables(queries: Iterable[Query], known: set[str]) -> Iterator[Table]:
    """A table for each name that Supabase or a statement of SQL is asked for, with the columns that questions name."""
    taken = {name.lower() for name in known}
    places: dict[str, Location] = {}
    columns: dict[str, dict[str, Location]] = {}
    for query in queries:
        if not _asked(query) or query.table.lower() in taken:
            continue
        places.setdefault(query.table, query.location)
        for name in _named(query):
            columns.setdefault(query.table, {}).setdefault(name, query.location)
    for name, place in places.items():
        named = columns.get(name, {})
        found = tuple(Column(c, c, "unknown", where, primary=c == "id") for c, where in named.items())
        yield Table(name, name, place, found, (), (), ("id",) if "id" in named else (), "sql", partial=True)


def _asked(query: Query) -> bool:
    if query.library != "supabase" and not query.sql:
        return False
    return bool(re.fullmatch(r"\w+", query.table)) and not _CATALOGUES.match(query.table)


def _named(query: Query) -> Iterator[str]:
    """The columns of its own table that a question names. What a statement of SQL reads may be another table's."""
    read = query.columns if query.library == "supabase" else ()
    own = [f.column for f in query.filters if f.table in ("", query.table)]
    for name in (*read, *(write.column for write in query.writes), *own):
        if re.fullmatch(r"\w+", name):
            yield name
