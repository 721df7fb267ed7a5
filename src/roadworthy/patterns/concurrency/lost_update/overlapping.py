"""Rows that may not overlap: the others are gone through in the app, and the new one is put in when none is in the way."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import Endpoint, Fact, Origin, Query
from roadworthy.patterns.concurrency.lost_update.finding import OVERLAP, Race
from roadworthy.patterns.concurrency.lost_update.overwriting import query_numbered

_BOUNDS = ("<", "<=", ">", ">=")


def overlapping(endpoint: Endpoint, insert: Query) -> Iterator[Race]:
    """A row that is added unless one that was read reaches into it: `if other.start < end and other.end > start: refuse`."""
    if insert.operation != "insert" or any(
        query.lock and query.number < insert.number for query in endpoint.queries
    ):
        return
    refusing = [answer.facts for answer in endpoint.answers if answer.after <= insert.number]
    for facts in (*refusing, insert.facts):
        bounds = [leaf for fact in facts for leaf in _bounded(fact, insert)]
        if len({leaf.path[-1] for leaf in bounds}) > 1:
            yield Race(OVERLAP, insert, query_numbered(endpoint, bounds[0].query), "")
            return


def _bounded(fact: Fact, insert: Query) -> Iterator[Origin]:
    """The columns of rows of the same table that a condition holds against what the request says."""
    for way in fact.any_of:
        for inner in way:
            yield from _bounded(inner, insert)
    if fact.operator in _BOUNDS and fact.right is not None:
        yield from _of_rows(insert, fact.left, fact.right)
    for side in (fact.left, fact.right):
        if side is not None:
            yield from _within(side, insert)


def _within(value: Origin, insert: Query) -> Iterator[Origin]:
    """The same of a condition that is a value: `any(b.start < end and b.end > start for b in bookings)`."""
    if value.kind != "computed":
        return
    if value.operation in _BOUNDS:
        yield from _of_rows(insert, *value.inputs)
    for inner in value.inputs:
        yield from _within(inner, insert)


def _of_rows(insert: Query, *sides: Origin) -> Iterator[Origin]:
    leaves = [leaf for side in sides for leaf in side.leaves()]
    if any(leaf.from_request for leaf in leaves):
        yield from (
            leaf
            for leaf in leaves
            if leaf.kind == "row"
            and leaf.table == insert.table
            and leaf.path
            and 0 <= leaf.query < insert.number
        )
