"""Writes over what others wrote meanwhile: whole rows as they were read, and values that were found free."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Fact, Origin, Query
from roadworthy.app.origin import each_once
from roadworthy.patterns.concurrency.lost_update.finding import ABSENT, COMPUTED, MARKED, Race
from roadworthy.regex import regex
from roadworthy.views.data.absences import vain_look
from roadworthy.views.data.inserts import left_out, refuses_repeats
from roadworthy.views.people.people import users_table

_SPENT = regex(r"(^|_)(used|claimed|redeemed|consumed)(_|$)|(used|claimed|redeemed|consumed)At$", re.I)


def written_back(endpoint: Endpoint, query: Query) -> Iterator[Race]:
    """`update({ ...row, ...changes })`: the whole row as it was read, over whatever others changed since."""
    for spread in query.spreads:
        for leaf in spread.leaves():
            whole = leaf.kind == "row" and leaf.table == query.table and leaf.path in ((), ("[]",))
            if whole and 0 <= leaf.query < query.number:
                yield Race(COMPUTED, query, query_numbered(endpoint, leaf.query), "*", spread)
                return


_EITHER = ("or", "??", "choice")
_COLLECTIONS = ("list", "filter", "map", "sorted", "reversed", "concat", "slice", "record", "dict", "set")


def put_back(endpoint: Endpoint, query: Query) -> Iterator[Race]:
    """`members = team["members"]; ...; update(members=members)`: a whole list as it was read, over whoever was added since."""
    for write in query.writes:
        ways = list(_ways(write.value))
        gathered = [way for way in ways if way.kind == "computed" and way.operation in _COLLECTIONS]
        if not gathered or any(way.from_request and way not in gathered for way in ways) or write.arithmetic:
            continue
        for leaf in (leaf for way in ways for leaf in way.leaves()):
            own = leaf.kind == "row" and leaf.table == query.table and leaf.path[:1] == (write.column,)
            if own and 0 <= leaf.query < query.number:
                yield Race(COMPUTED, query, query_numbered(endpoint, leaf.query), write.column, write.value)
                break


def _ways(value: Origin) -> Iterator[Origin]:
    if value.kind == "computed" and value.operation in _EITHER:
        for inner in value.inputs:
            yield from _ways(inner)
    else:
        yield value


def taken(app: App, endpoint: Endpoint, query: Query) -> Iterator[Race]:
    """A value that was looked for, found free and then taken by an update, without a unique key."""
    check = vain_look(endpoint, query)
    equal = [f for f in check.filters if f.operator == "=" and not f.optional] if check is not None else []
    written = {write.column: str(write.value) for write in query.writes}
    # A record is written by the names that its schema knows: `data: schema.parse(body)`.
    written |= {name: name for spread in query.spreads for name, _ in spread.schema if name not in written}
    free = [
        f
        for f in equal
        if written.get(f.column, "").split(".")[-1] == str(f.value).split(".")[-1] and f.value.from_request
    ]
    table = app.table(query.table)
    # A key over the name and something else says in which company the name is free.
    keyed = table is not None and any(
        i.unique and {f.column for f in free} & set(i.columns) for i in table.indexes
    )
    if check is not None and free and not keyed and not has_key(app, query, check):
        yield Race(ABSENT, query, check, free[0].column)


def has_key(app: App, query: Query, check: Query) -> bool:
    """Whether a unique key backs the look, or anything else refuses the second row."""
    table = app.table(query.table)
    if table is None or table.partial:
        return True
    people = users_table(app)
    columns = {item.column for item in check.filters if item.operator == "="}
    known = people is not None and table.name == people.name and any(c.unique for c in table.columns)
    # A key lets any number of rows pass that have nothing in one of its columns.
    unique = table.is_unique((columns | _compared(query, check)) - left_out(table, query))
    # Of a new person the database refuses the second by their address; one who is there already keeps theirs.
    refused = query.operation != "update" and known
    return unique or refuses_repeats(app, query) or refused or not columns


def _compared(query: Query, check: Query) -> set[str]:
    """The columns by which one of the rows that were read is looked for in the code: `rows.some((row) => row.name === name)`."""
    found: set[str] = set()
    left = [one.left for one in each_once(query.facts)]
    while left:
        one = left.pop()
        left += one.inputs
        if one.kind != "computed" or one.operation != "==":
            continue
        for side in one.inputs:
            read = any(leaf.kind == "row" and leaf.query == check.number for leaf in side.leaves())
            if read and side.kind == "computed" and side.operation[:1] == ".":
                found.add(side.operation[1:])
            elif read and side.kind == "row":
                found.update(side.path[-1:])
    return found


def query_numbered(endpoint: Endpoint, number: int) -> Query | None:
    """A query by its number in the run."""
    return next((query for query in endpoint.queries if query.number == number), None)


def marked(writes: list[Query]) -> Iterator[Race]:
    """One row marked after all others were unmarked, in two statements."""
    for first in writes:
        for second in writes:
            pair = first.operation == second.operation == "update" and first.table == second.table
            if not pair or first.number >= second.number or first.transaction:
                continue
            if _found_by(second) <= _found_by(first):
                continue  # a single row is unmarked here, and one is marked there: an archive and its undoing
            cleared = {
                w.column for w in first.writes if w.value.kind == "constant" and w.value.value is False
            }
            chosen = {w.column for w in second.writes if w.value.kind == "constant" and w.value.value is True}
            for column in sorted(cleared & chosen):
                yield Race(MARKED, second, first, column)


def _found_by(query: Query) -> set[str]:
    return {item.column for item in query.filters if item.operator == "=" and not item.optional}


def counts_once(column: str, fact: Fact) -> bool:
    """Whether it is asked if a link or a voucher was used yet: two requests both find it unused."""
    nothing = fact.right is not None and fact.right.kind == "constant" and fact.right.value in (None, False)
    unset = (fact.operator == "==" and fact.holds and nothing) or (
        fact.operator == "truthy" and not fact.holds
    )
    return unset and bool(_SPENT.search(column))


def only_sets(endpoint: Endpoint, query: Query) -> bool:
    """Whether a change comes out the same however often it is made, and nothing else is done along with it: the right code
    sent twice confirms the address twice (`verified: true, code: null`)."""
    changes = [one for one in endpoint.queries if one.operation != "select"]
    settled = all(
        one.operation == "update"
        and not one.spreads
        and all(write.value.kind in ("constant", "clock") and not write.arithmetic for write in one.writes)
        for one in changes
    )
    return settled and query in changes and not endpoint.services


def is_fetched(value: Origin) -> bool:
    """Whether the value is made anew by each request (a customer created at a payment service): setting it twice
    leaves two of them. A flag that is set twice is merely set."""
    if value.kind == "computed" and value.operation == "choice":
        return any(is_fetched(one) for one in value.inputs)
    return value.kind == "computed" and "create" in value.operation
