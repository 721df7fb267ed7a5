"""Looks for questions that Firestore refuses because no index over all of their fields is declared."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App, Query, Table
from roadworthy.catalogue import Severity, Verdict, clear, gap
from roadworthy.patterns.data_volume.missing_index.finding import CompositeGap

_RANGES = ("<", "<=", ">", ">=", "!=")


def judge_composites(app: App, table: Table) -> Iterator[Verdict]:
    """One verdict for each field that questions order or bound a collection by, among what other fields equal. Every single
    field has an index by itself: https://firebase.google.com/docs/firestore/query-data/index-overview."""
    judged: dict[str, list[Query]] = {}
    for query in app.queries:
        fields = needed(query) if query.table == table.name and query.library == "firestore" else ()
        if fields:
            judged.setdefault(fields[-1], []).append(query)
    for last, queries in sorted(judged.items()):
        missing = [query for query in queries if not _declared(table, needed(query))]
        subject = f"{table.name}.{last}"
        yield (
            _gap(table, subject, missing)
            if missing
            else clear(subject, "a composite index is declared for it")
        )


def needed(query: Query) -> tuple[str, ...]:
    """The fields that an index must hold together; () where those of single fields do."""
    if query.operation != "select" or query.one:
        return ()
    own = [f for f in query.filters if f.table in ("", query.table) and "/" not in f.column]
    equal = tuple(f.column for f in own if f.operator in ("=", "in", "contains") and not f.optional)
    ranged = tuple(f.column for f in own if f.operator in _RANGES and not f.optional)
    ordered = tuple(name for name, _ in query.order)
    rest = tuple(dict.fromkeys(name for name in (*ordered, *ranged) if name not in equal))
    # Without an order, fields that equal something are found by the indexes of each.
    several = len(rest) > 1 if not equal else bool(rest)
    return tuple(dict.fromkeys((*equal, *rest))) if several else ()


def _declared(table: Table, fields: tuple[str, ...]) -> bool:
    return any(set(fields) <= set(index.columns) for index in table.indexes)


def _gap(table: Table, subject: str, queries: list[Query]) -> Verdict:
    fields = needed(queries[0])
    named = " and ".join(fields)
    return gap(
        subject,
        f"The question of {table.name} by {named} fails until an index over both is made by hand",
        impact=f"Where nobody made the index in the console, {table.name} cannot be read this way at all",
        locations=tuple(dict.fromkeys(query.location for query in queries)),
        evidence=(
            f"{queries[0].location} asks for {named} together, and firestore.indexes.json declares no index over them",
            "Firestore keeps an index of each single field, and answers a question of several only from one over all",
        ),
        severity=Severity.MEDIUM,
        details=CompositeGap(table.name, fields),
    )
