"""Tables whose rows lie between two people: one makes them, the other sees them and decides."""

from __future__ import annotations

import re

from roadworthy.app.model import App
from roadworthy.app.policy import Policy, Rule
from roadworthy.app.table import Column, Table
from roadworthy.regex import regex
from roadworthy.views.people.row_access import OWN, SIGNED_IN, row_access

# Who makes a row may take any of these values for it, in place of whom it is for.
_STATES = ("status", "state")
# What one person says to another, and the column that says it.
_SAID = regex(r"(^|_)(messages?|chats?|comments?|reviews?|repl(y|ies)|letters?|dms?|mails?|feedback)$", re.I)
_WORDS = regex(r"(^|_)(content|message|body|text|words|comment|subject)$", re.I)
_TAKEN_UP = {"accepted", "approved"}
_TURNED_DOWN = {"declined", "rejected", "refused", "denied"}


def makers(app: App, table: str) -> frozenset[str]:
    """The columns that must hold the key of whoever adds a row."""
    return _owners_of(app, table, "insert")


def seen_by_another(app: App, table: str) -> bool:
    """Whether a row that one person adds is shown to another: whose key it holds as well, or with whom the row above is shared."""
    made = makers(app, table)
    return bool(made) and (bool(_reached_by(app, table, "select") - made) or _lies_between(app, table))


def _lies_between(app: App, table: str) -> bool:
    """Whether rows are seen by way of a row that several people have: the two of a conversation, the members of a room."""
    access = row_access(app, table)
    reach = access.of("select", SIGNED_IN) if access is not None else None
    if reach is None or reach.rows != OWN:
        return False
    rules = [rule for policy in reach.policies if (rule := policy.reads_rule()) is not None]
    links = [leaf for rule in rules for leaf in rule.leaves() if leaf.kind == "owner" and leaf.table]
    return any(
        len(_owners_of(app, leaf.table, "select")) > 1 or _has_members(app, table, leaf) for leaf in links
    )


def _has_members(app: App, table: str, link: Rule) -> bool:
    """Whether the right to the row above is looked up in a table that ties people to it, any number of them."""
    known, members = app.table(table), app.table(link.table)
    above = known.leads_to(link.column) if known is not None else ""
    ties = (
        [c for c in members.columns if c.references is not None and c.references.table == above]
        if members
        else []
    )
    return above not in ("", link.table) and any(not tie.unique and not tie.primary for tie in ties)


def states_for_another(app: App, table: str) -> tuple[str, ...]:
    """The states that whoever adds a row may write although only the other person may change the row afterwards, or although they
    are the other person's answer to it."""
    made = makers(app, table)
    changed = _reached_by(app, table, "update")
    known = app.table(table)
    if known is None or not made or not changed - made:
        return ()
    return tuple(
        column.name
        for column in known.columns
        if column.name in _STATES
        and (_is_answer(known, column) if made & changed else column.values or column.default or known.checks)
    )


def words_of_another(app: App, table: str) -> tuple[str, ...]:
    """The texts of whoever made a row that the person may change to whom it is shown: of a message that is to be marked as read."""
    known, made = app.table(table), makers(app, table)
    if known is None or not _SAID.search(known.words) or not made or not answerers(app, table):
        return ()
    queries = [query for query in app.queries if query.table == table]
    written = {w.column for q in queries if q.operation in ("insert", "upsert") for w in q.writes}
    edited = {w.column for q in queries if q.operation == "update" for w in q.writes}
    return tuple(c.name for c in known.columns if _WORDS.search(c.words) and c.name in written - edited)


def answerers(app: App, table: str) -> frozenset[str]:
    """The columns of those who may change a row that another made for them."""
    return _owners_of(app, table, "update") - makers(app, table)


def _is_answer(table: Table, column: Column) -> bool:
    """Whether a state waits at first, and is taken up or turned down then: a request of friendship, an offer."""
    word = re.compile(rf"\b{re.escape(column.name)}\b")
    listed = [*column.values]
    listed += [one for check in table.checks if word.search(check) for one in re.findall(r"'(\w+)'", check)]
    words = {one.lower() for one in listed}
    return "pending" in words and bool(words & _TAKEN_UP) and bool(words & _TURNED_DOWN)


def _reached_by(app: App, table: str, operation: str) -> frozenset[str]:
    """The columns that tell who may read or change a row."""
    return _owners_of(app, table, operation) | _addressed(app, table, operation)


def _owners_of(app: App, table: str, operation: str) -> frozenset[str]:
    access = row_access(app, table)
    reach = access.of(operation, SIGNED_IN) if access is not None else None
    if reach is None or reach.rows != OWN:
        return frozenset()
    return frozenset(column for policy in reach.policies for column in _columns(policy, operation))


def _addressed(app: App, table: str, operation: str) -> frozenset[str]:
    """The columns by which a row is handed to whoever owns the row of another table that it names (an application to the one who
    offers the job): whoever adds it may name any that everybody sees."""
    known, access = app.table(table), row_access(app, table)
    reach = access.of(operation, SIGNED_IN) if access is not None else None
    if known is None or access is None or reach is None or reach.rows != OWN:
        return frozenset()
    tied = {
        leaf.column
        for policy in access.of("insert", SIGNED_IN).policies
        if (rule := policy.writes_rule()) is not None
        for leaf in rule.leaves()
    }
    return frozenset(
        column.name
        for column in known.columns
        if column.references is not None
        and column.name not in tied
        and _is_open(app, column.references.table)
        and any(_leads_to(policy, column.name, column.references.table) for policy in reach.policies)
    )


def _is_open(app: App, table: str) -> bool:
    access = row_access(app, table)
    return access is not None and access.of("select", SIGNED_IN).strangers


def _leads_to(policy: Policy, column: str, parent: str) -> bool:
    rule = policy.reads_rule()
    leaves = rule.leaves() if rule is not None else ()
    return any(leaf.kind == "owner" and (leaf.column, leaf.table) == (column, parent) for leaf in leaves)


def _columns(policy: Policy, operation: str) -> list[str]:
    rule: Rule | None = policy.writes_rule() if operation == "insert" else policy.reads_rule()
    leaves = rule.leaves() if rule is not None else ()
    return [
        leaf.column
        for leaf in leaves
        if leaf.kind == "owner" and not (leaf.table or leaf.claim) and leaf.column
    ]
