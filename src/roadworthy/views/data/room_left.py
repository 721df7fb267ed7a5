"""Rows that are only added while there are few: `if len(user.lists) + 1 > 10: refuse`."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from roadworthy.app.model import App
from roadworthy.app.origin import Fact, Origin

_COUNTS = ("count", ".length", "len", ".size")
# What makes a number of the text that a driver gives for a count, and what stands in where nothing was counted.
_SPELLED = ("Number", "Number()", "parseInt", "parseInt()", "int")
_INSTEAD = ("or", "??", "choice")
# The value of a query that asks for nothing but how many rows there are.
COUNTED = ("count",)


def counted_below(fact: Fact) -> Iterator[Origin]:
    """The rows whose number was found to be less than something, one more counted along or not."""
    for way in fact.any_of:
        for inner in way:
            yield from counted_below(inner)
    number, limit = _without_step(fact.left), fact.right
    alone = limit is not None and limit.kind == "constant" and limit.value in (0, 1)
    if fact.operator not in ("<", "<=") or not fact.holds or limit is None or alone:
        return
    yield from _rows(number)


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
    yield from _rows(left.inputs[1])


_SUMS = ("sum", "sum()", "Sum", "reduce", "aggregate")
# Columns of an answer that may be the database's own reckoning, and what makes one number of two.
_MAKES = ("+", "-")


def summed(fact: Fact) -> Iterator[Origin]:
    """The rows whose sum was held against something before more is added to them: `paid + amount > total`, `balance < amount`."""
    return (value.inputs[0] for value in _held(fact) if value.kind == "computed")


def single_values(fact: Fact) -> Iterator[Origin]:
    """Single values of rows that were held against something: they may be a sum by another name (`SELECT SUM(days) AS used`)."""
    return (value for value in _held(fact) if value.kind == "row" and len(value.path) == 1)


def _held(fact: Fact) -> Iterator[Origin]:
    """The sums and the values of rows of which a comparison is made."""
    for way in fact.any_of:
        for inner in way:
            yield from _held(inner)
    if fact.operator in ("<", "<=") and fact.right is not None:
        yield from _parts(fact.left)
        yield from _parts(fact.right)


def _parts(number: Origin) -> Iterator[Origin]:
    if number.kind == "row":
        yield number
    if number.kind != "computed" or not number.inputs:
        return
    if number.operation in _SUMS and number.inputs[0].kind == "row":
        yield number
    elif number.operation in (*_SPELLED, *_INSTEAD, "float", "Decimal") or number.operation[:1] == ".":
        yield from _parts(number.inputs[0])
    elif number.operation in _MAKES:
        for one in number.inputs:
            yield from _parts(one)


def _rows(number: Origin) -> Iterator[Origin]:
    """The rows of which a number says how many there are: `rows.length`, `SELECT COUNT(*)`, `event._count.registrations`."""
    number = _without_step(number)
    if number.kind == "row" and number.path == COUNTED:
        yield number
    if number.kind != "computed" or len(number.inputs) != 1:
        return
    inner = number.inputs[0]
    if number.operation in _COUNTS and inner.kind == "row":
        yield inner
    elif number.operation[:1] == "." and inner.operation == "count" and len(inner.inputs) == 1:
        # Prisma counts along what hangs on a row: the relation's name follows the count.
        yield from (
            msgspec.structs.replace(row, path=(number.operation[1:],))
            for row in inner.inputs
            if row.kind == "row"
        )


def _without_step(number: Origin) -> Origin:
    """`count + 1`, `count + seats`, `count ?? 0` and `Number(count)` are about the count."""
    if number.kind != "computed" or not number.inputs:
        return number
    instead = number.operation in _INSTEAD and all(one.kind == "constant" for one in number.inputs[1:])
    if instead or number.operation in _SPELLED:
        return _without_step(number.inputs[0])
    if number.operation != "+" or len(number.inputs) != 2:
        return number
    one, other = number.inputs
    if other.kind == "constant" or other.from_request:
        return _without_step(one)
    return _without_step(other) if one.kind == "constant" or one.from_request else number


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
