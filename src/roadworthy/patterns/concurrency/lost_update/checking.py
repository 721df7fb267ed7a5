"""Columns that are looked at, and changed whatever they hold by then."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import Endpoint, Fact, Origin, Query
from roadworthy.patterns.concurrency.lost_update.finding import CHECKED, Race
from roadworthy.patterns.concurrency.lost_update.overwriting import (
    counts_once,
    is_fetched,
    only_sets,
    query_numbered,
)
from roadworthy.regex import regex
from roadworthy.views.data.embedded import reads_field
from roadworthy.views.people.access import Access

# What is there to be had, as long as a flag says so: `available`, `is_free`.
_FREE = regex(r"avail|free|vacant|unused|unsold|unclaimed", re.I)


def checked(endpoint: Endpoint, query: Query) -> Iterator[Race]:
    """A change of a column that was looked at before."""
    filtered = {item.column for item in query.filters}
    for write in query.writes:
        if write.column in filtered or write.arithmetic:
            continue
        for fact in query.facts:
            race = _check(endpoint, query, write.column, write.value, fact)
            if race is not None:
                yield race
                break


def _check(endpoint: Endpoint, query: Query, column: str, value: Origin, fact: Fact) -> Race | None:
    leaf = _looked_at(fact, query, column)
    if leaf is None:
        return None
    read = query_numbered(endpoint, leaf.query)
    if read is None or read.operation != "select" or _asks_who(endpoint, read, query):
        return None
    if _is_mark(query) and _is_own(endpoint, read) and not _acts_along(endpoint, query):
        # Whoever marks what is theirs twice at once has marked it.
        return None
    if counts_once(column, fact) and not only_sets(endpoint, query):
        return Race(CHECKED, query, read, column, value)
    if endpoint.method == "GET" and value.kind == "constant" and not _acts_along(endpoint, query):
        # Opening a page twice marks the same thing twice.
        return None
    if fact.operator == "==" and fact.right is not None and value.kind == "constant":
        held = next((side.value for side in (fact.left, fact.right) if side.kind == "constant"), None)
        expected = held if fact.holds else None
        if held is None and only_sets(endpoint, query):
            return None
        return Race(CHECKED, query, read, column, value, expected)
    if _is_empty(fact) and Access(endpoint).is_own(value) and not _is_own(endpoint, read):
        # Whoever comes second takes it from whoever came first, and both were told that it is theirs.
        return Race(CHECKED, query, read, column, value)
    if fact.operator != "truthy":
        return None
    turned = value.kind == "constant" and value.value is not fact.holds and isinstance(value.value, bool)
    if (
        turned
        and (not fact.holds or _FREE.search(column))
        and (_issues(endpoint, query) or _taken_by(endpoint, query, column))
    ):
        return Race(CHECKED, query, read, column, value, fact.holds)
    return Race(CHECKED, query, read, column, value) if not fact.holds and is_fetched(value) else None


def _is_empty(fact: Fact) -> bool:
    """Whether nothing was found in a column: `!ticket.assignee`, `ticket.assignee === null`."""
    if fact.operator == "truthy":
        return not fact.holds
    nothing = fact.right is not None and fact.right.kind == "constant" and fact.right.value is None
    return fact.operator == "==" and fact.holds and nothing


def _asks_who(endpoint: Endpoint, read: Query, query: Query) -> bool:
    """Whether the row that was looked at is that of the person who asks (`profile.role`), and others' are changed."""
    access = Access(endpoint)
    return any(access.is_own(item.value) for item in read.filters) and not any(
        access.is_own(item.value) for item in query.filters
    )


def _is_mark(query: Query) -> bool:
    """Whether a change comes out the same however often it is made."""
    settled = (write.value.kind in ("constant", "clock") and not write.arithmetic for write in query.writes)
    return query.operation == "update" and not query.spreads and all(settled)


def _is_own(endpoint: Endpoint, read: Query) -> bool:
    """Whether the row that was looked at is found by who asks, and is changed by nobody else."""
    access = Access(endpoint)
    return any(item.operator == "=" and access.is_own(item.value) for item in read.filters)


def _issues(endpoint: Endpoint, query: Query) -> bool:
    """Whether a row is given out for the one that is marked as used: a new token for an old one, a ticket for a code."""
    return any(
        other.operation == "insert"
        and other.table
        and set(map(str, query.facts)) <= set(map(str, other.facts))
        for other in endpoint.queries
    )


def _taken_by(endpoint: Endpoint, query: Query, column: str) -> bool:
    """Whether the row is given to whoever asks along with the mark (`booked = True; booked_by = user.id`): two people both get it,
    and the later one is written down."""
    access = Access(endpoint)
    return any(write.column != column and access.is_own(write.value) for write in query.writes)


def _acts_along(endpoint: Endpoint, query: Query) -> bool:
    """Whether something that must happen once happens with the mark: stock is taken, a row is added."""
    under = set(map(str, query.facts))
    return any(
        other is not query
        and under <= set(map(str, other.facts))
        and (other.operation == "insert" or any(write.arithmetic for write in other.writes))
        for other in endpoint.queries
    )


def _looked_at(fact: Fact, query: Query, column: str) -> Origin | None:
    sides = [side for side in (fact.left, fact.right) if side is not None]
    for side in sides:
        for leaf in side.leaves():
            named = leaf.kind == "row" and leaf.path == (column,) and leaf.table == query.table
            if named and 0 <= leaf.query < query.number:
                return leaf
        within = reads_field(side, query.table, column)
        if within is not None and 0 <= within.query < query.number:
            return within
    return None
