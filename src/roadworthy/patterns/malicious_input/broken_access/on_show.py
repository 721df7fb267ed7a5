"""Rows that are there for everybody who signed in: news that those who run an app put up, posts that anyone may like."""

from __future__ import annotations

import re

from roadworthy.app import App, Query
from roadworthy.app.other_tongues import spelled
from roadworthy.regex import regex
from roadworthy.views.people.access import OWNER, ROLE, SIGNED_IN, Access
from roadworthy.views.people.people import Owner, owner_of
from roadworthy.views.people.staff_tables import filled_by_a_role, names_writer

_UP = regex(r"^(is_?)?(active|enabled|live)$", re.I)


def put_on_show(app: App, query: Query, owner: Owner | None) -> bool:
    """Whether only rows are read that are up, of a table that only a role fills."""
    if owner is None or owner.through or not names_writer(owner.column):
        return False
    up = any(
        item.operator == "=" and not item.optional and item.value.value is True and _UP.match(item.column)
        for item in query.filters
    )
    return up and query.table in app.view(filled_by_a_role)


# What people only do about what others show them.
_REACTIONS = regex(
    r"(^|_)(likes?|dislikes?|(up|down)?votes?|reactions?|claps?|hearts?|favou?rites?|bookmarks?|saves|saved_\w+|reposts?|retweets?)$",
    re.I,
)


# What people write for others to read.
_PUT_OUT = regex(r"(^|_)(blog_?posts?|posts?|articles?|blogs?|tweets?|recipes?)$", re.I)
# What says that not everybody may read a row yet.
_KEPT = regex(
    r"public|private|visib|publish|draft|status|state|audience|shared|hidden|secret|approved|team|org|tenant|group|workspace",
    re.I,
)


def is_put_out(app: App, name: str) -> bool:
    """Whether a table holds what people write for others to read, and no column of it keeps a row back: whoever is signed in reads all."""
    table = app.table(name)
    return (
        table is not None
        and bool(_PUT_OUT.search(table.words))
        and not any(_KEPT.search(column.name) for column in table.columns)
    )


def is_for_members(app: App, table: str) -> bool:
    """Whether any row of a table is there for whoever is signed in: to be liked or saved, or because all of them are listed anyway."""
    return reacted_to(app, table) or is_put_out(app, table)


def reacted_to(app: App, table: str) -> bool:
    """Whether everyone who is signed in may like or save any row of a table: an app lets them do so with what they are shown."""
    return table in app.view(_reacted_to)


def _reacted_to(app: App) -> frozenset[str]:
    return frozenset(
        reference
        for endpoint in app.endpoints
        for query in endpoint.queries
        if query.operation in ("insert", "upsert")
        and _REACTIONS.search(spelled(query.table))
        and not {ROLE, OWNER} & (guards := Access(endpoint).at_query(query))
        and SIGNED_IN in guards
        for reference in _chosen(app, query)
    )


def _chosen(app: App, query: Query) -> list[str]:
    """The tables of which the request names the row that is written about, apart from whose row it is."""
    table, owner = app.table(query.table), owner_of(app, query.table)
    if table is None or owner is None:
        return []
    named = [table.column(write.column) for write in query.writes if write.value.from_request]
    return [c.references.table for c in named if c is not None and c.references is not None]


# Who offers a service, and is chosen by name.
_OFFERS = regex(
    r"(^|_)(doctors?|physicians?|dentists?|therapists?|psychologists?|nutritionists?|barbers?|stylists?|hairdressers?|instructors?|teachers?"
    r"|tutors?|trainers?|coach(es)?|mentors?|freelancers?|photographers?|lawyers?|consultants?|guides?|artists?)(_?profiles?)?$",
    re.I,
)


def is_offered(app: App, table: str) -> bool:
    """Whether rows are of people who offer a service, and whoever is signed in chooses one of them for what they book or write."""
    return table in app.view(_offered)


def _offered(app: App) -> frozenset[str]:
    return frozenset(
        column.references.table
        for endpoint in app.endpoints
        for query in endpoint.queries
        if query.operation in ("insert", "upsert") and ROLE not in Access(endpoint).at_query(query)
        for write in query.writes
        if (table := app.table(query.table)) is not None
        and (column := table.column(write.column)) is not None
        and column.references is not None
        and _OFFERS.search(spelled(column.references.table))
    )
