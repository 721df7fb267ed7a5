"""What a row keeps of the rows of another table (`product.rating` of its reviews), reckoned anew by whoever adds one of them."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import Endpoint, Origin, Query
from roadworthy.patterns.concurrency.lost_update.finding import TOTAL, Race
from roadworthy.regex import regex

# What makes one value of many rows.
_GATHERS = regex(r"(^|\.)(reduce|sum|mean|average|avg|count|len|length|size|fsum)(\(\))?$")
# Columns of an answer that the database reckoned by itself.
_RECKONED = regex(
    r"^_?(count|sum|avg|average|total|min|max)$|^(avg|sum|count|total|num)_?\w*$|^(count|exists)$"
)


def kept_totals(endpoint: Endpoint, update: Query) -> Iterator[Race]:
    """`reviews.create(...); product.rating = mean(reviews.find({ product }))`: of two at once the one that looked first may write last."""
    changed = {
        one.table: one.number
        for one in reversed(endpoint.queries)
        if one.operation in ("insert", "update", "delete", "upsert") and one.table != update.table
    }
    for write in update.writes if update.operation == "update" else ():
        read = None if write.arithmetic else _read_of(write.value, endpoint, changed, update)
        if read is not None:
            yield Race(TOTAL, update, read, write.column, write.value)
            return


def _read_of(value: Origin, endpoint: Endpoint, changed: dict[str, int], update: Query) -> Query | None:
    """The query whose rows the value was reckoned of, after one of them had been changed."""
    for leaf in _gathered(value, within=False):
        read = next((one for one in endpoint.queries if one.number == leaf.query), None)
        since = changed.get(leaf.table)
        if read is None or since is None or read.operation != "select" or read.lock:
            continue
        if since < read.number < update.number:
            return read
    return None


def _gathered(value: Origin, *, within: bool) -> Iterator[Origin]:
    """The rows of which many make the value."""
    if value.kind == "row":
        grouped = bool(value.path) and _RECKONED.search(value.path[-1]) is not None
        if within or grouped:
            yield value
        return
    gathers = within or (value.kind == "computed" and _GATHERS.search(value.operation) is not None)
    for inner in value.inputs:
        yield from _gathered(inner, within=gathers)
