"""What people sign in by, where accounts of one name can be two."""

from __future__ import annotations

from roadworthy.app import App, Endpoint, Table
from roadworthy.patterns.persistence.missing_constraint.adding import is_added_to, is_kept
from roadworthy.patterns.persistence.missing_constraint.finding import UNIQUE, MissingConstraint
from roadworthy.views.people.entry import signs_in
from roadworthy.views.people.people import is_password, users_table


def signed_in_by(app: App, table: Table) -> MissingConstraint | None:
    """What people are found by when they sign in: of two accounts under one name, only the one that comes first lets anybody in."""
    if table != users_table(app) or not is_added_to(app, table):
        return None
    for endpoint in app.endpoints:
        for query in endpoint.queries if signs_in(app, endpoint) and not _sets_password(endpoint) else ():
            if query.operation != "select" or query.table != table.name:
                continue
            given = [f for f in query.filters if any(leaf.from_request for leaf in f.value.leaves())]
            found_by = [f for f in given if not is_password(f.column)]
            columns = tuple(dict.fromkeys(f.column for f in found_by))
            plain = all(f.operator in ("=", "ilike") and not (f.optional or f.either) for f in found_by)
            if plain and _are_texts(table, columns) and not any(is_kept(table, name) for name in columns):
                column = table.column(columns[0]) if len(columns) == 1 else None
                return MissingConstraint(UNIQUE, table, column, columns, endpoint=endpoint)
    return None


def _sets_password(endpoint: Endpoint) -> bool:
    """Whether a password is set (by the token of a mail), and none compared."""
    return any(
        is_password(write.column)
        for query in endpoint.queries
        for write in query.writes
        if query.operation == "update"
    )


def _are_texts(table: Table, columns: tuple[str, ...]) -> bool:
    known = [table.column(name) for name in columns]
    return bool(known) and all(column is not None and not column.numeric for column in known)
