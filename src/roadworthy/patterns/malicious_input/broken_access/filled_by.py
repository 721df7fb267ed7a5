"""Which tables an app lets only some people fill or see, and whether anybody may become one of its people."""

from __future__ import annotations

import re

from roadworthy.app import App
from roadworthy.app.other_tongues import spelled
from roadworthy.app.table import Table
from roadworthy.regex import regex
from roadworthy.views.data.inserts import pair_columns
from roadworthy.views.people.access import ROLE, SIGNED_IN, Access
from roadworthy.views.people.newcomers import strangers_register
from roadworthy.views.people.people import owner_of
from roadworthy.views.people.rights import administrator


def managed_tables(app: App) -> set[str]:
    """Tables without owner that most endpoints fill, with what the request says, only for a role."""
    balance: dict[str, int] = {}
    for endpoint in app.endpoints:
        access = Access(endpoint)
        for query in endpoint.queries:
            if query.operation == "insert" and query.table and owner_of(app, query.table) is None:
                guarded = ROLE in access.at_query(query)
                balance[query.table] = balance.get(query.table, 0) + (1 if guarded else -1)
    managed = {table for table, more in balance.items() if more > 0}
    return managed | {table.name for table in app.tables if _joins(app, table, managed)}


def staff_tables(app: App) -> frozenset[str]:
    """Tables that some endpoint fills only for a role. A view."""
    return frozenset(
        query.table
        for endpoint in app.endpoints
        for query in endpoint.queries
        if query.operation == "insert" and query.table and ROLE in Access(endpoint).at_query(query)
    )


# So many tables of which only a role may take rows out say that an app keeps that from those who merely work with it.
_SEVERAL = 2


def takes_out_by_role(app: App) -> bool:
    """Whether an app whose people are let in by others (nobody registers) lets only a role delete what belongs to nobody, at least as
    often as not. A view."""
    guarded: set[str] = set()
    open_to_all: set[str] = set()
    for endpoint in app.endpoints:
        access = Access(endpoint)
        for query in endpoint.queries:
            if query.operation == "delete" and query.table and owner_of(app, query.table) is None:
                (guarded if ROLE in access.at_query(query) else open_to_all).add(query.table)
    several = len(guarded) >= max(_SEVERAL, len(open_to_all - guarded))
    return several and administrator(app) is not None and not app.view(strangers_register)


def _joins(app: App, table: Table, managed: set[str]) -> bool:
    """Whether a table does nothing but tie together rows that only a role may make (which teams are in an event)."""
    return (
        len(pair_columns(table)) >= 2
        and owner_of(app, table.name) is None
        and all(c.references.table in managed for c in table.columns if c.references is not None)
    )


def strangers_sign_up(app: App) -> bool:
    """Whether anybody can make themselves an account in an app that has roles: then being signed in is no right to change
    what belongs to nobody and is there for all."""
    return administrator(app) is not None and app.view(strangers_register)


# Whom an app keeps records of who need no account of their own.
_PERSONS = regex(
    r"(^|_)(students?|pupils?|patients?|employees?|children|kids|residents?|applicants?|candidates?|volunteers?|donors?|inmates?|guardians?)$",
    re.I,
)


def is_kept_back(app: App, name: str) -> bool:
    """Whether rows are records of persons, whose list somewhere in the app is only for people who are signed in."""
    return bool(_PERSONS.search(spelled(name))) and any(
        query.table == name
        and query.operation == "select"
        and not query.one
        and SIGNED_IN in Access(endpoint).at_query(query)
        for endpoint in app.endpoints
        for query in endpoint.queries
    )
