"""Judges rows that hang on a row whose right was asked for, and that the request names by a key of their own: the right to one
team, project or shop is no right to the documents, tasks or staff of all others."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Origin, Query
from roadworthy.app.origin import Fact
from roadworthy.patterns.malicious_input.broken_access.exposure import is_open, is_told
from roadworthy.patterns.malicious_input.broken_access.finding import WITHIN, AccessGap
from roadworthy.patterns.malicious_input.broken_access.keys import (
    chosen_by_request,
    chosen_key,
    names_a_row,
)
from roadworthy.views.people.access import OWNER, Access
from roadworthy.views.people.people import users_table


def within_others(app: App, endpoint: Endpoint, access: Access, query: Query) -> Iterator[AccessGap]:
    """A row named by its own key, where what was asked for is the right to the row above that the request names as well."""
    if query.operation not in ("select", "update", "delete") or OWNER not in access.before(query):
        return
    key = chosen_key(endpoint, access, query)
    if key is None or query.number in access.own_rows or not names_a_row(app, query.table, key[0], None):
        return
    if query.operation == "select" and (is_open(app, endpoint, query) or not is_told(endpoint, query)):
        return
    asked = [one for one in (*endpoint.ahead, *endpoint.queries) if _is_asked(access, query, one)]
    named = {str(value) for one in asked for value in _sent(one)}
    column, parent = _hangs_on(app, query, asked)
    same = [one for one in endpoint.queries if _is_same(one, query, key)]
    found = chosen_by_request(query) is not None or len(same) > 1
    if not column or not found or any(_sent_key(one) & named for one in same):
        return
    if any(_is_tied(access, one, asked, named) for one in same) or _is_compared(access, query, same):
        return
    if query.loops and any(
        _lists_before(one, query) and _is_tied(access, one, asked, named) for one in endpoint.queries
    ):
        # Those that are there were read before, and what was sent is held against them.
        return
    _, part = key
    yield AccessGap(
        endpoint, query, WITHIN, (part.kind, part.path[-1] if part.path else ""), key[0], column, parent
    )


def _is_asked(access: Access, query: Query, other: Query) -> bool:
    """Whether a row was looked up before by what the request names, and found to be the person's."""
    if other.operation != "select" or other.number >= query.number or not list(_sent(other)):
        return False
    return other.number in access.own_rows or any(
        OWNER in access.guards([fact]) and _mentions(fact, {other.number}) for fact in query.facts
    )


def _sent(query: Query) -> Iterator[Origin]:
    for item in query.filters:
        shown = any(leaf.kind in ("cookies", "headers") for leaf in item.value.leaves())
        if item.operator in ("=", "in") and not item.optional and item.value.from_request and not shown:
            yield item.value


def _sent_key(query: Query) -> set[str]:
    return {str(value) for value in _sent(query)}


def _hangs_on(app: App, query: Query, asked: list[Query]) -> tuple[str, str]:
    """The column by which a row hangs on what was asked for, and the table above; '' where it does not hang on it."""
    people, table = users_table(app), app.table(query.table)
    above = {one.table for one in asked}
    for one in asked:
        held = app.table(one.table)
        keys = [held.column(item.column) for item in one.filters] if held is not None else []
        above |= {c.references.table for c in keys if c is not None and c.references is not None}
    above -= {query.table, people.name if people is not None else ""}
    for column in table.columns if table is not None else ():
        if column.references is not None and column.references.table in above:
            return column.name, column.references.table
    return "", ""


def _is_same(other: Query, query: Query, key: tuple[str, Origin]) -> bool:
    """Whether it finds the row that the request names by the same key."""
    if other is query:
        return True
    before = other.table == query.table and other.operation == "select" and other.number < query.number
    # By the same part of the request, or the very row that is changed: `db.delete(room)`.
    own = any(
        leaf.kind == "row" and leaf.query == other.number
        for item in query.filters
        for leaf in item.value.leaves()
    )
    named = any(str(key[1]) in {str(leaf) for leaf in item.value.leaves()} for item in other.filters)
    return before and (named or own)


def _lists_before(other: Query, query: Query) -> bool:
    return (
        other.operation == "select"
        and other.table == query.table
        and not other.one
        and other.number < query.number
    )


def _is_tied(access: Access, query: Query, asked: list[Query], named: set[str]) -> bool:
    """Whether a query looks only within what was asked for, or within what is the person's."""
    numbers = {one.number for one in asked}
    return any(
        str(item.value) in named
        or access.is_own(item.value)
        or any(leaf.kind == "row" and leaf.query in numbers for leaf in item.value.leaves())
        or (item.table and item.table != query.table)
        for item in query.filters
        if not (item.value.kind == "row" and item.value.table == query.table)
    )


def _is_compared(access: Access, query: Query, same: list[Query]) -> bool:
    """Whether something of the row itself is looked at before it is changed or told."""
    numbers = {one.number for one in same}
    facts = list(query.facts)
    for answer in access.endpoint.answers:
        facts += answer.facts
    return any(_mentions(fact, numbers, columns=True) for fact in facts)


def _mentions(fact: Fact, numbers: set[int], *, columns: bool = False) -> bool:
    if fact.any_of:
        return any(_mentions(one, numbers, columns=columns) for way in fact.any_of for one in way)
    sides = [side for side in (fact.left, fact.right) if side is not None]
    return any(
        leaf.kind == "row" and leaf.query in numbers and (leaf.path or not columns)
        for side in sides
        for leaf in side.leaves()
    )
