"""What keeps two requests apart: a row that is locked, a lock taken by name, a row that only this request knows."""

from __future__ import annotations

import re

from roadworthy.app import Endpoint, Fact, Origin, Query
from roadworthy.patterns.concurrency.lost_update.finding import CHECKED, COMPUTED, Race
from roadworthy.regex import regex

# `tryLock(key)`, `redlock.acquire`, `client.setnx(key)`; `set(key, value, "NX")` is told by its option.
_LOCK = regex(
    r"(^|[._])((try|acquire|obtain|take|get)_?)?lock(\(|\)|\.|$)|redlock|setnx|(^|[._])acquire\b", re.I
)
_ONLY_IF_ABSENT = ("NX", "nx")


def is_serial(endpoint: Endpoint, query: Query) -> bool:
    """Whether nobody else changes the row between its read and its change: it was locked when it was read, in the transaction
    that changes it (a session of SQLAlchemy is in one from its first query on), or a lock by name was taken first."""
    locked = (bool(query.transaction) or query.library == "sqlalchemy") and any(
        other.lock and other.table == query.table and other.transaction == query.transaction
        for other in endpoint.queries
        if other.number < query.number
    )
    return locked or any(_took_lock(fact) for fact in query.facts)


# What may hold others up in a transaction, before it counts: a change locks its row, and SQL of one's own may lock what it likes.
_HOLDING = ("update", "upsert", "delete", "raw")


def counted_alone(endpoint: Endpoint, read: Query, write: Query) -> bool:
    """Whether nobody can come between a count and the row that is put in by it: both in one transaction that is serializable, that
    held others up before it counted, or of whose library that is not known."""
    if not write.transaction or read.transaction != write.transaction:
        return False
    held = any(
        other.operation in _HOLDING and other.transaction == write.transaction and other.number < read.number
        for other in endpoint.queries
    )
    known = write.library in ("prisma", "drizzle")
    return held or not known or write.transaction.endswith(":serializable")


def _took_lock(fact: Fact) -> bool:
    if fact.operator == "any":
        return all(any(map(_took_lock, way)) for way in fact.any_of) and bool(fact.any_of)
    return fact.holds and any(map(_is_lock, (fact.left, *([fact.right] if fact.right is not None else []))))


def _is_lock(origin: Origin) -> bool:
    if origin.kind != "computed":
        return False
    named = bool(_LOCK.search(origin.operation)) or any(map(_if_absent, origin.inputs))
    return named or any(map(_is_lock, origin.inputs))


def _if_absent(option: Origin) -> bool:
    """`"NX"`, `{ NX: true }`: the key is set only by who comes first."""
    written = option.kind == "constant" and option.value in _ONLY_IF_ABSENT
    return written or any(name in _ONLY_IF_ABSENT and bool(value.value) for name, value in option.fields)


# By what a row is picked: a key, or a whole condition that was put together before.
_PICKS = ("=", "in", "record")
_OWN_KEYS = ("id", "_id", "uuid", "pk")


def is_fresh(endpoint: Endpoint, race: Race) -> bool:
    """Whether the row that is changed was added by the very request: nobody else has its key yet."""
    if race.kind not in (COMPUTED, CHECKED) or race.read is None:
        return False
    added = {query.number for query in endpoint.queries if query.operation == "insert"}
    return any(
        leaf.kind == "row" and leaf.query in added and (leaf.path[-1:] or ("id",))[0] in _OWN_KEYS
        for item in race.read.filters
        if item.operator in _PICKS and not item.optional
        for leaf in item.value.leaves()
    )
