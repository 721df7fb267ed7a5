"""Rules that an app leaves out everywhere alike: one verdict for the habit."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App, Column, Table
from roadworthy.catalogue import Verdict
from roadworthy.patterns.persistence.missing_constraint.finding import REFERENCE, ZONE, MissingConstraint
from roadworthy.patterns.persistence.missing_constraint.wording import told
from roadworthy.regex import regex
from roadworthy.views.data.inserts import is_record
from roadworthy.views.people.people import ACCOUNTS, users_table

STATE = regex(r"(^|_)(status|state|role|plan|tier|visibility|priority)$")


def is_kept_by_library(table: Table) -> bool:
    """Whether a table is a session store, a migration log or the like."""
    return is_record(table.name, table) or {"sess", "sid"} <= {column.name for column in table.columns}


def naive_habit(app: App) -> Iterator[Verdict]:
    """One verdict for all times of the app: the habit is one."""
    naive = [
        (table, column)
        for table in app.tables
        for column in table.columns
        if column.type.split("(")[0] == "timestamp" and not is_kept_by_library(table)
    ]
    if not naive:
        return
    table, column = max(naive, key=lambda pair: (_weight(app, pair[0]), pair[1].name == "created_at"))
    found = MissingConstraint(ZONE, table, column)
    yield told(app, found, tuple(c.location for t, c in naive if (t, c) != (table, column)))


def loose_accounts(app: App) -> Iterator[Verdict]:
    """One verdict for all keys of people that policies go by and that refer to no account: the habit is one."""
    loose = [
        (table, column)
        for table in app.tables
        for column in table.columns
        if not table.partial
        and column.references is None
        and not column.primary
        and _is_account(app, table, column)
    ]
    if not loose:
        return
    table, column = max(loose, key=lambda pair: _weight(app, pair[0]))
    found = MissingConstraint(REFERENCE, table, column, target=(ACCOUNTS, "id"))
    yield told(app, found, tuple(c.location for t, c in loose if (t, c) != (table, column)))


def _is_account(app: App, table: Table, column: Column) -> bool:
    """Whether policies compare a column with who is signed in."""
    for policy in app.database.of_table(table.name):
        for rule in (policy.using_rule, policy.check_rule):
            for leaf in rule.leaves() if rule is not None else ():
                if leaf.kind == "owner" and leaf.column == column.name and not (leaf.table or leaf.claim):
                    return column.type.split("(")[0] == "uuid"
    return False


def _weight(app: App, table: Table) -> tuple[bool, int]:
    people = users_table(app)
    queries = sum(query.table == table.name for query in app.queries)
    return (any(STATE.search(c.name) for c in table.columns) and table != people, queries)
