"""Unique keys that rows with nothing in one of their columns pass by: two with nothing there are two to every database but where the key
says otherwise."""

from __future__ import annotations

import re

from roadworthy.app import App, Index, Query, Table
from roadworthy.patterns.persistence.missing_constraint.adding import rows_added
from roadworthy.patterns.persistence.missing_constraint.finding import UNIQUE, MissingConstraint
from roadworthy.regex import regex
from roadworthy.views.data.inserts import left_out
from roadworthy.views.people.people import ACCOUNTS, is_persons_key, users_table

_ONE_NOTHING = regex(r"nulls\s+not\s+distinct", re.I)


def never_met(app: App, table: Table, query: Query) -> tuple[str, ...]:
    """The columns of the key of an upsert that it may leave empty: two rows with nothing there are two in every database but where a
    key says otherwise (`NULLS NOT DISTINCT`), so that each upsert adds one."""
    columns = set(query.conflict.split(","))
    if query.table != table.name or query.operation != "upsert" or not table.is_unique(columns):
        return ()
    empty = left_out(table, query) & columns
    keys = [index for index in table.indexes if index.unique and set(index.columns) <= columns]
    told = any(_ONE_NOTHING.search(app.source(one.location).decode(errors="replace")) for one in keys)
    return () if told or table.is_unique(columns - empty) else tuple(sorted(empty))


def emptied_key(app: App, table: Table) -> MissingConstraint | None:
    """A key that ends with what a row may go without (`UNIQUE (user_id, product_id, variant_id)`, where most products have no variant):
    two rows that do without it are two to the database, however alike they are. What names a person is left out by mistake only, and
    what is no key of another row (a telephone number) names nobody where it is missing."""
    for index in table.indexes:
        last = (
            table.column(index.columns[-1])
            if len(index.columns) > 1 and index.unique and index.whole
            else None
        )
        if last is None or not last.nullable or last.references is None:
            continue
        if last.references.table == ACCOUNTS or is_persons_key(last, users_table(app)):
            continue
        told = _ONE_NOTHING.search(app.source(index.location).decode(errors="replace"))
        rest = set(index.columns) - {last.name}
        given = [_is_given(table, query, last.name) for _, query in rows_added(app, table)]
        if not (told or (given and all(given)) or any(_serves(other, rest) for other in table.indexes)):
            return MissingConstraint(UNIQUE, table, None, index.columns, empty=(last.name,))
    return None


def _is_given(table: Table, query: Query, column: str) -> bool:
    """Whether an insert always has a value for a column."""
    named = any(write.column == column for write in query.writes) or bool(query.spreads)
    return named and column not in left_out(table, query)


def _serves(other: Index, rest: set[str]) -> bool:
    """Whether a key of its own holds for the rows without it (`UNIQUE (user_id, product_id) WHERE variant_id IS NULL`)."""
    return other.unique and set(other.columns) == rest
