"""Judges rows that are kept for the members of what they hang on: elsewhere the app asks for the membership, here it does not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app import App, Endpoint, Query, Table
from roadworthy.app.origin import Origin
from roadworthy.app.other_tongues import spelled
from roadworthy.patterns.malicious_input.broken_access.exposure import is_open, is_told
from roadworthy.patterns.malicious_input.broken_access.finding import MEMBERS, UNDER, AccessGap
from roadworthy.patterns.malicious_input.broken_access.keys import checked_before
from roadworthy.patterns.malicious_input.broken_access.under_others import kept_apart, looked_up
from roadworthy.regex import regex
from roadworthy.views.people.access import SIGNED_IN, Access
from roadworthy.views.people.memberships import MEMBERSHIP, asked_of_members
from roadworthy.views.people.people import is_persons_key, users_table

_MEMBERS = regex(r"^(members?|participants?|collaborators?|users|people)(_?ids)?$", re.I)
# Who is asked to come in does so before they are members.
_COMING_IN = regex(r"(^|_)(invit(es?|ations?)|join_?requests?|requests?)$", re.I)


class _Tie(Struct, frozen=True):
    """`column` of a table names a row of `parent`, which has members."""

    column: str
    parent: str


def outside_members(app: App, endpoint: Endpoint, access: Access, query: Query) -> Iterator[AccessGap]:
    """Rows within a team or project that the request names, for whoever is signed in."""
    tie = app.view(_kept_for_members).get(query.table) or _under_an_owner(app, endpoint, access, query)
    if tie is None or access.at_query(query) != {SIGNED_IN} or query.number in access.own_rows:
        return
    if query.operation == "select" and (is_open(app, endpoint, query) or not is_told(endpoint, query)):
        return
    part = _names_above(query, tie)
    if part is None or checked_before(endpoint, access, query) or _asks_more(endpoint, access, query):
        return
    key = (part.kind, part.path[-1] if part.path else "")
    missing = UNDER if query.operation == "insert" else MEMBERS
    yield AccessGap(endpoint, query, missing, key, tie.column, tie.column, tie.parent)


def _under_an_owner(app: App, endpoint: Endpoint, access: Access, query: Query) -> _Tie | None:
    """What ties rows that are read to a row above that is its owner's alone, and that was not looked up as the person's."""
    table = app.table(query.table)
    if table is None or query.operation != "select":
        return None
    kept = app.view(kept_apart)
    for item in query.filters:
        parent = table.leads_to(item.column) if item.operator == "=" and not item.optional else ""
        if parent in kept and parent != table.name and not looked_up(app, endpoint, access, query, parent):
            return _Tie(item.column, parent)
    return None


def _asks_more(endpoint: Endpoint, access: Access, query: Query) -> bool:
    """Whether more of the person was looked at than who they are, before or after it was read."""
    later = [fact for answer in endpoint.answers if query.operation == "select" for fact in answer.facts]
    return any(access.looks_at(fact) for fact in (*query.facts, *later)) or access.before(query) != {
        SIGNED_IN
    }


def _names_above(query: Query, tie: _Tie) -> Origin | None:
    """The part of the request that names the row above."""
    written = query.written(tie.column) if query.operation == "insert" else None
    named = [written] if written is not None else []
    if query.operation != "insert":
        named = [
            f.value for f in query.filters if f.column == tie.column and f.operator == "=" and not f.optional
        ]
    return next((leaf for value in named for leaf in value.sources() if leaf.from_request), None)


def _kept_for_members(app: App) -> dict[str, _Tie]:
    """The tables whose rows most endpoints give to the members of the row above alone. What is read so is not added to by others."""
    ties = {table.name: tie for table in app.tables if (tie := _tie(app, table)) is not None}
    asked: Counter[tuple[str, bool]] = Counter()
    forgotten: Counter[tuple[str, bool]] = Counter()
    for endpoint in app.endpoints if ties else ():
        access = Access(endpoint)
        for query in endpoint.queries:
            tie = ties.get(query.table)
            if tie is None or not _hangs(query, tie):
                continue
            kind = (query.table, query.operation == "select")
            if asked_of_members(app, endpoint, access, query) or _within_own(endpoint, access, query, tie):
                asked[kind] += 1
            elif access.at_query(query) <= {SIGNED_IN} and query.number not in access.own_rows:
                forgotten[kind] += 1
    return {
        name: tie
        for name, tie in ties.items()
        if any(asked[name, read] >= max(1, forgotten[name, read]) for read in (True, False))
    }


def _hangs(query: Query, tie: _Tie) -> bool:
    return query.written(tie.column) is not None or any(item.column == tie.column for item in query.filters)


def _within_own(endpoint: Endpoint, access: Access, query: Query, tie: _Tie) -> bool:
    """Whether the row above was found as one among whose members the person is."""
    return any(
        other.number < query.number and other.table == tie.parent and other.number in access.own_rows
        for other in (*endpoint.ahead, *endpoint.queries)
    )


def _tie(app: App, table: Table) -> _Tie | None:
    """What ties a table to one that has members."""
    if _COMING_IN.search(spelled(table.name)):
        return None
    with_members = app.view(_with_members)
    return next(
        (
            _Tie(column.name, column.references.table)
            for column in table.columns
            if column.references is not None and column.references.table in with_members - {table.name}
        ),
        None,
    )


def _with_members(app: App) -> frozenset[str]:
    """The tables to which a table of memberships ties people, or that list their members themselves."""
    people = users_table(app)
    found = {
        t.name for t in app.tables for c in t.columns if _MEMBERS.match(c.name) and c.type.endswith("[]")
    }
    for table in app.tables if people is not None else ():
        own = [c.name for c in table.columns if is_persons_key(c, people)]
        if own and MEMBERSHIP.search(spelled(table.name)) and not _is_open_to_all(app, table, own):
            found |= {
                c.references.table
                for c in table.columns
                if c.references is not None and not is_persons_key(c, people)
            }
    return frozenset(found)


def _is_open_to_all(app: App, table: Table, own: list[str]) -> bool:
    """Whether whoever is signed in makes a member of themselves: what its members are shown is kept from nobody."""
    for endpoint in app.endpoints:
        for query in endpoint.queries:
            if query.operation != "insert" or query.table != table.name:
                continue
            access = Access(endpoint)
            written = [value for column in own if (value := query.written(column)) is not None]
            if any(map(access.is_own, written)) and access.at_query(query) == {SIGNED_IN}:
                return not _made_with_it(endpoint, query)
    return False


def _made_with_it(endpoint: Endpoint, query: Query) -> bool:
    """Whether the row above was made just before, whose first member is its maker, or an invitation was looked for."""
    return any(
        other.number < query.number
        and (other.operation == "insert" or _COMING_IN.search(spelled(other.table)))
        for other in endpoint.queries
    )
