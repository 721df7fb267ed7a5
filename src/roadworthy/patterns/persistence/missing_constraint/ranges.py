"""Which range the numbers of a column must keep to."""

from __future__ import annotations

import re

import msgspec

from roadworthy.app import Column, Table
from roadworthy.patterns.persistence.missing_constraint.finding import MissingConstraint
from roadworthy.patterns.persistence.missing_constraint.usage import ColumnUse
from roadworthy.regex import regex

MONEY = regex(
    r"(^|_)(price|total(?!_(scores?|marks?|grades?|ratings?|time|hours|minutes|seconds|duration|distance|weight|calories|reps|steps)(_|$))"
    r"|subtotal|amount|cost|fee|balance|points|credits?|tax|salary|wages?|budget|revenue|debt|fines?|deposit|profit)(_|$)"
)
_UNIT = regex(r"(^|_)(unit|uom|unit_of_measure(ment)?|measure|ingredient)(_id|_name|_type)?$")
# What is there of something, and what it costs: whoever acts on a wrong one next is misled.
_STANDING = regex(
    r"(^|_)(stock|inventory|seats?|places|capacity|remaining|left|available|points|credits?|price|cost|fee)(_|$)"
)
# May well be below nothing (a debt, a correction) unless it is what is spent from.
_SPENT = regex(r"(^|_)(balance|count|total|quantity|qty|amount)(_|$)")
_AT_LEAST_ONE = regex(r"(^|_)(quantity|qty|guests|party_size|amount)(_|$)")
# A threshold that is set too low warns of nothing, and harms nothing.
_THRESHOLD = regex(r"(^|_)(min|max|minimum|maximum|threshold|level|reorder)(_|$)")
# Records of what happened: a movement out, a refund or a correction is a negative one.
_BOOK = regex(
    r"(^|_)(movements?|transactions?|ledger|entr(y|ies)|adjustments?|transfers?|payments?|orders?|sales?|invoices?)$"
)
_SUM = regex(r"(^|_)(total|subtotal)(_|$)")
_MOVED = regex(r"(^|_)(movements?|transactions?|ledger|entr(y|ies)|adjustments?)$")
_RATED = regex(r"(^|_)(rating|stars)(_|$)")
# What is weighed, poured or counted out, and not paid.
_WEIGHED = regex(r"ingredient|nutri|nutrient|dos(e|age)|medication|intake|water|hydration|feeding|macro")
# What a sale may bring in is called its value.
_BARGAINED = regex(r"(^|_)(deals?|opportunit(y|ies)|leads?|quotes?|contracts?|estimates?)$")
_FLOATS = {"real", "double precision", "float"}
# Five stars are the usual scale; ten only where the code says so.
_BEST_RATING = 5


def is_fraction(column: Column) -> bool:
    """Whether a column keeps binary fractions."""
    return column.type.split("(")[0] in _FLOATS


def is_money(table: Table, column: Column) -> bool:
    """Whether a column keeps sums of money by its name. An amount of something is counted in units, which then stand beside it."""
    named = {match[2] for match in MONEY.finditer(column.words)}
    if column.words == "value" and _BARGAINED.search(table.words):
        return True
    measured = any(_UNIT.search(other.words) for other in table.columns if other.name != column.name)
    return bool(named) and not (named == {"amount"} and (measured or _WEIGHED.search(table.words)))


def bounds_of(table: Table, column: Column, use: ColumnUse) -> tuple[int, int | None, bool] | None:
    """The range a number must keep to, where something can put it outside: (low, high, low itself refused)."""
    if not column.numeric or column.references is not None or is_checked(table, column):
        return None
    if _RATED.search(column.words) and (use.unchecked or use.direct):
        return 1, _BEST_RATING, False
    if _MOVED.search(table.words) and not is_fraction(column):
        return None
    standing, spent = _STANDING.search(column.words), _SPENT.search(column.words)
    if use.reduced and (standing or spent):
        return 0, None, False
    if not (use.unchecked or use.direct) or _THRESHOLD.search(column.words):
        return None
    if standing:
        return 0, None, False
    if _AT_LEAST_ONE.search(column.words):
        whole = not MONEY.search(column.words)
        summed = _SUM.search(column.words) or _BOOK.search(table.words)
        if whole:
            return 1, None, False
        return None if summed and not is_fraction(column) else (0, None, True)
    return None


def is_checked(table: Table, column: Column) -> bool:
    """Whether some check speaks of a column."""
    return any(
        re.search(rf"\b({re.escape(column.name)}|{re.escape(column.field)})\b", check)
        for check in table.checks
    )


def as_one(numbers: list[MissingConstraint]) -> MissingConstraint:
    """One gap for all numbers of a table, which come from one request and get one remedy; what is spent from, or else
    what is counted, stands for them."""
    others = tuple(one.column for one in numbers[1:] if one.column is not None)
    return msgspec.structs.replace(numbers[0], also=others)
