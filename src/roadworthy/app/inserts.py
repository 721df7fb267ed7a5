"""What creating a row means: whether a repeat of the request is told apart, and what was looked up before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.app.origin import Fact, Origin
from roadworthy.app.query import Query
from roadworthy.app.table import Table

# Tables that keep what happened, where a second row is another true record or harms nobody.
_RECORDS = re.compile(
    r"(^|_)(logs?|audit|events?|analytics|history|histories|sessions?|tokens?|otps?|metrics?|visits?|views?"
    r"|notifications?|outbox|attempts?|migrations?|cache)(_|$)"
)
_TALK = re.compile(
    r"(^|_)(comments?|messages?|reviews?|feedbacks?|notes?|posts?|replies|reactions?|chats?)(_|$)"
)
_KEYED = re.compile(r"idempot|client_?(token|request_?id)|dedup", re.I)
_TIMES = re.compile(r"(_at|_on|date|time|timestamp)$", re.I)


def is_record(table: str) -> bool:
    """Whether a table is a log of what happened: audit records, events, sessions."""
    return bool(_RECORDS.search(table.lower()))


def is_talk(table: str) -> bool:
    """Whether a table holds what people say, where a repeat is seen and deleted rather than paid for."""
    return bool(_TALK.search(table.lower()))


def pair_columns(table: Table) -> tuple[str, ...]:
    """The keys of other tables that a joining table consists of ('user 3 likes product 7'); empty for others."""
    keys = tuple(column.name for column in table.columns if column.references is not None)
    others = [
        column
        for column in table.columns
        if column.references is None and not column.primary and not _is_time(column.type, column.name)
    ]
    return keys if len(keys) >= 2 and not others else ()


def _is_time(kind: str, name: str) -> bool:
    return kind.startswith(("timestamp", "date", "time")) or bool(_TIMES.search(name))


def steady_columns(app: App, query: Query) -> set[str]:
    """The columns of an insert that hold the same values when the same request comes again."""
    table = app.table(query.table)
    names = {write.column for write in query.writes if _steady(write.value)}
    for spread in query.spreads:
        fields = {name for name, _ in spread.schema if name}
        known = (
            {c.name for c in table.columns if not c.primary and not c.default} if table is not None else set()
        )
        names |= {c for c in known if not fields or _field(table, c) in fields}
    return names - {write.column for write in query.writes if not _steady(write.value)}


def _field(table: Table | None, column: str) -> str:
    known = table.column(column) if table is not None else None
    return known.field if known is not None else column


def _steady(value: Origin) -> bool:
    """Neither time nor chance decide it, nor a service that answers something new each time."""
    if value.kind == "constant":
        return value.value is not None
    return not any(leaf.kind in ("clock", "random", "unknown") for leaf in value.leaves()) and not _is_made(
        value
    )


def _is_made(value: Origin) -> bool:
    return "hash" in value.operation or "create" in value.operation


def refuses_repeats(app: App, query: Query) -> bool:
    """Whether a second insert of the same request meets a unique key."""
    table = app.table(query.table)
    if table is None:
        return False
    keys = [set(index.columns) for index in table.indexes if index.unique and not index.where]
    keys += [
        {column.name} for column in table.columns if column.unique or (column.primary and not column.default)
    ]
    if table.primary_key and len(table.primary_key) > 1:
        keys.append(set(table.primary_key))
    steady = steady_columns(app, query)
    return any(key and key <= steady for key in keys)


def knows_repeats(endpoint: Endpoint) -> bool:
    """Whether an endpoint tells a repeated request by a key that came with it."""
    if any(_KEYED.search(item.name) for item in endpoint.inputs if item.part in ("headers", "body")):
        return True
    if any(_KEYED.search(middleware.name) for middleware in endpoint.middleware):
        return True
    return any(
        _KEYED.search(query.table) or any(_KEYED.search(name) for name in (*_columns(query), query.conflict))
        for query in endpoint.queries
    )


def _columns(query: Query) -> Iterator[str]:
    for item in query.filters:
        yield item.column
    for write in query.writes:
        yield write.column


def absence_check(endpoint: Endpoint, insert: Query) -> Query | None:
    """The earlier read that found no such row, on which an insert depends; None when there is none."""
    for read in endpoint.queries:
        earlier = read.operation == "select" and read.number < insert.number and read.table == insert.table
        if earlier and not read.lock and any(_finds_nothing(fact, read) for fact in insert.facts):
            return read
    return None


def _finds_nothing(fact: Fact, read: Query) -> bool:
    """`!row`, `row == null`, `rows.length == 0`, `count == 0`."""
    about = _whole_row(fact.left, read) or _counted(fact.left, read)
    if not about:
        return False
    if fact.right is None:
        return fact.operator == "truthy" and not fact.holds
    empty = fact.right.kind == "constant" and fact.right.value in (None, 0)
    return fact.operator == "==" and fact.holds and empty


def _whole_row(origin: Origin, read: Query) -> bool:
    rows = [leaf for leaf in origin.leaves() if leaf.kind == "row"]
    return bool(rows) and all(leaf.query == read.number and leaf.path in ((), ("[]",)) for leaf in rows)


def _counted(origin: Origin, read: Query) -> bool:
    counts = origin.operation in ("count", ".length", "length", "len")
    return counts and any(leaf.kind == "row" and leaf.query == read.number for leaf in origin.leaves())


def taken_by_update(endpoint: Endpoint, query: Query) -> bool:
    """Whether a query runs only for the one request whose update found a row still in the state that it leaves."""
    claims = {
        update.number
        for update in endpoint.queries
        if update.operation in ("update", "delete") and update.number < query.number and _is_claim(update)
    }
    return any(
        leaf.kind == "row" and leaf.query in claims
        for fact in query.facts
        for side in (fact.left, fact.right)
        if side is not None and (fact.holds or fact.operator != "truthy")
        for leaf in side.leaves()
    )


def _is_claim(query: Query) -> bool:
    written = {write.column for write in query.writes}
    return query.operation == "delete" or any(item.column in written for item in query.filters)
