"""What people's data is deleted for good, and what goes along with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.app.other_tongues import spelled
from roadworthy.app.query import Query
from roadworthy.app.table import Table
from roadworthy.app.work import Work
from roadworthy.regex import regex
from roadworthy.views.code.awaiting import awaiting
from roadworthy.views.data.clientele import is_clientele
from roadworthy.views.data.inserts import is_record, pair_columns
from roadworthy.views.data.stored_functions import DELETES, StoredFunction, deleted_by, stored_functions
from roadworthy.views.people.access import Access
from roadworthy.views.people.people import users_table
from roadworthy.views.people.ties import Tie, ties

# What is made again with a click, runs out by itself, or is meant to be gone.
_LIGHT = regex(
    r"(^|_)(usage|stats|statistics|counters?|totals|summar(y|ies)|favou?rites?|bookmarks?|likes?|follows?|follow(ers?|ings?)|wish_?lists?|[a-z]*(carts?|baskets?)(_?items?)?|votes?|reactions?|cache\w*|otps?"
    r"|invites?|invitations?|preferences?|settings?|configs?|configurations?|overrides?|working_hours|channels?|progress|payment_?methods?|cards?|devices?"
    r"|push_subscriptions?|subscribers?|idempotency_keys?|locks?|drafts?|temp\w*|tmp\w*|blacklist\w*|verifications?|passkeys?|api_?keys?|webhooks?|memberships?|members?|password_?resets?|credentials?|tokens?|(password_)?reset\w*"
    r"|(checkout|payment|upload|login|user|auth|sign_?in)_?sessions?"
    r"|(recovery|backup|verification|login|two_?factor|2fa|mfa|sms|auth|confirmation)_?codes?|locked_\w+|(login|sign_?in|failed)_?attempts?)$",
    re.I,
)
_SOFT = regex(r"^(deleted_?(at|on)?|is_?(deleted|archived)|archived_?(at|on)?|removed_?at|deletedAt)$", re.I)
_SWITCH = regex(
    r"^(is_?active|active|is_?published|published|is_?available|available|enabled|is_?enabled|visible|is_?visible)$",
    re.I,
)
_ARCHIVE = regex(r"archiv|trash|deleted_|recycle|(^|_)(backups?|history)(_|$)", re.I)
# What lies in a cart until it is bought, whatever its table is called.
_CART = regex(r"(^|_)(shopping_?)?(carts?|baskets?)$", re.I)
_TOKEN = regex(
    r"^(jwt(_?token)?|((access|auth|refresh|session|login|bearer)_?)?token|session_?key)(_?hash)?$", re.I
)
_EXPIRY = regex(r"^(expires?|expiry|expiration|valid_until)(_?(at|on|date|time))?$", re.I)
_AMOUNT = regex(r"(^|_)(quantity|qty|count|amount)$|(Count|Quantity|Qty)$", re.I)
_LAYOUT = (
    regex(r"sort|position|display_?order|order_?(index|no)|^rank$", re.I),
    regex(r"href|link|url|icon", re.I),
)
# Records that others than the person need: money, appointments, what is kept by law.
_KEPT = regex(
    r"(^|_)(orders?|payments?|invoices?|transactions?|purchases?|sales?|bookings?|donations?|payouts?|refunds?|transfers?|appointments?|referrals?|prescriptions?|contracts?|claims?)$",
    re.I,
)
# Where a Supabase project keeps the accounts, beside the table of profiles.
_ACCOUNTS = "auth.users"


_ERASES = regex(
    r"^(delete|erase|remove|close)_?(my|own|the|current)?_?(user|account|profile|me|myself)(_?(account|data|profile))?$",
    re.I,
)
# The second step, after a row was hidden: what is in the bin goes for good.
_FINAL = regex(r"hard_?-?delete|permanent|empty_?-?(trash|bin)|purge", re.I)


class Deletion(Struct, frozen=True):
    """Rows of `table` that `subject` deletes. `along` are the tables whose rows the database takes with them, without those that
    keep what is made again with a click; `soft` is the column that could hide the row
    instead, '' for none."""

    subject: str
    table: str
    locations: tuple[Location, ...]
    along: tuple[str, ...] = ()
    soft: str = ""
    query: Query | None = None


class Spared(Struct, frozen=True):
    """A deletion that harms nobody, and why."""

    subject: str
    why: str


def deletions(app: App) -> tuple[Deletion | Spared, ...]:
    """Every subject that deletes rows, with the weightiest of them."""
    return app.view(_deletions)


def _deletions(app: App) -> tuple[Deletion | Spared, ...]:
    found: list[Deletion | Spared] = []
    for work in app.works:
        queries = [query for query in work.queries if query.operation == "delete"]
        if queries and work.kind != "job":
            found.append(_of_work(app, work, queries))
    return tuple([*found, *_in_the_database(app)])


def _of_work(app: App, work: Work, queries: list[Query]) -> Deletion | Spared:
    if _erases_own_account(app, work, queries):
        return Spared(work.subject, "it erases the person's own account, as the law wants")
    if _is_final(app, work.subject, [query.table for query in queries]):
        return Spared(work.subject, "rows are hidden first, and this is the second step that its name says")
    reasons = [_spared(app, work, query) for query in queries]
    if all(reasons):
        return Spared(work.subject, reasons[0])
    heavy = [query for query, reason in zip(queries, reasons, strict=True) if not reason]
    chosen = max(heavy, key=lambda query: len(_along(app, query.table, work.queries)))
    places = tuple(dict.fromkeys([work.location, *[query.location for query in heavy]]))
    return Deletion(
        work.subject,
        chosen.table,
        places,
        _along(app, chosen.table, work.queries),
        soft_column(app, chosen.table),
        chosen,
    )


def _spared(app: App, work: Work, query: Query) -> str:
    """Why a deletion harms nobody; '' when it does."""
    table = app.table(query.table)
    name = query.table
    if is_light(name, table):
        return f"{name} keeps what is made again with a click or runs out by itself"
    if table is not None and (len(pair_columns(table)) >= 2 or _is_layout(app, table)):
        return f"rows of {name} only say how things are put together"
    same = [one for one in work.queries if _together(app, work, one, query)]
    if any(
        one.table == name and one.operation == "update" and any(_SOFT.match(w.column) for w in one.writes)
        for one in same
    ):
        return f"rows of {name} that anybody may still need are only hidden by the same request"
    if _aged(query) or _found_aged(work, query):
        return f"only rows of {name} go whose time has run out"
    others = [one for one in same if one is not query and one.operation in ("insert", "upsert")]
    if any(one.table == name for one in others):
        return f"rows of {name} are written anew by the same request"
    if any(_ARCHIVE.search(spelled(one.table)) for one in others):
        return f"the row of {name} goes to an archive first"
    return ""


def _together(app: App, work: Work, one: Query, other: Query) -> bool:
    """Whether two queries are made by one run: in a page, by the same handler, and not by two of its buttons."""
    return work.side != "client" or in_one_handler(app, work.location, one, other)


def in_one_handler(app: App, component: Location, one: Query, other: Query) -> bool:
    """Whether two queries of a component are made by the same handler."""
    first, second = _handled_at(component, one), _handled_at(component, other)
    if first is not None and second is not None:
        return first == second
    known = app.view(awaiting)
    return known.function_at(one.location) is known.function_at(other.location)


def _handled_at(component: Location, query: Query) -> Location | None:
    """The first call below the component itself that led to a query."""
    return next((call for call in query.calls if call.start != component.start), None)


def _is_final(app: App, name: str, tables: list[str]) -> bool:
    """Whether a name says that rows go for good, and one of the tables has the column that hides them before."""
    hidden = any(_SOFT.match(soft_column(app, table)) for table in tables)
    return hidden and bool(_FINAL.search(name))


def _aged(query: Query) -> bool:
    """`where: { endTime: { lt: new Date() } }`: rows are tidied away by their age, and nobody picks one."""
    old = [item for item in query.filters if item.operator in ("<", "<=", "lt", "lte") and not item.optional]
    chosen = any(item.value.from_request for item in query.filters)
    return not chosen and any(leaf.kind == "clock" for item in old for leaf in item.value.leaves())


def _found_aged(work: Work, query: Query) -> bool:
    """Whether the rows that go were looked up by their age before: `findMany({ where: { deletedAt: { lt: cutoff } } })`."""
    looked = {one.number for one in work.queries if one.table == query.table and _aged(one)}
    return any(
        item.operator in ("=", "in") and any(leaf.query in looked for leaf in item.value.leaves())
        for item in query.filters
    )


def _erases_own_account(app: App, work: Work, queries: list[Query]) -> bool:
    people = users_table(app)
    endpoint = app.endpoint(work.subject)
    if people is None or endpoint is None:
        return False
    access = Access(endpoint)
    return any(
        query.table in (people.name, _ACCOUNTS)
        and any(access.is_own(f.value) for f in query.filters if f.operator == "=")
        for query in queries
    )


def _is_layout(app: App, table: Table) -> bool:
    """Whether rows are the links or tiles of a page: in an order, leading somewhere, nobody's."""
    names = [column.name for column in table.columns]
    shaped = all(any(pattern.search(name) for name in names) for pattern in _LAYOUT)
    owned = any(column.references is not None for column in table.columns)
    return (
        shaped
        and not owned
        and not any(column.name in ("price", "stock", "content", "body") for column in table.columns)
    )


def _along(app: App, name: str, queries: tuple[Query, ...] = ()) -> tuple[str, ...]:
    """The tables that go with a row by their keys' own rule, and those that go with them; not those whose rows the same
    request gives to another parent."""
    found: list[str] = []
    waiting = [name]
    while waiting:
        parent = waiting.pop()
        for table in app.tables:
            keys = {
                c.name
                for c in table.columns
                if c.references is not None
                and c.references.table == parent
                and c.references.on_delete.lower() == "cascade"
            }
            moved = any(
                one.table == table.name
                and one.operation == "update"
                and keys & {w.column for w in one.writes}
                for one in queries
            )
            if keys and not moved and table.name not in found and table.name != name:
                found.append(table.name)
                waiting.append(table.name)
    return tuple(one for one in found if not _is_made_again(one, app.table(one)))


def _is_made_again(name: str, table: Table | None) -> bool:
    return is_light(name, table) or (table is not None and len(pair_columns(table)) >= 2)


def soft_column(app: App, name: str) -> str:
    """The column by which a row could be hidden instead; '' for none."""
    table = app.table(name)
    columns = [column.name for column in table.columns] if table is not None else []
    return next((c for c in columns if _SOFT.match(c)), "") or next(
        (c for c in columns if _SWITCH.match(c)), ""
    )


def _in_the_database(app: App) -> Iterator[Deletion | Spared]:
    """Functions of the database that the pages call."""
    for function in stored_functions(app):
        if function.trigger:
            continue
        if _is_final(app, function.name, deleted_by(function)):
            yield Spared(
                function.name, "rows are hidden first, and this is the second step that its name says"
            )
            continue
        if _of_own_account(app, function):
            yield Spared(function.name, "it erases the person's own account, as the law wants")
            continue
        for match in DELETES.finditer(function.body):
            name, condition = match.group(1), match.group(2) or ""
            table = app.table(name)
            aged = re.search(r"now\(\)|interval|current_", condition, re.I) or re.match(
                r"(cleanup|purge|expire|prune)", function.name, re.I
            )
            light = is_light(name, table) or aged or (table is not None and (len(pair_columns(table)) >= 2))
            again = re.search(rf"INSERT\s+INTO\s+(?:public\.)?\"?{name}\b", function.body, re.I)
            if light or again:
                yield Spared(function.name, f"rows of {name} run out by themselves, or are written anew")
                continue
            line = function.location.start_line + function.body.count("\n", 0, match.start())
            places = (function.location, Location(function.location.path, line, line))
            yield Deletion(function.name, name, places, _along(app, name), soft_column(app, name))
            break


def _of_own_account(app: App, function: StoredFunction) -> bool:
    """Whether a function erases whoever calls it (`delete_user()`), as its name tells and that it is told of nobody else."""
    known = app.database.function(function.name)
    alone = known is not None and not known.arguments
    return alone and bool(_ERASES.search(function.name)) and "auth.uid()" in function.body


# --- what goes with a person ---------------------------------------------------------------------


def is_light(name: str, table: Table | None) -> bool:
    """Whether a table keeps what is made again with a click."""
    if table is not None and is_clientele(table):
        return False
    return (
        is_record(name, table)
        or bool(_LIGHT.search(table.words if table is not None else spelled(name)))
        or _is_in_a_cart(table)
        or _lets_in(table)
    )


def _lets_in(table: Table | None) -> bool:
    """Whether a row is a token that lets its bearer in for a while: a sign-in makes another."""
    if table is None or table.column("password_hash") is not None:
        return False
    runs_out = any(_EXPIRY.search(column.name) for column in table.columns)
    return runs_out and any(_TOKEN.search(c.name) and table.is_unique({c.name}) for c in table.columns)


def _is_in_a_cart(table: Table | None) -> bool:
    """Whether rows say how many of something are in somebody's cart."""
    if table is None or _KEPT.search(table.words):
        return False
    parents = [spelled(c.references.table) for c in table.columns if c.references is not None]
    return any(map(_CART.search, parents)) and any(_AMOUNT.search(column.name) for column in table.columns)


def is_kept_record(table: Table) -> bool:
    """Whether rows are records that others than the person need: money, appointments, what is kept by law."""
    return _KEPT.search(table.words) is not None


def records_of_people(app: App) -> tuple[Tie, ...]:
    """Keys whose rule takes records that others need when a person's row goes."""
    return tuple(
        tie
        for tie in ties(app)
        if tie.on_delete == "cascade"
        and is_kept_record(tie.table)
        and not is_light(tie.table.name, tie.table)
    )
