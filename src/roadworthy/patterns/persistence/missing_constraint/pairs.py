"""Two columns of which one begins what the other ends: dates of a booking, the least and the most that is paid."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App, Column, Endpoint, Fact, Table
from roadworthy.app.origin import Origin, each_once
from roadworthy.patterns.persistence.missing_constraint.finding import ORDER, MissingConstraint
from roadworthy.patterns.persistence.missing_constraint.usage import ColumnUse, column_uses, writes_of
from roadworthy.regex import regex

# A time of the day may lie past midnight, and is left out.
_COMPARED = (
    "date",
    "timestamp",
    "timestamptz",
    "integer",
    "bigint",
    "smallint",
    "numeric",
    "real",
    "double precision",
)
_RELATED = regex(r"\b(ge|gt|le|lt|gte|lte|min|max)\b(?!\s*-?[\d.])|\bvalidated\b")
# Marks of a store's stock, where no maximum is 0.
_MARK = regex(r"level|threshold|reorder|stock")
_ENDS = {
    "start": ("end", "finish"),
    "starts": ("ends",),
    "begin": ("end",),
    "from": ("to", "until"),
    "min": ("max",),
    "minimum": ("maximum",),
    "check_in": ("check_out",),
    "checkin": ("checkout",),
}


def crossed(app: App, table: Table) -> Iterator[MissingConstraint]:
    """The pairs that clients write as they like, and nothing compares."""
    for first in table.columns:
        last = _end_of(table, first)
        if last is None or _is_checked(table, first, last):
            continue
        begun, ended = (column_uses(app).get((table.name, one.name), ColumnUse()) for one in (first, last))
        open_to = [one for one in app.endpoints if _writes_both(app, one, table, first, last)]
        open_to = [one for one in open_to if not _compares(one, first, last)]
        if open_to or set(begun.direct) & set(ended.direct):
            yield MissingConstraint(
                ORDER, table, last, (first.name, last.name), endpoint=next(iter(open_to), None)
            )


def _writes_both(app: App, endpoint: Endpoint, table: Table, first: Column, last: Column) -> bool:
    return any(
        {first.name, last.name}
        <= {w.column for w in writes_of(app, query) if w.value.from_request and not _is_related(w.value)}
        for query in endpoint.queries
        if query.table == table.name
    )


def _is_related(value: Origin) -> bool:
    """Whether a rule compares it with something that is no number: another field."""
    rules = " ".join(rule for leaf in value.leaves() for _, rule in leaf.schema)
    return _RELATED.search(rules) is not None


def _end_of(table: Table, first: Column) -> Column | None:
    if first.references is not None or _MARK.search(first.words) or first.type.split("(")[0] not in _COMPARED:
        return None
    for begin, ends in _ENDS.items():
        named = re.search(rf"(^|_){begin}(_|$)", first.words)
        names = (
            {re.sub(rf"(^|_){begin}(_|$)", rf"\1{end}\2", first.words) for end in ends} if named else set()
        )
        for column in table.columns:
            if column.words in names and column.references is None and column.type == first.type:
                return column
    return None


def _is_checked(table: Table, first: Column, last: Column) -> bool:
    return any(
        all(re.search(rf"\b({re.escape(one.name)}|{re.escape(one.field)})\b", check) for one in (first, last))
        for check in table.checks
    )


def _compares(endpoint: Endpoint, first: Column, last: Column) -> bool:
    """Whether code looks which of both is larger before it writes, or a rule of the whole record may."""
    facts = each_once([*endpoint.facts, *(fact for query in endpoint.queries for fact in query.facts)])
    if any(_is_between(fact, first, last) for fact in facts):
        return True
    return any(check.whole for check in endpoint.checks)


def _is_between(fact: Fact, first: Column, last: Column) -> bool:
    if fact.operator == "any":
        return any(_is_between(inner, first, last) for way in fact.any_of for inner in way)
    sides = [fact.left, fact.right] if fact.right is not None else [fact.left]
    named = {leaf.path[-1] for side in sides for leaf in side.leaves() if leaf.path}
    return bool(named & {first.name, first.field}) and bool(named & {last.name, last.field})
