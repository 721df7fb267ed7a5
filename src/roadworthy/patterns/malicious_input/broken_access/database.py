"""Judges what the database lets the internet reach by itself: tables and views of a Supabase project, collections of Firestore."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App, Table
from roadworthy.app.policy import SHADOWED, View
from roadworthy.catalogue import Verdict, clear, not_applicable, unknown
from roadworthy.patterns.malicious_input.broken_access.finding import DatabaseGap
from roadworthy.patterns.malicious_input.broken_access.policy_wording import told
from roadworthy.regex import regex
from roadworthy.views.people.decided_columns import decided_columns
from roadworthy.views.people.joined_rows import joined_rows
from roadworthy.views.people.moved_rows import moved_rows
from roadworthy.views.people.people import owner_of, users_table
from roadworthy.views.people.private_tables import (
    credential_columns,
    is_confidential,
    is_private,
    private_columns,
)
from roadworthy.views.people.registration import open_registration
from roadworthy.views.people.row_access import (
    ALL,
    ANONYMOUS,
    NONE,
    OWN,
    SIGNED_IN,
    SOME,
    Reach,
    RowAccess,
    row_access,
)
from roadworthy.views.people.shared_rows import shared_one_by_one
from roadworthy.views.people.tenants import tenant_columns

# What visitors are meant to leave behind: messages, bookings, votes. Nobody's name is put under them but their own.
_LEFT_BY_VISITORS = regex(
    r"(^|_)(contacts?|contact_\w+|messages?|inquir(y|ies)|leads?|newsletters?|newsletter_\w+|subscribers|waitlist\w*|feedback|bookings?|appointments?"
    r"|reservations?|orders?|order_items|reviews?|comments?|likes?|votes?|views?|page_views|analytics\w*|events?|visits?|reports?|rsvps?|applications?"
    r"|requests?|signups?|survey\w*|responses?|answers?|quotes?|donations?|customers?|clients?|submissions?|tickets?|scores?|attempts?|logs?"
    r"|\w+_logs?|searches|clicks|errors?|registrations?|participants?|guests?|suggestions?)$",
    re.I,
)

_STATE = regex(r"(^|_)(status|state|stage)$", re.I)
_PROGRESS = regex(
    r"(un)?paid|pending|confirmed|cancell?ed|completed|processing|shipped|delivered|booked|reserved|scheduled|checked[_ ]in|in[_ ]progress|refunded"
    r"|failed|waiting|sent|received",
    re.I,
)


def detect_database(app: App) -> Iterator[Verdict]:
    """One verdict for each table, collection and view."""
    for table in app.tables:
        if _is_reached(app, table):
            yield _judge(app, table)
    for view in app.database.views if app.database.supabase else ():
        yield _judge_view(app, view)


def _is_reached(app: App, table: Table) -> bool:
    """Whether requests from outside get as far as the database's own rules for it."""
    if table.library == "firestore":
        asked = any(query.table == table.name and query.rights == "user" for query in app.queries)
        return asked or app.database.documents
    views = {view.name for view in app.database.views}
    return app.database.supabase and table.library == "sql" and table.name not in views and not table.schema


def _judge(app: App, table: Table) -> Verdict:
    subject = f"table {table.name}"
    access = row_access(app, table.name)
    if access is None:
        lacks = "has no firestore.rules" if table.library == "firestore" else "has no file that makes it"
        return unknown(subject, f"the repository {lacks}, so that who may do what with it is not known")
    found = next(iter(_gaps(app, table, access)), None)
    if found is not None:
        return told(app, found)
    return clear(subject, _reason(access))


def _reason(access: RowAccess) -> str:
    """Why what the database lets happen is right."""
    anonymous, anyone = access.of("select", ANONYMOUS).rows, access.of("select", SIGNED_IN).rows
    writes = {access.of(operation, SIGNED_IN).rows for operation in ("insert", "update", "delete")}
    seen = (
        "shown to everyone by design"
        if anonymous == ALL
        else "seen by those they belong to"
        if anyone in (OWN, NONE)
        else "shown in part"
    )
    return f"its rows are {seen}, and changed {'by nobody from outside' if writes == {NONE} else 'within what its policies allow'}"


def _gaps(app: App, table: Table, access: RowAccess) -> Iterator[DatabaseGap]:
    """What is wrong with a table, the worst first."""
    if (
        access.of("select", ANONYMOUS).rows == ALL
        and app.database.secured(table.name) is not True
        and not _revoked(access)
    ):
        yield DatabaseGap("open", table=table, reach=access.of("update", ANONYMOUS))
    for operation in ("update", "delete"):
        for reach in _reached_by_strangers(app, access, operation):
            yield DatabaseGap("change", table=table, reach=reach)
    for reach in _reached_by_strangers(app, access, "select"):
        credentials = credential_columns(table)
        seen = reach.rows == ALL or (is_confidential(app, table) and _by_progress(reach))
        if (seen and is_private(app, table)) or credentials:
            columns = private_columns(app, table) if seen else credentials
            kind = "shared" if shared_one_by_one(table, reach) else ""
            yield DatabaseGap("read", table=table, reach=reach, columns=columns, kind=kind)
    forged = list(_forged(app, table, access))
    yield from (one for one in forged if not _may_be_nobodys(table, one))
    decided = decided_columns(app, table)
    if decided is not None:
        reach = access.of(decided.operation, SIGNED_IN)
        yield DatabaseGap("decide", table=table, reach=reach, columns=decided.columns, kind=decided.kind)
    yield from _forgotten(app, table)
    joined = joined_rows(app, table)
    if joined is not None:
        yield DatabaseGap("join", table=table, reach=joined.reach, columns=(joined.column,), joined=joined)
    moved = moved_rows(app, table)
    if moved is not None:
        yield DatabaseGap("move", table=table, reach=moved.reach, columns=(moved.column,), moved=moved)
    # Less than a right that people give themselves.
    yield from (one for one in forged if _may_be_nobodys(table, one))


def _forgotten(app: App, table: Table) -> Iterator[DatabaseGap]:
    """Policies that were to ask whether a person belongs to the row's team, and ask whether they belong to any."""
    for policy in app.database.of_table(table.name):
        rule = policy.reads_rule() or policy.writes_rule()
        for leaf in rule.leaves() if rule is not None and policy.permissive else ():
            if leaf.claim == SHADOWED:
                reason = f"“{policy.name}” at {policy.location} compares {leaf.table}.{leaf.column} with itself: without its table's name, {leaf.column} is that of {leaf.table}"
                operation = "select" if policy.command == "all" else policy.command
                reach = Reach(operation, SIGNED_IN, SOME, reason, (policy,))
                yield DatabaseGap(
                    "shadowed", table=table, reach=reach, columns=(leaf.column,), kind=leaf.table
                )


def _may_be_nobodys(table: Table, added: DatabaseGap) -> bool:
    """Whether the rows that may be added need no owner."""
    owner = table.column(added.columns[0]) if added.columns else None
    return owner is not None and owner.nullable


def _by_progress(reach: Reach) -> bool:
    """Whether a policy shows rows by how far they have come (`status IN ('pending', 'confirmed')`): that makes them nobody's
    business, while `status = 'published'` is said of what was made for all."""
    rules = [rule for policy in reach.policies if (rule := policy.reads_rule()) is not None]
    leaves = [leaf for rule in rules for leaf in rule.leaves() if leaf.kind == "row"]
    words = [word for leaf in leaves for word in re.findall(r"'([\w ]+)'", leaf.text)]
    return bool(words) and all(
        _STATE.search(leaf.column) and _PROGRESS.fullmatch(word) for leaf in leaves for word in words
    )


def _revoked(access: RowAccess) -> bool:
    return all(
        access.of(operation, SIGNED_IN).rows == NONE for operation in ("select", "insert", "update", "delete")
    )


def _reached_by_strangers(app: App, access: RowAccess, operation: str) -> Iterator[Reach]:
    """By people without an account; by all who have one, where anybody can get one."""
    anonymous, anyone = access.of(operation, ANONYMOUS), access.of(operation, SIGNED_IN)
    if anonymous.strangers:
        yield anonymous
    elif anyone.strangers and app.view(open_registration):
        yield anyone


def _forged(app: App, table: Table, access: RowAccess) -> Iterator[DatabaseGap]:
    """Rows that anybody may add: under another person's name, or to what the app shows as its own."""
    for reach in _reached_by_strangers(app, access, "insert"):
        owner = owner_of(app, table.name)
        people = users_table(app)
        own = people is not None and people.name == table.name
        if owner is not None and not owner.through and not own:
            column = table.column(owner.column)
            if column is not None and (not column.nullable or _is_seen_as_own(reach, access)):
                yield DatabaseGap("forge", table=table, reach=reach, columns=(owner.column,))
            elif not _LEFT_BY_VISITORS.search(table.words):
                yield DatabaseGap("add", table=table, reach=reach)
        elif not _LEFT_BY_VISITORS.search(table.words) or credential_columns(table):
            yield DatabaseGap("add", table=table, reach=reach)


def _is_seen_as_own(reach: Reach, access: RowAccess) -> bool:
    """Whether any row at all may be added, and people are shown those that bear their name: what a stranger adds under it is
    taken for theirs."""
    return reach.rows == ALL and access.of("select", SIGNED_IN).rows == OWN


# --- views -------------------------------------------------------------------------------------------


def _judge_view(app: App, view: View) -> Verdict:
    subject = f"view {view.name}"
    if not view.readable:
        return clear(subject, "no role from outside may read it")
    if view.invoker or view.bound:
        return clear(subject, "it shows each person what the policies of its tables let them see")
    hidden = [table for name in view.tables if (table := _hidden(app, name)) is not None]
    told_of = [table for table in hidden if _shows(app, view, table)]
    if not told_of:
        return not_applicable(subject, "it shows nothing that its tables' policies keep back")
    return told(app, DatabaseGap("view", table=told_of[0], view=view, columns=_shows(app, view, told_of[0])))


def _hidden(app: App, name: str) -> Table | None:
    table = app.table(name)
    access = row_access(app, name) if table is not None else None
    if access is None or access.of("select", ANONYMOUS).rows == ALL:
        return None
    firms = name in tenant_columns(app) and access.of("select", SIGNED_IN).rows in (OWN, NONE)
    return table if table is not None and (firms or is_private(app, table)) else None


def _shows(app: App, view: View, table: Table) -> tuple[str, ...]:
    """The columns of a private table that a view lets out, or of a firm's where it says whose each row is. Counts and sums let
    out none."""
    names = [column.name for column in table.columns]
    if not is_private(app, table):
        listed = tenant_columns(app)[table.name] in view.columns or "*" in view.columns
        keys = {c.name for c in table.columns if c.primary or c.references is not None}
        kept = [c.name for c in table.columns if c.name in view.columns or "*" in view.columns]
        return tuple(name for name in kept if name not in keys) if listed else ()
    everything = "*" in view.columns
    private = private_columns(app, table) or tuple(names)
    return tuple(name for name in private if everything or name in view.columns)
