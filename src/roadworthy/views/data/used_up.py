"""Rows that a request uses up along with what it makes of them: an order, and the basket that it was."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.origin import Fact
from roadworthy.app.query import Query


def uses_up(endpoint: Endpoint, insert: Query) -> bool:
    """Whether a row is only made where another was found, which is deleted by its key in the same transaction: a repeat
    finds none, and of two at the same moment the second has nothing to delete, which Prisma refuses and takes all back."""
    found = {number for fact in insert.facts for number in _found(fact)}
    return bool(insert.transaction) and any(
        other.operation == "delete"
        and other.library == "prisma"
        and other.one
        and other.transaction == insert.transaction
        and any(
            item.operator == "=" and leaf.kind == "row" and leaf.query in found
            for item in other.filters
            for leaf in item.value.leaves()
        )
        for other in endpoint.queries
    )


def _found(fact: Fact) -> Iterator[int]:
    """The queries of which a row was there."""
    if fact.operator == "truthy" and fact.holds:
        yield from (leaf.query for leaf in fact.left.leaves() if leaf.kind == "row" and not leaf.path)
