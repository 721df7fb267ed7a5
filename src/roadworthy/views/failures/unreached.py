"""Changes by which a page takes a row over for whoever is signed in (`update({ helper_id: user.id })`), though the database lets people
change only rows that are theirs already: no row changes, and no error comes (PostgREST, "Row-Level Security")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.component import Component
from roadworthy.app.model import App
from roadworthy.app.origin import Origin
from roadworthy.app.policy import OUTSIDERS, Policy, Rule
from roadworthy.app.query import Query
from roadworthy.regex import regex
from roadworthy.views.code.owner import Owner
from roadworthy.views.people.moved_rows import must_hold
from roadworthy.views.people.row_access import NONE, OWN, SIGNED_IN, row_access

_OF_STAFF = regex(r"admin", re.I)
_OWN_KEYS = ("userId", "user_id", "currentUserId", "uid")


class Unreached(Struct, frozen=True):
    """`owner` takes rows of `query`'s table over by `column`."""

    owner: Owner
    query: Query
    column: str


def unreached(app: App) -> tuple[Unreached, ...]:
    """Every such change of the app's pages. A view."""
    return tuple(_found(app)) if app.database.supabase else ()


def _found(app: App) -> Iterator[Unreached]:
    for component in app.components:
        for query in component.queries if component.side == "client" else ():
            column = _taken_over(app, query)
            if column:
                yield Unreached(_owner(component), query, column)


def _owner(component: Component) -> Owner:
    return Owner(component.name, "component", component.side, component.location)


def _taken_over(app: App, query: Query) -> str:
    """The column by which a row becomes the person's, of which the policies ask that it is so before; '' for other changes."""
    access = row_access(app, query.table) if query.operation == "update" and query.rights == "user" else None
    table = app.table(query.table)
    if table is None or access is None or access.of("update", SIGNED_IN).rows not in (OWN, NONE):
        return ""
    unseen = access.of("select", SIGNED_IN).rows == OWN
    for write in query.writes:
        column = table.column(write.column)
        if column is None or not column.nullable or not _is_own(write.value):
            continue
        bound = _knows_by(app, query.table, write.column) and (unseen or _asks_owner(app, query.table))
        if bound and _is_nobodys(app, query, write.column):
            return write.column
    return ""


def _is_own(value: Origin) -> bool:
    """Whether it is the key of who is signed in, or by its name."""
    named = value.path[-1] if value.path else ""
    return value.kind == "session" or named in _OWN_KEYS or value.path[-2:] == ("user", "id")


def _changing(app: App, table: str) -> list[Policy]:
    return [
        policy
        for policy in app.database.of_table(table)
        if policy.permissive and policy.applies("update", OUTSIDERS[1])
    ]


def _knows_by(app: App, table: str, column: str) -> bool:
    """Whether a policy for changes knows whose a row is by this column."""
    rules = [rule for policy in _changing(app, table) if (rule := policy.reads_rule()) is not None]
    return any(_is_owner(leaf) and leaf.column == column for rule in rules for leaf in rule.leaves())


def _asks_owner(app: App, table: str) -> bool:
    """Whether each policy for changes asks that the row is the person's, those for administrators aside: what other roles may do
    they may do to rows of nobody's."""
    return all(
        any(_is_owner(leaf) for leaf in held) or any(_OF_STAFF.search(leaf.text) for leaf in held)
        for policy in _changing(app, table)
        for held in [list(must_hold(policy.reads_rule()))]
    )


def _is_owner(leaf: Rule) -> bool:
    return leaf.kind == "owner" and not (leaf.table or leaf.function)


def _is_nobodys(app: App, query: Query, column: str) -> bool:
    """Whether the rows that are taken over are nobody's by it: that is asked for, or none is made with it."""
    asked = any(
        f.column == column and f.value.kind == "constant" and f.value.value is None for f in query.filters
    )
    made = [q for q in app.queries if q.table == query.table and q.operation in ("insert", "upsert")]
    written = any(one.spreads or one.written(column) is not None for one in made)
    return asked or (bool(made) and not written)
