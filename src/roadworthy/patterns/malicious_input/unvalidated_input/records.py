"""Whole records of the request that are written without naming their columns."""

from __future__ import annotations

import re

from roadworthy.app import App, Column, Endpoint, Origin, Query, Table, Write
from roadworthy.regex import regex
from roadworthy.views.people.offices import is_operators
from roadworthy.views.people.people import gives_rights, is_of_people, is_password, owner_of
from roadworthy.views.people.rights import administrator

_ORDERS = regex(r"^(\w+_)?(orders?|bookings?|reservations?|checkouts?)$", re.I)
_SUMS = regex(
    r"^(sub_?)?total$|^(total|grand|final|net|order)_?(total|price|amount|cost)$|^payment_?status$", re.I
)


def omitted_fields(query: Query) -> tuple[str, ...]:
    """The fields that are taken out of the record before it is written (`omit password`)."""
    names: list[str] = []
    for spread in query.spreads:
        if spread.kind == "computed" and spread.operation.startswith("omit "):
            names += spread.operation.split()[1:]
    return tuple(names)


def required_fields(endpoint: Endpoint) -> set[str]:
    """The fields of the body that a check of the endpoint's own does not do without."""
    return {
        name
        for check in endpoint.checks
        for name, rule in check.fields
        if "optional" not in rule.split()
        and any(leaf.kind == "body" and not leaf.path for leaf in check.subject.sources())
    }


def settable_columns(
    app: App,
    table: Table,
    query: Query,
    spread: Origin,
    omitted: tuple[str, ...],
    guarded: bool,
    *,
    more: bool = False,
) -> tuple[str, ...]:
    """The columns that a client can set and must not. A schema that knows its fields lets only those through, unless it lets
    `more` pass than it names."""
    named = {write.column for write in query.writes if not _is_replaced(write)}
    known = {name for name, _ in spread.schema} if spread.kind == "parsed" else None
    if spread.kind == "parsed" and not known:
        return ()
    columns = [
        column
        for column in table.columns
        if column.name not in named and not {column.name, column.field} & set(omitted)
    ]
    if known is not None and more:
        beside = [column for column in columns if not {column.name, column.field} & known]
        rights = () if guarded else tuple(c.name for c in beside if _gives_away(app, table, c))
        if rights:
            return rights
    if known is not None:
        columns = [column for column in columns if {column.name, column.field} & known]
        return tuple(c.name for c in columns if not guarded and _decided_elsewhere(app, table, c, spread))
    protected = [column.name for column in columns if is_protected(app, table, column)]
    # A record of keys and protected columns alone takes nothing else; any column is too much to let through unseen.
    return tuple(protected or [column.name for column in columns])


def _is_replaced(write: Write) -> bool:
    """Whether the record that is spread over a column brings another value for it: `{ owner: user.id, ...body }`."""
    leaves = write.value.leaves()
    sent = [leaf for leaf in leaves if leaf.kind == "body" and leaf.path == (write.column,)]
    return bool(sent) and len(sent) < len(leaves)


def is_protected(app: App, table: Table, column: Column) -> bool:
    """Whether a column is for the server to decide: keys, owners, rights, credentials, times of its own."""
    owner = owner_of(app, table.name)
    own = is_of_people(app, table)
    return bool(
        column.primary
        or (owner is not None and column.name == owner.column)
        or (
            own and (gives_rights(app, table, column.name) or is_password(column.name) or _is_holding(column))
        )
        or (own and re.search(r"e?mail", column.name, re.I) and column.unique)
        or re.fullmatch(
            r"(created|updated|deleted|verified|confirmed)_?(at|on)|.*(token|secret)s?", column.name
        )
    )


def _gives_away(app: App, table: Table, column: Column) -> bool:
    """Whether a column says what somebody may do, whose a row is, what people own or what an order costs."""
    owner, own = owner_of(app, table.name), is_of_people(app, table)
    return bool(
        (own and (gives_rights(app, table, column.name) or _is_holding(column)))
        or (owner is not None and column.name == owner.column)
        or is_order_sum(app, table, column)
    )


def lets_more_through(endpoint: Endpoint, spread: Origin) -> bool:
    """Whether the schema that a record passed leaves in it what it does not name (Nest's pipe without `whitelist`,
    `passthrough()`)."""
    return any(
        check.fields == spread.schema and not check.strips and not check.strict for check in endpoint.checks
    )


def _is_holding(column: Column) -> bool:
    """Whether a number of a person's row is what they own or earned."""
    return column.numeric and bool(
        re.search(
            r"points|coins|wallet|credit|balance|score|(^|_)(xp|karma|rating|reputation)$|_count$|^total_",
            column.name,
        )
    )


def _decided_elsewhere(app: App, table: Table, column: Column, spread: Origin) -> bool:
    """Whether a schema that was made of the table itself lets a column through that the server works out: a person's rights
    and holdings, what an order costs."""
    if is_of_people(app, table):
        return _grants(app, table, column, spread) or (_is_holding(column) and _is_derived(column, spread))
    return is_order_sum(app, table, column) and _is_derived(column, spread)


def _is_derived(column: Column, spread: Origin) -> bool:
    """Whether the schema says no more of a column than its type."""
    rules = next((rule for name, rule in spread.schema if name in (column.name, column.field)), "")
    return bool(re.fullmatch(r"(string|number|number int|any)( optional)?", rules))


def is_order_sum(app: App, table: Table, column: Column) -> bool:
    """Whether a column says what a customer's order costs, or that it is paid: the server knows, and the customer must not say."""
    return (
        bool(_ORDERS.match(table.words))
        and owner_of(app, table.name) is not None
        and bool(_SUMS.search(column.name))
    )


def _grants(app: App, table: Table, column: Column, spread: Origin) -> bool:
    """Whether a schema lets a person choose their own rights: a privileged column of people, any word or the admin's."""
    if not gives_rights(app, table, column.name):
        return False
    rules = next((rule for name, rule in spread.schema if name in (column.name, column.field)), "")
    return lets_admin(app, rules)


def lets_admin(app: App, rules: str, *, joining: bool = False) -> bool:
    """Whether a schema's rules for a right let the administrator's through. Who sells or teaches there says so when they are `joining`."""
    listed = re.search(r"(?:enum|literal|Literal) ([^ ]+)", rules)
    admin = administrator(app)
    if listed is None:
        return True
    named = admin is not None and str(admin[2]) in listed.group(1).split("|")
    return named and not (joining and admin is not None and not is_operators(str(admin[2])))
