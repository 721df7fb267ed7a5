"""How a missing index is told."""

from __future__ import annotations

from roadworthy.app import App, Column, Table
from roadworthy.patterns.data_volume.missing_index.finding import IndexGap
from roadworthy.views.data.lookups import CONTAINED, FILTER, JOIN, ORDER, RANGE, Lookup


def message(found: IndexGap) -> str:
    """What fails, in a sentence."""
    table, column = found.table, found.column
    if not found.uses and found.library:
        return f"{found.library} finds {table} by {column}, which reads the whole table, because {column} has no index"
    if not found.uses:
        return f"Deleting a row of {found.parent[0]} reads all of {table}, because {column} has no index"
    kind = found.uses[0].kind
    if kind == ORDER:
        return f"Listing {table} by {column} sorts the whole table, because {column} has no index"
    if kind == CONTAINED:
        return (
            f"Finding {table} by what {column} holds reads the whole table, because it has no inverted index"
        )
    if kind == RANGE:
        return f"Finding {table} within a range of {column} reads the whole table, because it has no index"
    return f"Finding {table} by {column} reads the whole table, because {column} has no index"


def impact(found: IndexGap) -> str:
    """Who is hurt."""
    if not found.uses and found.library:
        return f"Being signed in takes longer with every row of {found.table}, and takes the database's time from all others"
    if not found.uses:
        return f"Removing one of {found.parent[0]} takes longer with every row of {found.table} and holds locks meanwhile"
    subject = found.uses[0].endpoint.subject
    return f"{subject} gets slower with every row anyone adds to {found.table}, and takes the database's time from all others"


def evidence(app: App, table: Table, column: Column, uses: list[Lookup]) -> tuple[str, ...]:
    """The facts, with their places."""
    facts = [f"no index, unique or primary key of {table.name} starts with {column.name}"]
    for use in uses[:6]:
        again = ", once for each row of a list" if use.query.loops else ""
        facts.append(f"{use.endpoint.subject} {_verb(use)} at {use.query.location}{again}")
    if column.references is not None:
        parent = app.table(column.references.table)
        says = "deletes its rows" if parent is not None and is_deleted(app, parent) else "may delete its rows"
        facts.append(
            f"it refers to {column.references.table}: whoever {says} makes the database search {table.name} for them"
        )
    return tuple(facts)


def _verb(use: Lookup) -> str:
    return {
        FILTER: f"looks for rows by {use.column}",
        RANGE: f"looks for a range of {use.column}",
        ORDER: f"sorts by {use.column}",
        JOIN: f"joins on {use.column}",
        CONTAINED: f"looks for rows whose {use.column} holds a value",
    }[use.kind]


def is_deleted(app: App, parent: Table) -> bool:
    """Whether the app deletes rows of a table."""
    return any(query.table == parent.name and query.operation == "delete" for query in app.queries)
