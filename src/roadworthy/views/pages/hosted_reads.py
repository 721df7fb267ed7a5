"""What a page asks of a hosted database (Supabase) without a server between, and at which address."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.component import Component
from roadworthy.app.query import Query

ROWS = "/rest/v1/"
"""Below it stands each table's name; below `rpc/` that of each function."""
ROUTINES = f"{ROWS}rpc/"


def hosted_path(query: Query) -> str:
    """The address at which the project's interface answers a query, without its conditions."""
    return f"{ROUTINES}{query.routine}" if query.routine else f"{ROWS}{query.table}"


def asks_for(query: Query) -> tuple[str, tuple[str, ...]]:
    """What stands in the query string of its request for sure: what it selects ('' where that is not known), and the columns that it
    compares (PostgREST's documentation, "Horizontal Filtering" and "Vertical Filtering")."""
    compared = [
        item.column
        for item in query.filters
        if item.table in ("", query.table) and not (item.optional or item.either)
    ]
    return "".join(query.sql.split()), tuple(dict.fromkeys(compared))


def hosted_table(path: str) -> str:
    """The table behind such an address; '' for every other one."""
    return path.removeprefix(ROWS) if path.startswith(ROWS) and not path.startswith(ROUTINES) else ""


def hosted_reads(component: Component) -> Iterator[Query]:
    """The queries by which a component in the browser reads rows as whoever is signed in."""
    for query in component.queries if component.side == "client" else ():
        if query.rights == "user" and query.operation == "select" and (query.table or query.routine):
            yield query


_METHODS = {"insert": "POST", "upsert": "POST", "update": "PATCH", "delete": "DELETE"}


def written_as(query: Query) -> tuple[str, str] | None:
    """The method and address of the request by which whoever is signed in changes rows directly; None for every other query."""
    if query.rights != "user" or query.operation not in _METHODS or not query.table:
        return None
    return _METHODS[query.operation], hosted_path(query)


def hosted_writes(component: Component) -> Iterator[tuple[str, str, Query]]:
    """The queries by which a component in the browser changes rows directly, with the method and address of their request."""
    for query in component.queries if component.side == "client" else ():
        written = written_as(query)
        if written is not None:
            yield *written, query
