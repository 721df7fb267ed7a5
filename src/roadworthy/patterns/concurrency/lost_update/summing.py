"""Sums that a row keeps of its own list: the list takes every request's record in, the sum only those that this request had read."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import Endpoint, Query
from roadworthy.patterns.concurrency.lost_update.finding import COMPUTED, Race
from roadworthy.patterns.concurrency.lost_update.overwriting import query_numbered


def summed_up(endpoint: Endpoint, query: Query) -> Iterator[Race]:
    """`order.lines.push(line); order.total = sum(order.lines); order.save()`: the database adds the line, and is told the sum."""
    grown = {write.column for write in query.writes if write.arithmetic}
    for write in query.writes if grown else ():
        if write.arithmetic or write.column.split(".", 1)[0] in grown or write.value.kind != "computed":
            continue
        for leaf in write.value.leaves():
            read = (
                leaf.kind == "row" and leaf.table == query.table and leaf.path[:1] and leaf.path[0] in grown
            )
            if read and 0 <= leaf.query < query.number:
                yield Race(COMPUTED, query, query_numbered(endpoint, leaf.query), write.column, write.value)
                break
