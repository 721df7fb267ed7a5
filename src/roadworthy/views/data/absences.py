"""Reads that looked for a row and found none, on which a write rests."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.origin import Fact, Origin
from roadworthy.app.query import Query


def absence_check(endpoint: Endpoint, insert: Query) -> Query | None:
    """The earlier read that found no such row, on which an insert depends; None when there is none."""
    read = vain_look(endpoint, insert)
    return None if read is None or _asks_for_another(read) else read


def vain_look(endpoint: Endpoint, insert: Query) -> Query | None:
    """The same for an update as well, whose own row the look may leave out (`phone = ? and id != me`)."""
    for read in endpoint.queries:
        earlier = read.operation == "select" and read.number < insert.number and read.table == insert.table
        if earlier and not read.lock and any(_finds_nothing(fact, read) for fact in insert.facts):
            return read
    return None


def _asks_for_another(read: Query) -> bool:
    """Whether any row but those that are known will do (the next question): there may be many, and none of them is the one that is
    made."""
    return any(
        item.operator in ("!=", "not in") and item.column in _KEYS_OF_ROWS and not item.optional
        for item in read.filters
    )


_KEYS_OF_ROWS = {"id", "_id", "uuid"}
_KEYS = (("id",), ("_id",), ("uuid",), ("pk",))


def needs_absence(query: Query, read: Query) -> bool:
    """Whether a query runs only where an earlier read found nothing. One that runs after `find or create` does not."""
    return any(_finds_nothing(fact, read) for fact in query.facts)


def is_made_once(endpoint: Endpoint, insert: Query) -> bool:
    """Whether the one row of something (a person's totals) is made beside other changes, only where it was not found, and of
    nothing that was sent: there are no more of them than of what they belong to, and what a repeat may do is a race."""
    check = absence_check(endpoint, insert)
    values = [*(write.value for write in insert.writes), *insert.spreads]
    sent = any(leaf.from_request for value in values for leaf in value.leaves())
    beside = any(
        query.operation in ("update", "delete", "upsert")
        or (query.operation == "insert" and query.table != insert.table)
        for query in endpoint.queries
    )
    if check is None or len(check.filters) != 1 or sent:
        return False
    return beside and needs_absence(insert, check)


def _finds_nothing(fact: Fact, read: Query) -> bool:
    """`!row`, `row == null`, `rows.length == 0`, `count == 0`."""
    if fact.operator == "any":
        return _finds_nothing_of_what_was_sent(fact, read)
    if fact.operator in ("<", "<=") and fact.right is not None:
        return _counts_none(fact, read)
    about = _whole_row(fact.left, read) or _counted(fact.left, read)
    if not about:
        return False
    if fact.right is None:
        return fact.operator == "truthy" and not fact.holds
    empty = fact.right.kind == "constant" and fact.right.value in (None, 0)
    return fact.operator == "==" and fact.holds and empty


def _finds_nothing_of_what_was_sent(fact: Fact, read: Query) -> bool:
    """A rule that looks only where all that it needs was sent (`if day and room: if taken(day, room): raise ...`), or a helper that
    gives something else for no row (`rows[0] ?? null`)."""
    ways = list(_single_ways(fact))
    others = [one for one in ways if not _finds_nothing(one, read)]
    return len(others) < len(ways) and all(
        _is_same_row(one, read)
        or (one.right is None and not one.holds and (one.left.from_request or one.left.kind == "constant"))
        for one in others
    )


def _is_same_row(fact: Fact, read: Query) -> bool:
    """Whether the row that was found is the one that is changed (`taken and taken.id != me.id`): nobody else has it."""
    if fact.operator != "==" or not fact.holds or fact.right is None:
        return False
    return any(
        leaf.kind == "row" and leaf.query == read.number and leaf.path[-1:] in _KEYS
        for side in (fact.left, fact.right)
        for leaf in side.leaves()
    )


def _single_ways(fact: Fact) -> Iterator[Fact]:
    """The ways of an either-or, each a single condition; one that is no request's for a way that asks for several."""
    for way in fact.any_of:
        if len(way) == 1 and way[0].operator == "any":
            yield from _single_ways(way[0])
        else:
            yield way[0] if len(way) == 1 else Fact("truthy", Origin("unknown"))


def _counts_none(fact: Fact, read: Query) -> bool:
    """`rows.length <= 0`, `rows.length < 1`, or one of `0 < rows.length` and `1 <= rows.length` that does not hold."""
    strict, right = fact.operator == "<", fact.right
    if right is None:
        return False
    if _counted(fact.left, read) and right.kind == "constant":
        return fact.holds and right.value == (1 if strict else 0)
    return (
        _counted(right, read)
        and fact.left.kind == "constant"
        and not fact.holds
        and fact.left.value == (0 if strict else 1)
    )


def _whole_row(origin: Origin, read: Query) -> bool:
    """The row that was found, or, asked of Django, whether there is one. A helper that looks in one of several ways finds a row of
    the one table whichever it takes."""
    rows = [leaf for leaf in origin.leaves() if leaf.kind == "row"]
    whole = all(leaf.table == read.table and leaf.path in ((), ("[]",), ("exists",)) for leaf in rows)
    numbers = {leaf.query for leaf in rows}
    return whole and (numbers == {read.number} or (origin.operation == "choice" and read.number in numbers))


def _counted(origin: Origin, read: Query) -> bool:
    told = origin.kind == "row" and origin.path == ("count",)
    counts = told or origin.operation in ("count", ".length", "length", "len")
    return counts and any(leaf.kind == "row" and leaf.query == read.number for leaf in origin.leaves())
