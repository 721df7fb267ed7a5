"""Looks for independent calls that are awaited in turn, and for calls that are made once per element of a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from roadworthy.app import App, Location, Query, Work
from roadworthy.app.query import Filter
from roadworthy.catalogue import Severity, Verdict, clear, gap
from roadworthy.patterns.concurrency.sequential_calls.finding import SequenceGap
from roadworthy.views.code.each import Each, each_of
from roadworthy.views.code.sequences import Operation, Row, name_of, operations_of, rows_of
from roadworthy.views.data.growth import growth_of
from roadworthy.views.pages.repeated import repeated_requests
from roadworthy.views.people.offices import is_for_staff
from roadworthy.views.people.people import owner_of

_ORDER = {"endpoint": 0, "page": 1, "component": 2, "job": 3}


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each endpoint, page, component and job that asks for something; a place that several lead to is told
    once, at the first of them."""
    told: set[Location] = set()
    known: set[tuple[Location, Location]] = set()
    for work in sorted(app.works, key=lambda one: _ORDER.get(one.kind, 9)):
        operations = operations_of(work)
        if not operations:
            continue
        rows = [row for row in rows_of(app, work) if not told.issuperset(row.steps)]
        each = [
            one
            for one in (*each_of(app, work), *repeated_requests(app, work))
            if (one.operation.location, one.loop) not in known
        ]
        told |= {step for row in rows for step in row.steps}
        known |= {(one.operation.location, one.loop) for one in each}
        if rows or each:
            yield _gap(app, work, rows, _distinct(each))
        elif len(operations) > 1:
            yield clear(work.subject, "its calls need each other's answers, or run at once")


def _distinct(each: list[Each]) -> list[Each]:
    return list({one.operation.location: one for one in each}.values())


def _gap(app: App, work: Work, rows: list[Row], each: list[Each]) -> Verdict:
    places = [one.operation.location for one in each] + [step for row in rows for step in row.steps]
    loops = [one.loop for one in each]
    return gap(
        work.subject,
        _message(rows, each),
        impact=_impact(work, bool(each)),
        locations=tuple(dict.fromkeys((*places, *loops))),
        evidence=tuple(_evidence(rows, each)),
        severity=_severity(app, work, rows, each),
        details=SequenceGap(work, tuple(rows), tuple(each)),
    )


def _message(rows: list[Row], each: list[Each]) -> str:
    if each:
        names = " and ".join(dict.fromkeys(_what(one) for one in each[:3]))
        return f"For each element of a list it {names}, one round trip each"
    row = max(rows, key=lambda one: len(one.steps))
    names = ", ".join(dict.fromkeys(name_of(one) for one in row.operations[:4]))
    return f"{len(row.steps)} calls that do not need each other are awaited one after another ({names})"


def _what(one: Each) -> str:
    operation = one.operation
    if isinstance(operation, Query):
        verb = {"select": "reads", "insert": "writes", "update": "changes", "delete": "deletes from"}
        return f"{verb.get(operation.operation, 'asks')} {name_of(operation)}"
    return f"calls {name_of(operation)}"


def _impact(work: Work, grows: bool) -> str:
    if grows:
        return f"{work.subject} takes a round trip longer with every row of the list, and ties up connections that others wait for"
    return f"{work.subject} takes as long as all its calls together, instead of as long as the slowest"


def _evidence(rows: list[Row], each: list[Each]) -> Iterator[str]:
    for one in each[:5]:
        yield f"{_what(one)} at {one.operation.location}, once for each element at {one.loop}"
    for row in rows[:3]:
        steps = ", ".join(str(step) for step in row.steps[:8])
        name = f"{row.function} makes" if row.function else "it makes"
        yield f"{name} these in turn, none with another's answer: {steps}"


def _severity(app: App, work: Work, rows: list[Row], each: list[Each]) -> Severity:
    if each:
        by_order = {one.flow.order: one for one in operations_of(work)}
        grows = any(
            _is_whole_table(app, by_order.get(row))
            for one in each
            if not all(_is_by_key(app, other) for other in by_order.values() if _beside(one, other))
            for row in (one.operation.flow.turns[-1].rows if one.operation.flow.turns else ())
        )
        # Whoever opens a page waits for all rows there are; whoever changes many at once chose how many.
        endpoint = app.endpoint(work.subject) if work.kind == "endpoint" else None
        opened = endpoint is not None and endpoint.method == "GET" and any(map(_reads, each))
        grave = grows and opened and not is_for_staff(app, work.subject)
        return Severity.HIGH if grave else Severity.MEDIUM
    most = max(len(row.steps) for row in rows)
    return Severity.MEDIUM if most > 2 else Severity.LOW


def _reads(one: Each) -> bool:
    return isinstance(one.operation, Query) and one.operation.operation == "select"


def _beside(one: Each, other: Operation) -> bool:
    """Whether an operation stands in the same loop, the one itself included."""
    own, turns = one.operation.flow.turns, other.flow.turns
    return bool(own) and any(turn.location == own[-1].location for turn in turns)


def _is_by_key(app: App, operation: Operation) -> bool:
    """Whether a row is found by its own key: a round trip more for each element, and no search."""
    if not isinstance(operation, Query) or operation.operation != "select":
        return False
    table = app.table(operation.table)
    return table is not None and any(
        item.operator == "=" and not item.optional and table.primary_key == (item.column,)
        for item in operation.filters
    )


def _is_whole_table(app: App, source: Operation | None) -> bool:
    """Whether the list that is gone through grows with the app: what belongs to one person or one parent comes in dozens."""
    if not isinstance(source, Query):
        return source is not None
    if source.table not in app.view(_filled) and owner_of(app, source.table) is None:
        # Whoever runs the app puts its rows there, one by one; they are nobody's.
        return False
    growth = growth_of(app, source)
    return growth.open and not growth.scope and not any(map(_chosen_by_rows, source.filters))


def _filled(app: App) -> frozenset[str]:
    """The tables that the app itself adds rows to. A view."""
    return frozenset(query.table for query in app.queries if query.operation in ("insert", "upsert", "raw"))


def _chosen_by_rows(item: Filter) -> bool:
    """Whether rows are read that other rows name (`id in (the members of a project)`), or those of whoever asks by way of another table
    (`group__members=request.user`): as many as those have, not all there are."""
    kinds = {leaf.kind for leaf in item.value.leaves()}
    if item.operator == "=" and not item.optional and "session" in kinds:
        return True
    named = bool(kinds & {"row", "session"})
    return item.operator == "in" and not item.optional and item.value.kind == "computed" and named
