"""Which rows the app shows to everyone."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint, Filter, Origin, Query
from roadworthy.app.location import Location
from roadworthy.app.other_tongues import spelled
from roadworthy.app.table import Table
from roadworthy.patterns.malicious_input.broken_access.filled_by import is_kept_back
from roadworthy.patterns.malicious_input.broken_access.names_told import PRIVATE, names_told
from roadworthy.patterns.malicious_input.broken_access.on_show import is_offered
from roadworthy.patterns.malicious_input.broken_access.public_pages import under_a_page
from roadworthy.patterns.malicious_input.broken_access.shown import shown_in
from roadworthy.regex import regex
from roadworthy.views.code.awaiting import awaiting
from roadworthy.views.pages.served import served_pages
from roadworthy.views.pages.template_columns import shown_columns
from roadworthy.views.people.access import SIGNED_IN, UNREAD, Access
from roadworthy.views.people.directories import is_directory
from roadworthy.views.people.let_through import is_let_through
from roadworthy.views.people.people import is_persons_key, owner_of, users_table
from roadworthy.views.people.private_tables import is_confided, is_confidential, is_dealing, is_private
from roadworthy.views.people.registration import open_registration
from roadworthy.views.people.row_access import ALL, row_access
from roadworthy.views.people.row_access import SIGNED_IN as MEMBERS
from roadworthy.views.requests.bare_headers import bare_headers, without_header


def is_public(app: App, table: str) -> bool:
    """Whether a table is shown to visitors without an account by the app's own design."""
    return table in app.view(_public_tables)


def _public_tables(app: App) -> set[str]:
    """Tables that some endpoint lists to everyone: no sign-in, no key."""
    people = users_table(app)
    shown = set()
    for endpoint in app.endpoints:
        access = Access(endpoint)
        if endpoint.method != "GET" or SIGNED_IN in access.anywhere():
            continue
        for query in endpoint.queries:
            if query.operation == "select" and not query.one and is_told(endpoint, query):
                owner = owner_of(app, query.table)
                mine = owner is not None and any(f.column == owner.column for f in query.filters)
                if mine or _between_people(app, query.table):
                    continue
                if not _keyed(app, query) and (people is None or query.table != people.name):
                    shown.add(query.table)
    return shown


def read_for_visitors(app: App, query: Query) -> bool:
    """Whether the very same question is asked for pages or endpoints that ask for no sign-in: what visitors see is no secret to people
    who have signed in."""
    return query.location in app.view(_read_for_visitors)


def _read_for_visitors(app: App) -> frozenset[Location]:
    return frozenset(
        query.location
        for endpoint in (*app.endpoints, *served_pages(app))
        if endpoint.method == "GET" and SIGNED_IN not in Access(endpoint).anywhere()
        for query in endpoint.queries
        if query.operation == "select"
    )


def _between_people(app: App, name: str) -> bool:
    """Whether rows are by their nature between a person and the app, so that a list for everyone is a forgotten guard."""
    table = app.table(name)
    return table is not None and (
        is_confidential(app, table)
        or is_confided(app, table)
        or is_kept_back(app, name)
        or is_dealing(app, table)
    )


# How apps name what they show to the world, in addresses and in the column that says so.
_OPEN_PLACE = regex(
    r"/(public|landing|leader-?boards?|directory|showcase|explore|discover|embed|widget|sitemap[\w.]*|rss)(/|$)|^/$|\bget(All)?Public"
    # The short address that is handed around.
    r"|(^| )/(s|share[ds]?)/[\[:{<]",
    re.I,
)
_OPEN_STATE = regex(
    r"(^|_)(is_?)?(public|published|approved|visible)$|^is[A-Z]?(public|published|approved|visible)$", re.I
)
_OPEN_VALUE = regex(r"public|published|approved", re.I)


def shows_published(endpoint: Endpoint, query: Query) -> bool:
    """Whether only rows are read that were made public (`is_approved`, `status = 'published'`), or the address says
    that all of it is."""
    reads = endpoint.method == "GET" or endpoint.kind == "action"
    if reads and query.operation == "select" and _OPEN_PLACE.search(endpoint.path or endpoint.subject):
        return True
    # `Q(owner=me) | Q(is_public=True)`: what is not one's own is open.
    own = any(f.optional and f.operator == "=" and f.value.kind == "session" for f in query.filters)
    return any(
        (not f.optional or (own and query.operation == "select" and f.value.value is True))
        and f.operator == "="
        and is_state_of_showing(f)
        for f in query.filters
    )


def _found_published(endpoint: Endpoint, query: Query) -> bool:
    """Whether it is about the very row that was looked up as a published one."""
    found = {item.value.query for item in query.filters if item.operator == "=" and item.value.kind == "row"}
    earlier = [one for one in endpoint.queries if one.number in found - {query.number}]
    return any(one.table == query.table and shows_published(endpoint, one) for one in earlier)


def is_state_of_showing(item: Filter) -> bool:
    """`is_published = true`, `status = 'published'`."""
    return item.value.kind == "constant" and bool(
        (item.value.value is True and _OPEN_STATE.search(item.column))
        or _OPEN_VALUE.fullmatch(str(item.value.value))
    )


def _keyed(app: App, query: Query) -> bool:
    """Whether it finds the one row of a key: who shows a row to everyone who names it has not made a list of it."""
    table = app.table(query.table)
    keys = {
        f.column
        for f in query.filters
        if f.operator == "=" and not f.optional and f.table in ("", query.table)
    }
    return table is not None and table.is_unique(keys)


_KEY_NAME = regex(r"^(id|uuid)$|_id$|[a-z]Id$")


def _is_key(leaf: Origin, query: Query) -> bool:
    names = [name for name in leaf.path if name != "[]"][-1:] or query.columns
    return bool(names) and all(_KEY_NAME.search(name) for name in names)


def is_told(endpoint: Endpoint, query: Query) -> bool:
    """Whether what a query read is part of a successful answer: more of it than keys, which tell nobody anything."""
    return any(
        leaf.kind == "row"
        and leaf.query == query.number
        and not _is_key(leaf, query)
        and not _was_said(leaf, query)
        for answer in endpoint.answers
        if answer.status < 300
        for leaf in shown_in(answer.body)
    )


def _was_said(leaf: Origin, query: Query) -> bool:
    """Whether it is the very thing that the row was asked for by: an address that is said back."""
    name = next((part for part in reversed(leaf.path) if part != "[]"), "")
    return bool(name) and any(
        item.column == name and item.operator == "=" and item.value.from_request for item in query.filters
    )


_CONFIDENTIAL = regex(r"secret|private|confidential|(^|_)ssn|salary|diagnos|medical|passport|iban", re.I)


def tells_more(app: App, endpoint: Endpoint, query: Query) -> bool:
    """Whether an answer holds a confidential column of a table of which everyone is shown only others."""
    return bool(_told_columns(endpoint, query) - app.view(_columns_for_all).get(query.table, frozenset()))


_SEEN = regex(r"^last_?(seen|active|online)(_?at)?$|^location$", re.I)


def tells_names(app: App, endpoint: Endpoint, query: Query) -> bool:
    """Whether of people only what they go by is told (a name, a picture, a score), as apps show it to all."""
    people = _of_people(app, query.table)
    if query.operation != "select" or people is None:
        return False
    told = names_told(app, endpoint, query, people)
    if SIGNED_IN in Access(endpoint).anywhere() or _pages(endpoint):
        # Among members it is told who was there lately, and on a page what somebody says of themselves.
        told = {name for name in told if not _SEEN.search(name)}
    # `[2]` is a column that nothing names.
    return bool(told) and not any(PRIVATE.search(name) or name.startswith("[") for name in told)


_PROFILE = regex(r"(^|_)profiles?$")


def _of_people(app: App, name: str) -> Table | None:
    """A table of the people themselves, or of what they say of themselves on a page of theirs."""
    people, table = users_table(app), app.table(name)
    if people is None or table is None or table.name == people.name:
        return table if people is not None else None
    about = any(c.references is not None and c.references.table == people.name for c in table.columns)
    return table if about and _PROFILE.search(spelled(table.name)) else None


def _pages(endpoint: Endpoint) -> bool:
    """Whether all that it answers with success are pages."""
    answers = [answer for answer in endpoint.answers if answer.status < 300]
    return bool(answers) and all(answer.page for answer in answers)


def is_unread(app: App, access: Access, query: Query) -> bool:
    """Whether what stands before a query, or what is shown of it, was not read."""
    if access.endpoint.handler.path in app.view(bare_headers):
        # That a header came along says nothing, where nobody looks into it.
        access = Access(without_header(access.endpoint))
        query = next(one for one in access.endpoint.queries if one.number == query.number)
    return UNREAD in access.before(query) or is_shown_unread(app, access.endpoint, query)


def is_shown_unread(app: App, endpoint: Endpoint, query: Query) -> bool:
    """Whether a page shows of people what a template says that was not found."""
    people = _of_people(app, query.table)
    return (
        people is not None
        and query.operation == "select"
        and _pages(endpoint)
        and any(
            leaf.kind == "row"
            and leaf.query == query.number
            and not [part for part in leaf.path if part != "[]"]
            for answer in endpoint.answers
            if answer.status < 300 and shown_columns(app, answer, people) is None
            for leaf in shown_in(answer.body)
        )
        and not query.columns
    )


def is_open(app: App, endpoint: Endpoint, query: Query) -> bool:
    """Whether what a query reads is there for all, by any of these."""
    return (
        is_public(app, query.table)
        or shows_published(endpoint, query)
        or _found_published(endpoint, query)
        or tells_names(app, endpoint, query)
        or is_directory(app, query)
        or (
            query.operation == "select"
            and (_shown_by_policy(app, query.table) or is_offered(app, query.table))
        )
        or _on_a_profile(app, query)
        or _said_public(app, endpoint, query)
        or _opened(app, endpoint, query)
        or under_a_page(endpoint, query)
        or _belongs_to_public(app, endpoint, query)
    )


# `getPublicEvent(id)`: who wrote it says that it is for all.
_SAID_PUBLIC = regex(r"^(get|find|fetch|load|list|read|query)(\w*_public|\w*Public)(?!_?[Kk]ey)")


def _said_public(app: App, endpoint: Endpoint, query: Query) -> bool:
    """Whether a function reads the row whose name says that it is public, here or for another visitor without an account."""
    if query.operation != "select":
        return False
    if _read_by_public(app, query):
        return True
    shown = app.view(_shown_by_name)
    if not shown or endpoint.method != "GET" or SIGNED_IN in Access(endpoint).anywhere():
        return False
    return (query.one and query.table in shown) or _told_beside(app, endpoint, query, shown)


def _opened(app: App, endpoint: Endpoint, query: Query) -> bool:
    """Whether who wrote it took it out of the guard that stands before all (`@Public()`), and nothing private is told of the rows."""
    table = app.table(query.table)
    if (
        query.operation != "select"
        or endpoint.method != "GET"
        or table is None
        or not is_let_through(app, endpoint)
    ):
        return False
    told = names_told(app, endpoint, query, table)
    return bool(told) and not any(PRIVATE.search(name) or name.startswith("[") for name in told)


def _told_beside(app: App, endpoint: Endpoint, query: Query, shown: frozenset[str]) -> bool:
    """Whether it tells nothing private of what hangs on such a row: who comes to the event, by their names."""
    table = app.table(query.table)
    keys = [table.column(item.column) for item in query.filters if item.operator == "="] if table else []
    hangs = any(
        key is not None and key.references is not None and key.references.table in shown for key in keys
    )
    told = names_told(app, endpoint, query, table) if table is not None and hangs else set()
    return bool(told) and not any(PRIVATE.search(name) or name.startswith("[") for name in told)


def _belongs_to_public(app: App, endpoint: Endpoint, query: Query) -> bool:
    """Whether it reads what belongs to a row of a table that visitors are listed (the rooms of a hotel), and tells nothing of a person."""
    table, people = app.table(query.table), users_table(app)
    if query.operation != "select" or table is None or _between_people(app, query.table):
        return False
    if any(is_persons_key(column, people) for column in table.columns) or is_private(app, table):
        return False
    keys = [table.column(item.column) for item in query.filters if item.operator == "=" and not item.optional]
    above = [key.references.table for key in keys if key is not None and key.references is not None]
    told = names_told(app, endpoint, query, table) if any(is_public(app, one) for one in above) else set()
    return bool(told) and not any(PRIVATE.search(name) or name.startswith("[") for name in told)


def _read_by_public(app: App, query: Query) -> bool:
    function = app.view(awaiting).function_at(query.location)
    return function is not None and _SAID_PUBLIC.match(function.name) is not None


def _shown_by_name(app: App) -> frozenset[str]:
    """Tables of which visitors without an account are shown a row by such a function."""
    return frozenset(
        query.table
        for endpoint in (*app.endpoints, *served_pages(app))
        for query in endpoint.queries
        if query.operation == "select"
        and query.one
        and _read_by_public(app, query)
        and SIGNED_IN not in Access(endpoint).anywhere()
    )


def _on_a_profile(app: App, query: Query) -> bool:
    """Whether it lists what hangs on a person's page that everyone may see, and nothing private: badges, followers."""
    table = app.table(query.table)
    return (
        query.operation == "select"
        and table is not None
        and not is_private(app, table)
        and app.view(_profiles_are_public)
    )


def _profiles_are_public(app: App) -> bool:
    """Whether somebody's own page is shown to whoever names them, without an account."""
    people = users_table(app)
    return people is not None and any(
        query.table == people.name
        and any(
            f.operator == "=" and f.column in people.primary_key and f.value.from_request
            for f in query.filters
        )
        and is_told(endpoint, query)
        and tells_names(app, endpoint, query)
        for endpoint in app.endpoints
        if endpoint.method == "GET" and SIGNED_IN not in Access(endpoint).anywhere()
        for query in endpoint.queries
    )


def _shown_by_policy(app: App, name: str) -> bool:
    """Whether the database itself shows every row to whoever signs up, and that can be anybody."""
    table, access = app.table(name), row_access(app, name)
    return (
        access is not None
        and table is not None
        and access.of("select", MEMBERS).rows == ALL
        and app.view(open_registration)
        and not is_private(app, table)
    )


_FLAG = regex(r"^(is|has)(_|[A-Z])")


def _told_columns(endpoint: Endpoint, query: Query) -> set[str]:
    return {
        leaf.path[0]
        for answer in endpoint.answers
        if answer.status < 300
        for leaf in shown_in(answer.body)
        if leaf.kind == "row"
        and leaf.query == query.number
        and len(leaf.path) == 1
        and _CONFIDENTIAL.search(leaf.path[0])
        # That something is private is no secret.
        and not _FLAG.match(leaf.path[0])
    }


def _columns_for_all(app: App) -> dict[str, frozenset[str]]:
    """The confidential columns that visitors without an account are shown."""
    found: dict[str, set[str]] = {}
    for endpoint in app.endpoints:
        if endpoint.method == "GET" and SIGNED_IN not in Access(endpoint).anywhere():
            for query in endpoint.queries:
                found.setdefault(query.table, set()).update(_told_columns(endpoint, query))
    return {table: frozenset(columns) for table, columns in found.items()}
