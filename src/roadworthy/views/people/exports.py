"""The ways in which a person gets a copy of what an app keeps about them."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.views.people.access import Access
from roadworthy.views.people.people import users_table
from roadworthy.views.people.personal import personal_data
from roadworthy.views.people.ties import telling_columns, ties

_NAMED = regex(
    r"export|take-?out|portab|download[-_]?(my|data|account|all)|my[-_]?data|gdpr|data[-_]?(request|access|copy)|subject[-_]?access",
    re.I,
)
_FORMAT = regex(r"export|download|my[-_]?data", re.I)


# What makes a row one of a person, where no table is that of the people who sign in.
_REACHES = regex(r"e?mail|phone|mobile|(first|last|full|sur)_?name|passport|birth|ssn|iban", re.I)


class Export(Struct, frozen=True):
    """An endpoint that hands a person their data; `missed` are the tables about them that it does not read."""

    endpoint: Endpoint
    missed: tuple[str, ...]


def about_people(app: App) -> dict[str, tuple[str, ...]]:
    """The tables that hold something about people, the people's own first, with the columns that do. Places and names of things are nobody's."""
    held, people = personal_data(app), users_table(app)
    if people is not None:
        return {people.name: held.get(people.name, ("accounts",))} | held
    return {
        name: columns for name, columns in held.items() if any(_REACHES.search(column) for column in columns)
    }


def hands_out_data(name: str) -> bool:
    """Whether something is named for handing a person their data."""
    return _NAMED.search(name) is not None


def exports(app: App) -> tuple[Export, ...]:
    """Every way to a copy, the fullest first. An export of something else (a list of orders for the shop) is none."""
    return app.view(_exports)


def _exports(app: App) -> tuple[Export, ...]:
    found = [
        Export(endpoint, _missed(app, endpoint)) for endpoint in app.endpoints if _is_export(app, endpoint)
    ]
    return tuple(sorted(found, key=lambda one: len(one.missed)))


def _is_export(app: App, endpoint: Endpoint) -> bool:
    named = (
        _NAMED.search(endpoint.path) or _NAMED.search(endpoint.handler_name) or _FORMAT.search(endpoint.path)
    )
    return bool(named) and _reads_a_person(app, endpoint)


def _reads_a_person(app: App, endpoint: Endpoint) -> bool:
    """Whether rows are found by the key of one person: whoever is signed in, or the one that is asked for."""
    people = users_table(app)
    access = Access(endpoint)
    about = set(about_people(app))
    if people is None:
        return any(
            q.table in about and q.operation == "select" and any(f.operator == "=" for f in q.filters)
            for q in endpoint.queries
        )
    reads = [query for query in endpoint.queries if query.operation == "select"]
    # A guard reads the person's own row before every endpoint: what is theirs beside it must be read too.
    tied = {tie.table.name for tie in ties(app)} | {people.name}
    keys = {(tie.table.name, tie.column.name) for tie in ties(app)}
    # What hangs on one thing (the results of one exam, sent to its teacher) is a report of that, and of no person.
    own = {
        q.table
        for q in reads
        if q.table in tied
        and any(
            f.operator == "="
            and (
                access.is_own(f.value)
                or (f.value.from_request and (q.table == people.name or (q.table, f.column) in keys))
            )
            for f in q.filters
        )
    }
    return len(own) >= min(2, len(tied))


def _missed(app: App, endpoint: Endpoint) -> tuple[str, ...]:
    read = {query.table for query in endpoint.queries if query.operation == "select"}
    read |= {table for query in endpoint.queries for table, _, _ in query.joins}
    tied = [
        tie.table
        for tie in ties(app)
        if telling_columns(app, tie.table) or tie.table.name in personal_data(app)
    ]
    return tuple(dict.fromkeys(table.name for table in tied if table.name not in read))
