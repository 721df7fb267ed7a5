"""Changes that the app makes by itself, whoever comes by: of rows that are over, or after a failure."""

from __future__ import annotations

from roadworthy.app import Origin, Query
from roadworthy.app.origin import Fact


def tidies_up(query: Query) -> bool:
    """Whether a change is made only where something failed in a certain way (a device that a push service no longer knows), or a row
    is taken out, or set to what the app says, only where its own columns say that its time or its number of views is over."""
    if query.operation == "select":
        return False
    return (
        any(map(_of_a_failure, query.facts))
        or (query.operation == "delete" and any(_says_it_is_over(query.table, fact) for fact in query.facts))
        or _is_overdue(query)
    )


def _is_overdue(query: Query) -> bool:
    """`set status = 'expired' where due_at <= now()`: the time decides, whoever comes by."""
    said = query.spreads or any(write.value.from_request for write in query.writes)
    return not said and any(
        item.operator in ("<", "<=")
        and not item.optional
        and {leaf.kind for leaf in item.value.leaves()} == {"clock"}
        for item in query.filters
    )


def _says_it_is_over(table: str, fact: Fact) -> bool:
    """`file.views >= file.maxViews`, `link.expiresAt < now`: what was decided when the row was made."""
    if fact.operator not in ("<", "<=") or fact.right is None:
        return False
    sides = (fact.left.leaves(), fact.right.leaves())
    own = [any(leaf.kind == "row" and leaf.table == table and leaf.path for leaf in side) for side in sides]
    known = all(leaf.kind in ("row", "clock") for side in sides for leaf in side)
    return known and any(own) and (all(own) or any(leaf.kind == "clock" for side in sides for leaf in side))


def _of_a_failure(fact: Fact) -> bool:
    if fact.any_of:
        return all(any(map(_of_a_failure, way)) for way in fact.any_of)
    return fact.operator in ("==", "in") and fact.holds and _caught(fact.left)


def _caught(origin: Origin) -> bool:
    return origin.kind == "computed" and (origin.operation == "caught" or any(map(_caught, origin.inputs)))
