"""Looks for writes that rest on a read which may be out of date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from roadworthy.app import App, Endpoint, Origin, Query
from roadworthy.catalogue import Verdict, clear, not_applicable, unknown
from roadworthy.patterns.concurrency.lost_update.capacity import overdrawn, overfilled
from roadworthy.patterns.concurrency.lost_update.checking import checked
from roadworthy.patterns.concurrency.lost_update.claiming import claimed
from roadworthy.patterns.concurrency.lost_update.deciding import decided
from roadworthy.patterns.concurrency.lost_update.finding import (
    COMPUTED,
    FULL,
    ORDER,
    LostUpdate,
    Race,
)
from roadworthy.patterns.concurrency.lost_update.from_page import sent_reckoned, shown_before
from roadworthy.patterns.concurrency.lost_update.inserting import on_insert
from roadworthy.patterns.concurrency.lost_update.on_file import judge_file
from roadworthy.patterns.concurrency.lost_update.overlapping import overlapping
from roadworthy.patterns.concurrency.lost_update.overwriting import (
    marked,
    put_back,
    query_numbered,
    taken,
    written_back,
)
from roadworthy.patterns.concurrency.lost_update.routines import routine_races
from roadworthy.patterns.concurrency.lost_update.serial import is_fresh, is_serial
from roadworthy.patterns.concurrency.lost_update.summing import summed_up
from roadworthy.patterns.concurrency.lost_update.totals import kept_totals
from roadworthy.patterns.concurrency.lost_update.wording import told
from roadworthy.regex import regex
from roadworthy.views.data.absences import absence_check, needs_absence
from roadworthy.views.data.embedded import reads_field
from roadworthy.views.data.inserts import is_limiter, taken_by_update
from roadworthy.views.pages.served import asking

_ARITHMETIC = {
    "+", "-", "*", "/", "//", "%", "**", "concat", "template", "list", "max", "min", "Math.max", "Math.min", "not",
}  # fmt: skip

# `new Decimal(account.balance).plus(amount)`, of decimal.js, big.js and their like.
_OF_DECIMALS = regex(r"(^|\.)(add|plus|sub|minus|subtract|mul|times|multipliedBy|div|dividedBy)(\(\))?$")


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each endpoint, and for each component that writes to the database itself."""
    for endpoint in app.endpoints:
        verdict = judge(app, endpoint)
        reckoned = sent_reckoned(app, endpoint) if verdict.gap is None else None
        yield reckoned or verdict
    for component in asking(app):
        if component.kind == "component" and any(q.operation != "select" for q in component.queries):
            yield judge(app, component)
    yield from routine_races(app)


def judge(app: App, endpoint: Endpoint) -> Verdict:
    writes = [
        q
        for q in endpoint.queries
        if q.operation in ("update", "insert", "upsert") and not is_limiter(q.table)
    ]
    in_file = judge_file(app, endpoint)
    if not writes:
        return in_file or not_applicable(
            endpoint.subject, "it writes nothing that a read could be out of date for"
        )
    races = [race for race in _races(app, endpoint, writes) if not is_fresh(endpoint, race)]
    races.sort(key=lambda race: ORDER.index(race.kind))
    # What the app's rows come to is the graver: its repair is one, and how many may be there is the app's to say.
    races = [race for race in races if race.kind != FULL] or races
    unread = _adds_where_none_was(app, writes, endpoint) if not races and in_file is None else ""
    if unread:
        return unknown(
            endpoint.subject,
            f"it looks for a row of {unread} before it adds one, and whether a key refuses a second stands in no file that could be read",
        )
    if not races:
        return in_file or clear(endpoint.subject, "what it writes does not rest on something it read before")
    return told(LostUpdate(endpoint, tuple(races)))


def _adds_where_none_was(app: App, writes: list[Query], endpoint: Endpoint) -> str:
    """A table of unknown keys into which a row goes that was looked for and not found; '' for none."""
    for query in writes:
        table = app.table(query.table)
        check = absence_check(endpoint, query) if table is None or table.partial else None
        if query.operation == "insert" and check is not None and needs_absence(query, check):
            return query.table
    return ""


def _races(app: App, endpoint: Endpoint, writes: list[Query]) -> Iterator[Race]:
    for query in writes:
        yield from overfilled(app, endpoint, query)
        if query.operation == "insert":
            yield from on_insert(app, endpoint, query)
            yield from overlapping(endpoint, query)
            continue
        if is_serial(endpoint, query) or taken_by_update(endpoint, query):
            continue
        yield from _computed(endpoint, query)
        yield from summed_up(endpoint, query)
        yield from kept_totals(endpoint, query)
        yield from written_back(endpoint, query)
        yield from put_back(endpoint, query)
        yield from checked(endpoint, query)
        yield from taken(app, endpoint, query)
        yield from claimed(app, endpoint, query)
        yield from decided(app, endpoint, query)
        yield from overdrawn(app, endpoint, query)
    yield from marked(writes)


# --- written from what was read ----------------------------------------------------------------------


def _computed(endpoint: Endpoint, query: Query) -> Iterator[Race]:
    filtered = {item.column for item in query.filters}
    for write in query.writes:
        leaf = _read_before(write.value, query, write.column)
        if endpoint.kind == "component" and leaf is None and shown_before(write.value, query, write.column):
            yield Race(COMPUTED, query, None, write.column, write.value)
        if leaf is None or write.arithmetic or write.column in filtered or "version" in filtered:
            continue
        yield Race(COMPUTED, query, query_numbered(endpoint, leaf.query), write.column, write.value)


def _read_before(value: Origin, query: Query, column: str) -> Origin | None:
    """The column's own earlier value where the new one is computed from it."""
    if value.kind != "computed" or _is_by_the_clock(value):
        return None
    if value.operation.rsplit("()", 1)[0] in _ARITHMETIC or _OF_DECIMALS.search(value.operation):
        for leaf in value.leaves():
            own = leaf.path[-1:] == (column,) and leaf.table == query.table
            if own and (leaf.kind == "session" or (leaf.kind == "row" and 0 <= leaf.query < query.number)):
                return leaf
        within = reads_field(value, query.table, column)
        if within is not None and 0 <= within.query < query.number:
            return within
    return next((found for one in value.inputs if (found := _read_before(one, query, column))), None)


_BOUNDS = ("min", "max", "Math.min", "Math.max")


def _is_by_the_clock(value: Origin) -> bool:
    """`min(token.expires, now)`: whichever of two requests comes last, the moment is the same but for the time between them."""
    return value.operation in _BOUNDS and any(one.kind == "clock" for one in value.inputs)
