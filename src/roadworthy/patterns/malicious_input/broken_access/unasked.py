"""Rights that nobody asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Filter, Query, Table
from roadworthy.app.other_tongues import spelled
from roadworthy.patterns.malicious_input.broken_access.codes import is_on_the_way_in, spends_a_code
from roadworthy.patterns.malicious_input.broken_access.deciding import decides, states_an_amount
from roadworthy.patterns.malicious_input.broken_access.exposure import (
    is_open,
    is_public,
    is_told,
    read_for_visitors,
)
from roadworthy.patterns.malicious_input.broken_access.filled_by import (
    is_kept_back,
    managed_tables,
    staff_tables,
    strangers_sign_up,
    takes_out_by_role,
)
from roadworthy.patterns.malicious_input.broken_access.finding import GIVEN, AccessGap
from roadworthy.patterns.malicious_input.broken_access.keys import (
    chosen_by_request,
    is_bound,
    is_ticket,
    opens_by_itself,
    writes_what_is_asked,
)
from roadworthy.patterns.malicious_input.broken_access.naming import in_anyones_name
from roadworthy.patterns.malicious_input.broken_access.on_show import is_for_members, put_on_show
from roadworthy.patterns.malicious_input.broken_access.open_apps import judge_callback
from roadworthy.regex import regex
from roadworthy.views.data.inserts import is_record, pair_columns
from roadworthy.views.pages.served import served_pages
from roadworthy.views.people.access import SIGNED_IN, Access
from roadworthy.views.people.newcomers import strangers_register
from roadworthy.views.people.people import Owner, owner_of, users_table
from roadworthy.views.people.private_tables import is_confided, is_record_of_somebody
from roadworthy.views.people.rights import administrator
from roadworthy.views.requests.known_people import knows_people


def without_role(
    app: App, endpoint: Endpoint, access: Access, query: Query, guards: set[str]
) -> Iterator[AccessGap]:
    """Everybody's rows at once, or changes that elsewhere need a role."""
    people = users_table(app)
    owner = owner_of(app, query.table)
    private = (people is not None and query.table == people.name) or owner is not None
    missing = "role" if SIGNED_IN in guards else "sign-in"
    if missing == "sign-in" and (_empties(app, endpoint, query) or _administers(app, endpoint, query)):
        chosen = chosen_by_request(query)
        yield AccessGap(endpoint, query, missing, key_column=chosen.column if chosen else "")
        return
    if query.operation == "select":
        yield from _listed(app, endpoint, access, query, missing)
    elif query.operation in ("insert", "upsert") and owner is not None and missing == "sign-in":
        if in_anyones_name(app, query, owner) or _is_staffs(app, query.table):
            yield AccessGap(endpoint, query, missing, owner_column=owner.column)
    elif (
        endpoint.kind == "socket"
        and query.operation == "insert"
        and owner
        and _says_who_speaks(app, access, query, owner)
    ):
        yield AccessGap(endpoint, query, GIVEN, owner_column=owner.column)
    elif query.operation in ("update", "delete", "insert") and owner is None and not private:
        yield from _changed(app, endpoint, access, query, missing)


def _listed(app: App, endpoint: Endpoint, access: Access, query: Query, missing: str) -> Iterator[AccessGap]:
    """Rows of everybody's, or one that names somebody, told to whoever asks."""
    people, owner = users_table(app), owner_of(app, query.table)
    private = (people is not None and query.table == people.name) or owner is not None
    table = app.table(query.table)
    confided = (
        missing == "sign-in"
        and table is not None
        and (is_confided(app, table) or is_kept_back(app, query.table))
    )
    listed = (
        (private or confided)
        and not query.one
        and not is_bound(app, query, owner)
        and not _narrowed(access, query)
        and not (missing == "role" and read_for_visitors(app, query))
    )
    named = (
        confided
        and table is not None
        and _names_somebody(table, query)
        and not _asks_the_request(endpoint, query)
    )
    shown = is_open(app, endpoint, query) or put_on_show(app, query, owner)
    shown = shown or (missing == "role" and is_for_members(app, query.table))
    if (listed or named) and not shown and is_told(endpoint, query):
        column, through = (owner.column, owner.through) if owner else ("", "")
        yield AccessGap(endpoint, query, missing, owner_column=column, through=through)


def _changed(app: App, endpoint: Endpoint, access: Access, query: Query, missing: str) -> Iterator[AccessGap]:
    """Rows of nobody's that whoever asks changes, or puts there."""
    key = chosen_by_request(query) or _found_by_request(app, endpoint, query)
    if (
        key is not None
        and missing == "sign-in"
        and (opens_by_itself(key.column, query.table) or is_ticket(app, query.table, key.column))
    ):
        return
    if spends_a_code(app, query) or (missing == "sign-in" and is_on_the_way_in(app, query)):
        # A code that is gone is asked for once more.
        return
    if missing == "role" and any(access.looks_at(fact) for fact in query.facts):
        # The app decides by what it knows of the person (an account of some age) who may, if by no role.
        return
    asked = query.operation == "insert" and not _is_log(app, query.table) and writes_what_is_asked(query)
    if (key is not None or asked) and _needs_somebody(app, endpoint, query, missing):
        yield AccessGap(endpoint, query, missing, key_column=key.column if key else "")


def _needs_somebody(app: App, endpoint: Endpoint, query: Query, missing: str) -> bool:
    """Whether a change is for people of some right, by what the app does elsewhere or by what it decides."""
    decided, changes = decides(query), query.operation != "insert"
    if query.table in app.view(managed_tables) and decided:
        return True
    if changes and app.view(strangers_sign_up) and decided:
        return True
    if missing == "sign-in":
        open_change = changes and (decided or states_an_amount(endpoint, query))
        return open_change or (not changes and _is_kept(app, query.table)) or _is_staffs(app, query.table)
    shown = decided and _is_shown(app, query.table)
    return shown or (query.operation == "delete" and bool(app.view(takes_out_by_role)))


def _found_by_request(app: App, endpoint: Endpoint, query: Query) -> Filter | None:
    """The filter by which the client picked the row that is changed once it was found (`note = await Note.findOne(...)`, then
    `note.destroy()`). Of another service's callback it is worse that nobody asks who sends it; who shows a key by which something
    else was found (a licence) has what it gives."""
    shown = (
        item for one in endpoint.queries for item in one.filters if opens_by_itself(item.column, one.table)
    )
    if judge_callback(app, endpoint) is not None or any(item.value.from_request for item in shown):
        return None
    found = {
        leaf.query
        for item in query.filters
        for leaf in item.value.leaves()
        if leaf.kind == "row" and leaf.table == query.table
    }
    earlier = (one for one in endpoint.queries if one.number in found and one.number < query.number)
    return next((key for one in earlier if (key := chosen_by_request(one)) is not None), None)


# Who a message is from, and not to whom it goes.
_SENDER = regex(
    r"(user|sender|author|from|owner|creator|created_?by|posted_?by|sent_?by|player|member)(_?id)?$", re.I
)


# What is somebody's because it is addressed to them.
_ADDRESSED = regex(
    r"notif|invit|alert|inbox|mail|request|follow|friend|contact|recipient|receipt|assign", re.I
)


def _says_who_speaks(app: App, access: Access, query: Query, owner: Owner) -> bool:
    """Whether it is the message that says who sent it, on a socket that knows by whom it was opened. Where the app writes down who that
    is, the other person is meant otherwise."""
    return (
        bool(_SENDER.search(owner.column))
        and not _ADDRESSED.search(query.table)
        and not any(access.is_own(write.value) for write in query.writes)
        and in_anyones_name(app, query, owner)
    )


def _is_log(app: App, name: str) -> bool:
    """Whether a table is written whenever something happens. One that only ties two others together (`event_teams`) is not."""
    table = app.table(name)
    return is_record(name, table) and not (table is not None and pair_columns(table))


_ADMINISTRATION = regex(r"(^|/)(admins?|administration|backoffice|back-office)/", re.I)


def _administers(app: App, endpoint: Endpoint, query: Query) -> bool:
    """Whether a change stands under a path that says itself who it is for (`/api/admin/hostels`), in an app that elsewhere asks
    people who they are."""
    return (
        query.operation in ("insert", "update", "delete", "upsert")
        and endpoint.kind == "http"
        and endpoint.method != "GET"
        and _ADMINISTRATION.search(endpoint.path) is not None
        and app.view(knows_people)
        and not is_on_the_way_in(app, query)
        and not _enters(app, endpoint)
        and not spends_a_code(app, query)
        and not _asks_the_request(endpoint, query)
        and not _is_log(app, query.table)
    )


_ENTRANCE = regex(
    r"log-?in|sign-?in|sign-?up|register|auth|log-?out|password|refresh|token|setup|seed|init", re.I
)


def _enters(app: App, endpoint: Endpoint) -> bool:
    """Whether it is the door itself: administrators come in by it, too."""
    return _ENTRANCE.search(endpoint.path) is not None or any(
        "sign" in call or "compare" in call for call in endpoint.calls
    )


def _empties(app: App, endpoint: Endpoint, query: Query) -> bool:
    """Whether a whole table is emptied by an endpoint that refuses nobody, in an app that elsewhere asks who is there."""
    return (
        query.operation == "delete"
        and not query.filters
        and not query.facts
        and not endpoint.facts
        and not query.one
        and not any(answer.status in (401, 403, 404) for answer in endpoint.answers)
        and app.view(knows_people)
    )


def _names_somebody(table: Table, query: Query) -> bool:
    """Whether the record of one person is picked by its key alone."""
    key = chosen_by_request(query)
    return (
        is_record_of_somebody(table)
        and key is not None
        and key.column in table.primary_key
        and not opens_by_itself(key.column, table.name)
    )


def _asks_the_request(endpoint: Endpoint, query: Query) -> bool:
    """Whether something of the headers or the session is compared before it is asked: a key of the app's own making."""
    return any(
        leaf.kind in ("headers", "session")
        for fact in (*endpoint.facts, *query.facts)
        for side in (fact.left, fact.right)
        if side is not None
        for leaf in side.leaves()
    )


def _narrowed(access: Access, query: Query) -> bool:
    """Whether some see only what is theirs (`if (role === "user") where.userId = me`): the rest are those who may see more."""
    return any(f.optional and f.operator == "=" and access.is_own(f.value) for f in query.filters)


# What visitors leave behind, to be read by all.
_LEFT = regex(
    r"(comments?|reviews?|ratings?|likes?|votes?|messages?|answers?|repl(y|ies)|feedback\w*|posts?|threads?|topics?|questions?|scores?|entr(y|ies)"
    r"|orders?|carts?|items|bookings?|reservations?|appointments?|registrations?|subscri\w+|visits?|views?|reports?|links?|urls?|polls?|rooms?|games?)$",
    re.I,
)


def _is_shown(app: App, table: str) -> bool:
    """Whether a table is what an app without roles shows to everybody, and any account that strangers make may change and take
    out: a catalogue."""
    return (
        administrator(app) is None
        and app.view(strangers_register)
        and is_public(app, table)
        and not _LEFT.search(spelled(table))
        and any(
            q.operation == "delete" and q.table == table and chosen_by_request(q) is not None
            for q in app.queries
        )
    )


def _is_kept(app: App, table: str) -> bool:
    """Whether a table is what the app's own people keep for all to see: it is shown to everybody, rows of it are changed or taken
    out by their key, and the app knows people who could be asked for."""
    return (
        (is_public(app, table) or table in app.view(_on_pages))
        and (app.view(knows_people) or app.view(strangers_register))
        and not _LEFT.search(spelled(table))
        and (_is_kept_up(app, table) or any(_is_kept_up(app, one) for one in _hanging_on(app, table)))
    )


def _is_kept_up(app: App, table: str) -> bool:
    return not _LEFT.search(spelled(table)) and any(
        q.operation in ("delete", "update") and q.table == table and chosen_by_request(q) is not None
        for q in app.queries
    )


def _hanging_on(app: App, table: str) -> list[str]:
    """What is sorted by the rows of a table: the books of a publisher, the goods of a category."""
    return [
        one.name
        for one in app.tables
        if is_public(app, one.name)
        and any(c.references is not None and c.references.table == table for c in one.columns)
    ]


# What staff write down for people who could have done so themselves.
_TAKEN_DOWN = regex(
    r"(contacts?|leads?|(in|en)quir(y|ies)|customers?|clients?|patients?|guests?|people|persons?|applications?|applicants?|requests?|tickets?|donations?"
    r"|wait_?lists?|participants?|volunteers?|responses?|submissions?|payments?|transactions?|uploads?|files?|images?|photos?|attachments?|quotes?|signups?"
    r"|users?|accounts?|sessions?|tokens?|attempts?)$",
    re.I,
)


def _is_staffs(app: App, table: str) -> bool:
    """Whether elsewhere the same rows are added only for a role, and they are none that visitors leave."""
    name = spelled(table)
    return table in app.view(staff_tables) and not (_LEFT.search(name) or _TAKEN_DOWN.search(name))


def _on_pages(app: App) -> frozenset[str]:
    """Tables that pages rendered on a server, or the actions behind them, list to visitors."""
    actions = [endpoint for endpoint in app.endpoints if endpoint.kind == "action"]
    return frozenset(
        query.table
        for endpoint in (*served_pages(app), *actions)
        if SIGNED_IN not in Access(endpoint).anywhere()
        for query in endpoint.queries
        if query.operation == "select" and not query.one and is_told(endpoint, query)
    )
