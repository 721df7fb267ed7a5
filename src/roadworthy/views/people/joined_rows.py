"""Rows that people put under a row above that they may not see: themselves among the members of any team, a reply under any ticket."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.model import App
from roadworthy.app.other_tongues import spelled
from roadworthy.app.policy import Policy
from roadworthy.app.table import Column, Table
from roadworthy.regex import regex
from roadworthy.views.people.decided_columns import is_protected
from roadworthy.views.people.moved_rows import must_hold
from roadworthy.views.people.people import ACCOUNTS, profile_tables, users_table
from roadworthy.views.people.row_access import OWN, SIGNED_IN, Reach, row_access

# What is handed in to people whom one does not belong to.
_HANDED_IN = regex(
    r"(^|_)(requests?|applications?|reports?|registrations?|bookings?|appointments?|orders?|payments?|views?|clicks?|visits?)$",
    re.I,
)


class Joined(Struct, frozen=True):
    """`column` names the row above, of the table `parent`, about which the policies for new rows (`reach`) say nothing. `opens` is a
    policy that looks up in these rows who may see what, '' where they are only shown to those of the row above."""

    column: str
    parent: str
    reach: Reach
    opens: str = ""


def joined_rows(app: App, table: Table) -> Joined | None:
    """How people add their own rows under others' rows above; None where they may not, or where it is nobody else's matter."""
    access = row_access(app, table.name)
    policies = app.database.of_table(table.name)
    if access is None or any(not policy.permissive for policy in policies) or _is_handed_in(table):
        return None
    added = access.of("insert", SIGNED_IN)
    free = tuple(policy for policy in added.policies if _asks_only_who(policy))
    if added.rows != OWN or not free:
        return None
    for column in table.columns:
        parent = _kept_back(app, table, column)
        if not parent or is_protected(app, table, column.name, "insert", free):
            continue
        opens = _opens(app, table, parent)
        if opens or _shown_above(access.of("select", SIGNED_IN), column.name):
            return Joined(column.name, parent, Reach("insert", SIGNED_IN, OWN, added.reason, free), opens)
    return None


def _is_handed_in(table: Table) -> bool:
    return _HANDED_IN.search(spelled(table.name)) is not None


def _asks_only_who(policy: Policy) -> bool:
    """Whether a policy for new rows asks for no more than that they bear the person's key."""
    leaves = list(must_hold(policy.writes_rule()))
    own = any(leaf.kind == "owner" for leaf in leaves)
    return own and all(
        leaf.kind in ("owner", "signed in", "always") and not (leaf.table or leaf.function or leaf.claim)
        for leaf in leaves
    )


def _kept_back(app: App, table: Table, column: Column) -> str:
    """The table of the row above that a column names, where people see only those that are theirs; '' for others, and for what is one
    person's each."""
    parent = column.references.table if column.references is not None else ""
    people = users_table(app)
    persons = {ACCOUNTS, table.name, people.name if people is not None else ""} | app.view(profile_tables)
    access = row_access(app, parent) if parent and parent not in persons else None
    known = app.table(parent) if access is not None else None
    if access is None or known is None or any(_is_one_persons(one) for one in known.columns):
        return ""
    return parent if access.of("select", SIGNED_IN).rows == OWN else ""


def _is_one_persons(column: Column) -> bool:
    refers = column.references is not None and column.references.table == ACCOUNTS
    return refers and (column.unique or column.primary)


def _opens(app: App, table: Table, parent: str) -> str:
    """The policy of another table, the row above's own first, by which a row of this one lets a person see something."""
    reads = [p for p in app.database.policies if p.table != table.name and p.command in ("select", "all")]
    reads.sort(key=lambda policy: policy.table != parent)
    return next((policy.name for policy in reads if _looks_up(app, policy, table.name)), "")


def _looks_up(app: App, policy: Policy, name: str) -> bool:
    rule = policy.reads_rule()
    return any(
        leaf.kind == "owner"
        and (leaf.table == name or any(_reads(text, name) for text in _bodies(app, leaf.function)))
        for leaf in (rule.leaves() if rule is not None else ())
    )


def _bodies(app: App, name: str) -> Iterator[str]:
    function = app.database.function(name) if name else None
    if function is not None:
        yield function.body


def _reads(body: str, name: str) -> bool:
    return re.search(rf"\b(from|join)\s+(?:public\.)?\"?{re.escape(name)}\b", body, re.I) is not None


def _shown_above(seen: Reach, column: str) -> bool:
    """Whether those who see the row above see what is put under it."""
    rules = [rule for policy in seen.policies if (rule := policy.reads_rule()) is not None]
    return seen.rows == OWN and any(
        leaf.column == column and (leaf.table or leaf.function) and leaf.kind in ("owner", "row")
        for rule in rules
        for leaf in rule.leaves()
    )
