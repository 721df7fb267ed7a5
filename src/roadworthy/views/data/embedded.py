"""Fields of the records that a row keeps in a list (embedded documents): `items.quantity` of a cart."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.origin import Origin
from roadworthy.app.query import Query, Write


def reads_field(value: Origin, table: str, column: str) -> Origin | None:
    """The list that was read, where a value shows the field `column` (dotted) of one of its records; None elsewhere."""
    whole, _, field = column.rpartition(".")
    if not whole or value.kind != "computed":
        return None
    if value.operation == f".{field}":
        return next((leaf for leaf in value.leaves() if _is_list(leaf, table, whole)), None)
    return next((found for one in value.inputs if (found := reads_field(one, table, column))), None)


def _is_list(leaf: Origin, table: str, whole: str) -> bool:
    return leaf.kind == "row" and leaf.table == table and leaf.path == (whole.split(".", 1)[0],)


def added_records(query: Query) -> Iterator[tuple[Write, Origin]]:
    """What a query adds to lists of records: `list.push({...})` of a document that is saved, `$push: { list: {...} }`."""
    for write in query.writes:
        value = write.value
        if not write.arithmetic or value.kind not in ("computed", "body"):
            continue
        for one in value.inputs[1:] if value.operation == "list" else (value,):
            if one.operation == "record" or (one.kind == "body" and not one.path):
                yield write, one


def whole_records(query: Query) -> Iterator[tuple[str, Origin]]:
    """The lists that the whole body is added to as a record."""
    for write, record in added_records(query):
        if record.kind == "body":
            yield write.column, record
