"""Rows that are only added while there are few: `if len(user.lists) + 1 > 10: refuse`."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.model import App
from roadworthy.app.origin import Fact, Origin

_COUNTS = ("count", ".length", "len", ".size")


def counted_below(fact: Fact) -> Iterator[Origin]:
    """The rows whose number was found to be less than something, one more counted along or not."""
    for way in fact.any_of:
        for inner in way:
            yield from counted_below(inner)
    number, limit = _without_step(fact.left), fact.right
    alone = limit is not None and limit.kind == "constant" and limit.value in (0, 1)
    if fact.operator not in ("<", "<=") or not fact.holds or limit is None or alone:
        return
    counted = number.kind == "computed" and number.operation in _COUNTS and len(number.inputs) == 1
    if counted and number.inputs[0].kind == "row":
        yield number.inputs[0]


def counted_off(fact: Fact) -> Iterator[Origin]:
    """The rows whose number is taken off from what there is room for, where something was found to be left: `free = places -
    taken; if (free < wanted) refuse`."""
    for way in fact.any_of:
        for inner in way:
            yield from counted_off(inner)
    if fact.operator not in ("<", "<=") or fact.right is None:
        return
    left = fact.right if fact.holds else fact.left
    if left.kind != "computed" or left.operation != "-" or len(left.inputs) != 2:
        return
    taken = left.inputs[1]
    counted = taken.kind == "computed" and taken.operation in _COUNTS and len(taken.inputs) == 1
    if counted and taken.inputs[0].kind == "row":
        yield taken.inputs[0]


def _without_step(number: Origin) -> Origin:
    """`count + 1` and `count ?? 0` are about the count."""
    instead = number.kind == "computed" and number.operation in ("or", "??") and number.inputs
    if instead and all(one.kind == "constant" for one in number.inputs[1:]):
        return _without_step(number.inputs[0])
    if number.kind != "computed" or number.operation != "+" or len(number.inputs) != 2:
        return number
    one, other = number.inputs
    return one if other.kind == "constant" else (other if one.kind == "constant" else number)


def capped_tables(app: App) -> frozenset[str]:
    """The tables that rows are only added to below a number that was set. A view."""
    inserts = [
        query for endpoint in app.endpoints for query in endpoint.queries if query.operation == "insert"
    ]
    open_ones = {
        query.table
        for query in inserts
        if not any(
            rows.table == query.table and _is_set(fact)
            for fact in query.facts
            for rows in counted_below(fact)
        )
    }
    return frozenset({query.table for query in inserts} - open_ones)


def _is_set(fact: Fact) -> bool:
    """Whether the limit is a number of the code's or of the settings, and not one of a row or of the request."""
    return fact.right is not None and all(
        leaf.kind in ("constant", "environment") for leaf in fact.right.leaves()
    )
