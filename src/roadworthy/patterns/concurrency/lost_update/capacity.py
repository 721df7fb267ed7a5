"""One more where only so many may be: counted, and then put in; or found to be enough, and then taken from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Fact, Origin, Query
from roadworthy.patterns.concurrency.lost_update.finding import FULL, SPENT, Race
from roadworthy.patterns.concurrency.lost_update.overwriting import query_numbered
from roadworthy.patterns.concurrency.lost_update.serial import counted_alone
from roadworthy.regex import regex
from roadworthy.views.data.room_left import COUNTED, counted_below, counted_off, single_values, summed

# Attempts that are counted to lock somebody out: one more or less harms nobody.
_ATTEMPTS = regex(r"attempt|fail|tries|retry|version", re.I)
_ONES_OWN = regex(r"cart|basket|wish_?list", re.I)
# What leaves a number what it was, or reckons with it.
_NUMBERS = (
    "choice",
    "or",
    "??",
    "+",
    "-",
    "*",
    "/",
    "Number",
    "parseInt",
    "parseFloat",
    "Number()",
    "int",
    "float",
    "Decimal",
)


def overfilled(app: App, endpoint: Endpoint, query: Query) -> Iterator[Race]:
    """A row or an element that is put in because there was room when the others were counted: `if (players.length >= 2) return`,
    then `players.push(me)`. A row that was locked before keeps others waiting."""
    if any(one.lock and one.number < query.number for one in endpoint.queries):
        return
    for fact in query.facts:
        sums = _sums(app, endpoint, query, fact)
        for counted in (*counted_below(fact), *counted_off(fact), *sums):
            column = _put_into(app, endpoint, query, counted)
            read = query_numbered(endpoint, counted.query)
            if column is not None and not (read is not None and _needs_no_room(endpoint, read, query)):
                yield Race(FULL, query, read, column)
                return


_RECKONED = regex(r"\b(sum|count)\s*\(", re.I)


def _sums(app: App, endpoint: Endpoint, query: Query, fact: Fact) -> Iterator[Origin]:
    """The rows that an insert adds to, of which the sum was held against a limit."""
    if query.operation != "insert":
        return
    yield from summed(fact)
    for value in single_values(fact):
        read, table = query_numbered(endpoint, value.query), app.table(value.table)
        named = table is not None and table.column(value.path[0]) is None
        if named and value.table == query.table and read is not None and _RECKONED.search(read.sql):
            yield value


def _needs_no_room(endpoint: Endpoint, read: Query, query: Query) -> bool:
    """Whether nobody can come between, or what is counted are the attempts of the last minute: one more or less is no harm."""
    lately = any(
        item.operator in (">", ">=") and any(leaf.kind == "clock" for leaf in item.value.leaves())
        for item in read.filters
    )
    return lately or counted_alone(endpoint, read, query)


def _put_into(app: App, endpoint: Endpoint, query: Query, counted: Origin) -> str | None:
    """The column that takes what is put in, '' for a whole row; None where something else is written."""
    if not 0 <= counted.query < query.number:
        return None
    if counted.table != query.table:
        return "" if query.operation == "insert" and _hangs_on(app, query, counted) else None
    if query.operation == "insert":
        table = app.table(query.table)
        return None if counted.path == COUNTED and table is not None and table.column("count") else ""
    path = tuple(part for part in counted.path if part != "[]")
    within = {write.column for write in query.writes if path and write.column == path[0]}
    if within:
        return path[0]
    read = query_numbered(endpoint, counted.query)
    asked = {item.column for item in read.filters if item.operator == "="} if read is not None else set()
    return next((write.column for write in query.writes if not path and write.column in asked), None)


def _hangs_on(app: App, query: Query, counted: Origin) -> bool:
    """Whether a row is added to those that were counted along with the row they hang on (`event._count.registrations`): it names
    that row, and its table has the relation's name."""
    table = app.table(query.table)
    relation = counted.path[0].lower().replace("_", "") if counted.path else ""
    if table is None or not relation or relation.removesuffix("s") not in table.name.lower().replace("_", ""):
        return False
    written = {write.column for write in query.writes}
    return any(
        c.references is not None and c.references.table == counted.table and c.name in written
        for c in table.columns
    )


def overdrawn(app: App, endpoint: Endpoint, query: Query) -> Iterator[Race]:
    """A number that was found to be enough (`stock >= quantity`, `used < max_uses`) and is then counted up or down by the
    database without asking again. What lies in a basket is nobody's yet, and is asked about when it is ordered."""
    if _ONES_OWN.search(query.table):
        return
    table = app.table(query.table)
    asked = {item.column for item in query.filters}
    for write in query.writes:
        column = write.column
        kept = table is not None and any(re.search(rf"\b{re.escape(column)}\b", one) for one in table.checks)
        if not write.arithmetic or column in asked or kept or _ATTEMPTS.search(column):
            continue
        bound = next((leaf for fact in query.facts for leaf in _bounded(fact, query, column)), None)
        if bound is not None:
            yield Race(SPENT, query, query_numbered(endpoint, bound.query), column)


def _bounded(fact: Fact, query: Query, column: str) -> Iterator[Origin]:
    """The column's own earlier value where it was held against a bound."""
    for way in fact.any_of:
        for inner in way:
            yield from _bounded(inner, query, column)
    if fact.operator not in ("<", "<=") or fact.right is None:
        return
    for side in (fact.left, fact.right):
        for leaf in _reckoned(side, column):
            if leaf.table == query.table and 0 <= leaf.query < query.number:
                yield leaf


def _reckoned(side: Origin, column: str) -> Iterator[Origin]:
    """The column's value within a number; how many there are and where one stands is another thing."""
    if side.kind == "row" and (side.path[-1:] == (column,) or ".".join(side.path) == column):
        yield side
    elif side.kind == "computed" and side.operation.startswith(".") and len(side.inputs) == 1:
        # One of the parts of a document: `$inc: {"cart.$.quantity": -1}` after a look at `cart[i].quantity`.
        yield from (
            leaf
            for leaf in side.inputs[0].leaves()
            if leaf.kind == "row" and f"{'.'.join(leaf.path)}.${side.operation}" == column
        )
    elif side.kind == "computed" and side.operation in _NUMBERS:
        for inner in side.inputs:
            yield from _reckoned(inner, column)
