"""Looks for requests whose values are written without being checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from roadworthy.app import App, Column, Endpoint, Origin, Query, Table
from roadworthy.catalogue import Verdict, clear, not_applicable
from roadworthy.patterns.malicious_input.unvalidated_input.checked import is_checked
from roadworthy.patterns.malicious_input.unvalidated_input.direct import detect_direct
from roadworthy.patterns.malicious_input.unvalidated_input.finding import Flaw, InputGap
from roadworthy.patterns.malicious_input.unvalidated_input.harms import judge_harms
from roadworthy.patterns.malicious_input.unvalidated_input.loose import judge_limits
from roadworthy.patterns.malicious_input.unvalidated_input.words import as_gap
from roadworthy.views.data.field_limits import limits_of
from roadworthy.views.data.request_fields import RequestField, spread_fields, written_fields
from roadworthy.views.people.access import OWNER, ROLE, SIGNED_IN, Access
from roadworthy.views.people.people import is_password, owner_of, privileged, users_table
from roadworthy.views.people.rights import administrator

_CHOICE = re.compile(
    r"(^|_)(status|state|type|kind|role|priority|visibility|mode|stage|level|plan|tier|currency|unit)$", re.I
)
_UNBOUNDED = ("text", "string", "varchar", "character varying", "json", "jsonb")


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each endpoint, and for each table that pages write without one."""
    for endpoint in app.endpoints:
        yield _judge(app, endpoint)
    yield from detect_direct(app)


def _judge(app: App, endpoint: Endpoint) -> Verdict:
    changes = [q for q in endpoint.queries if q.operation in ("insert", "update", "upsert")]
    fields = written_fields(app, endpoint)
    spreads = [(query, spread) for query in changes for spread in spread_fields(endpoint, query)]
    limit = judge_limits(app, endpoint) or judge_harms(app, endpoint)
    if limit is not None and not fields and not spreads:
        return limit
    if not fields and not spreads:
        return not_applicable(endpoint.subject, "it writes nothing of what the request says")
    found = _finding(app, endpoint, fields, spreads)
    if found.spread is None and not found.flaws:
        return limit or clear(endpoint.subject, _reason(endpoint, fields))
    return as_gap(found)


def _reason(endpoint: Endpoint, fields: tuple[RequestField, ...]) -> str:
    if endpoint.checks:
        return "what it writes has passed a schema"
    if fields and all(field.compared for field in fields):
        return "the handler checks what it writes"
    return "what it writes are keys that the database itself checks"


def _finding(
    app: App, endpoint: Endpoint, fields: tuple[RequestField, ...], spreads: list[tuple[Query, Origin]]
) -> InputGap:
    access = Access(endpoint)
    guarded = all(ROLE in access.at_query(q) for q in endpoint.queries if q.operation != "select")
    flaws = [flaw for field in fields for flaw in _flaw(app, access, field, guarded)]
    for query, spread in spreads:
        table = app.table(query.table)
        omitted = tuple(spread.operation.split()[1:]) if spread.operation.startswith("omit") else ()
        omitted = omitted or _omitted(query)
        settable = _settable(app, table, query, spread, omitted, guarded) if table is not None else ()
        if settable:
            return InputGap(endpoint, tuple(flaws), query, settable, omitted, guarded)
    return InputGap(endpoint, tuple(flaws), guarded=guarded)


# --- a whole record ----------------------------------------------------------------------------------


def _omitted(query: Query) -> tuple[str, ...]:
    """The fields that are taken out of the record before it is written (`omit password`)."""
    names: list[str] = []
    for spread in query.spreads:
        if spread.kind == "computed" and spread.operation.startswith("omit "):
            names += spread.operation.split()[1:]
    return tuple(names)


def _settable(
    app: App, table: Table, query: Query, spread: Origin, omitted: tuple[str, ...], guarded: bool
) -> tuple[str, ...]:
    """The columns that a client can set and must not. A schema that knows its fields lets only those through."""
    named = {write.column for write in query.writes}
    known = {name for name, _ in spread.schema} if spread.kind == "parsed" else None
    if spread.kind == "parsed" and not known:
        return ()
    columns = [
        column
        for column in table.columns
        if column.name not in named and not {column.name, column.field} & set(omitted)
    ]
    if known is not None:
        columns = [column for column in columns if {column.name, column.field} & known]
        return tuple(c.name for c in columns if not guarded and _grants(app, table, c, spread))
    protected = [column.name for column in columns if is_protected(app, table, column)]
    # A record of keys and protected columns alone takes nothing else; any column is too much to let through unseen.
    return tuple(protected or [column.name for column in columns])


def is_protected(app: App, table: Table, column: Column) -> bool:
    """Whether a column is for the server to decide: keys, owners, rights, credentials, times of its own."""
    people = users_table(app)
    owner = owner_of(app, table.name)
    own = people is not None and table.name == people.name
    return bool(
        column.primary
        or (owner is not None and column.name == owner.column)
        or (own and (privileged(column.name) or is_password(column.name) or _is_holding(column)))
        or (own and re.search(r"e?mail", column.name, re.I) and column.unique)
        or re.fullmatch(
            r"(created|updated|deleted|verified|confirmed)_?(at|on)|.*(token|secret)s?", column.name
        )
    )


def _is_holding(column: Column) -> bool:
    """Whether a number of a person's row is what they own or earned."""
    return column.numeric and bool(
        re.search(r"points|coins|wallet|credit|balance|score|(^|_)(xp|karma)$", column.name)
    )


def _grants(app: App, table: Table, column: Column, spread: Origin) -> bool:
    """Whether a schema lets a person choose their own rights: a privileged column of people, any word or the admin's."""
    people = users_table(app)
    if people is None or table.name != people.name or not privileged(column.name):
        return False
    rules = next((rule for name, rule in spread.schema if name in (column.name, column.field)), "")
    return _lets_admin(app, rules)


def _lets_admin(app: App, rules: str) -> bool:
    listed = re.search(r"(?:enum|literal|Literal) ([^ ]+)", rules)
    admin = administrator(app)
    if listed is None:
        return True
    return admin is not None and str(admin[2]) in listed.group(1).split("|")


# --- single fields -----------------------------------------------------------------------------------


def _for_oneself(access: Access, field: RequestField) -> bool:
    """Whether people set a right of their own. Where a schema lets it through to anybody's row, it is the missing check of
    who asks that gives it away, which is broken access."""
    guards = access.at_query(field.query)
    return field.rules is None or OWNER in guards or SIGNED_IN not in guards


def _flaw(app: App, access: Access, field: RequestField, guarded: bool) -> Iterator[Flaw]:
    people = users_table(app)
    own = people is not None and field.table.name == people.name
    grants = (
        own
        and not guarded
        and privileged(field.column.name)
        and not field.bounded
        and _for_oneself(access, field)
    )
    if grants and (field.rules is None or _lets_admin(app, field.rules)):
        yield Flaw(field, "privilege")
        return
    harm = _harm(app, field)
    if not harm or is_checked(field, harm, guarded):
        return
    yield Flaw(field, harm)


def _harm(app: App, field: RequestField) -> str:
    """What an unchecked value does in this column; '' where the database refuses what makes no sense."""
    column = field.column
    if (
        column.primary
        or column.references is not None
        or re.search(r"(^|_)(id|uuid|key)$|[a-z]Id$", column.name)
    ):
        return ""
    if column.numeric:
        # Where every number makes sense (a coordinate, an offset), the database refuses the rest.
        return "range" if limits_of(app, field.table, column).low >= 0 else ""
    if column.values or column.type.startswith("enum"):
        return ""
    head = column.type.partition("(")[0].strip()
    if head in _UNBOUNDED or head.startswith("char"):
        if is_password(column.name):
            return ""
        return "choice" if _CHOICE.search(column.name) and "json" not in head else "length"
    return "date" if head.startswith(("timestamp", "date")) else ""
