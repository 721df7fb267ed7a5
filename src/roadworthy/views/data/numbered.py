"""Numbers that are made from how many rows there are: `f"INV{count + 1:05d}"`."""

from __future__ import annotations

from roadworthy.app.origin import Origin
from roadworthy.app.query import Query


def counted_before(value: Origin, query: Query) -> Origin | None:
    """A row of the same table among what a comparison, a count or a sum says in a value that an insert writes."""
    if value.kind != "computed":
        return None
    if value.operation in ("==", "<", "<=", "count", ".length", "+"):
        text = any(leaf.kind == "constant" and isinstance(leaf.value, str) for leaf in value.leaves())
        for leaf in () if text else value.leaves():
            if leaf.kind == "row" and leaf.table == query.table and 0 <= leaf.query < query.number:
                return leaf
    return next((found for one in value.inputs if (found := counted_before(one, query))), None)


def numbered_columns(query: Query) -> tuple[str, ...]:
    """The columns of a new row that tell it from the others by a number which was counted: text around the count."""
    return tuple(
        write.column
        for write in query.writes
        if any(_is_numbered(value, query) for value in _ways(write.value))
    )


def _ways(value: Origin) -> tuple[Origin, ...]:
    return value.inputs if value.kind == "computed" and value.operation == "choice" else (value,)


def _is_numbered(value: Origin, query: Query) -> bool:
    text = any(leaf.kind == "constant" and isinstance(leaf.value, str) for leaf in value.leaves())
    joined = value.kind == "computed" and value.operation in ("template", "format", "%", "+")
    return text and joined and counted_before(value, query) is not None
