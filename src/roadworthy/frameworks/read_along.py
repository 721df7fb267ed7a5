"""Lists of related rows that came along with the rows of a query: which a value is, and which are answered."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.frameworks.events import QuerySeen
from roadworthy.frameworks.lists import Sources
from roadworthy.frameworks.rows import Row, Rows
from roadworthy.interpret import Choice, Derived, External, Instance, ListValue, ObjectValue, Value
from roadworthy.interpret.operations import Logical

# The query that rows came along with (by identity of its event), and the table that they are of.
Part = tuple[int, str]
_SAME = {"filter", "map", "flatMap", "flat", "slice", "sort", "sorted", "toSorted", "reverse", "reversed", "concat", "list", "set",
         "[]", "Number", "float", "int", "Decimal", "parseFloat", "unwrap", "values"}  # fmt: skip
# What makes a number or a truth of rows: none of them is in it.
_MADE_OF = {"count", "len", "length", "sum", "reduce", "max", "min", "any", "all", "some", "every", "includes", "in", "not"}  # fmt: skip
_DEPTH = 8


def parts_of(sources: Sources, value: Value | None, depth: int = 0) -> set[Part]:
    """The related rows that a list is, or a column of each of them."""
    if value is None or depth > _DEPTH:
        return set()
    if isinstance(value, Rows):
        return parts_of(sources, value.row, depth + 1)
    if isinstance(value, Row):
        return {(id(value.query), value.table)} if _is_beside(value) else set()
    if isinstance(value, (Choice, Logical)):
        return set().union(*(parts_of(sources, one, depth + 1) for one in value.inputs()))
    if not isinstance(value, Derived) or not value.operands:
        return set()
    found: set[Part] = set()
    if value.operation == "map" and isinstance(value.operands[-1], (Rows, Derived)):
        # `rooms.flatMap((room) => room.bookings)` goes on with those.
        found = parts_of(sources, value.operands[-1], depth + 1)
    if not found and (value.operation in _SAME or _is_field(value)):
        found = parts_of(sources, value.operands[0], depth + 1)
    return found or _of_shown(sources, value, depth)


def _of_shown(sources: Sources, value: Derived, depth: int) -> set[Part]:
    """`posts.map((post) => post.comments)` of rows that a component keeps as its state."""
    name, element = value.operation.lstrip("."), value.operands[0]
    if not value.operation.startswith(".") or not isinstance(element, Derived) or element.operation != "[]":
        return set()
    rows = [row for kept in element.operands for row in _rows_behind(sources, kept, depth + 1)]
    return set().union(*(parts_of(sources, row.known.get(name), depth + 1) for row in rows))


def _rows_behind(sources: Sources, value: Value, depth: int) -> list[Row]:
    """The rows that a state variable, or what came out of a hook, is filled with."""
    if depth > _DEPTH:
        return []
    if isinstance(value, Rows):
        return [value.row] if isinstance(value.row, Row) else []
    put = sources.state.get(id(value))
    if put is None and isinstance(value, (Choice, Logical, Derived)):
        put = [*value.inputs()][: 1 if isinstance(value, Derived) else None]
    return [row for one in put or () for row in _rows_behind(sources, one, depth + 1)]


def _is_beside(row: Row) -> bool:
    return isinstance(row.query, QuerySeen) and bool(row.table) and row.table != row.query.table


def _is_field(value: Derived) -> bool:
    return value.operation.startswith(".") and isinstance(value.operands[0], Row)


def parts_in(sources: Sources, value: Value | None, *, page: bool, depth: int = 0) -> set[Part]:
    """The related rows that are part of an answer. A row that is answered as it is brings all that came along with it, but for a
    template, which shows some of what it is given: ('', for any table of the query)."""
    if value is None or depth > _DEPTH:
        return set()
    if isinstance(value, Row):
        if value.path:
            return set()
        whole = {(id(value.query), "")} if not page and not _is_beside(value) else set()
        return whole | ({(id(value.query), value.table)} if _is_beside(value) else set())
    if isinstance(value, Rows):
        return parts_in(sources, value.row, page=page, depth=depth + 1)
    if isinstance(value, Derived) and value.operation.lstrip(".") in _MADE_OF:
        return set()
    if isinstance(value, ListValue):
        return set().union(*(_of_element(sources, one, page, depth) for one in value.inputs()))
    if isinstance(value, Derived) and value.operation == "map":
        return _of_element(sources, value.operands[-1], page, depth)
    if isinstance(value, (ObjectValue, Choice, Logical, Derived, External, Instance)):
        return set().union(*(parts_in(sources, one, page=page, depth=depth + 1) for one in value.inputs()))
    return set()


def _of_element(sources: Sources, element: Value, page: bool, depth: int) -> set[Part]:
    """Columns of related rows that stand in a list (`[{ text: c.text } for c in post.comments]`) are those rows."""
    fields = element.inputs() if isinstance(element, ObjectValue) else ()
    found = parts_in(sources, element, page=page, depth=depth + 1)
    return found.union(*(parts_of(sources, one, depth + 1) for one in (element, *fields)))


def handed_whole(sources: Sources, values: Iterable[Value]) -> set[Part]:
    """Single rows that a component is handed (`<Card post={post} />`) or that are kept to be shown later, with all that came along."""
    found: set[Part] = set()
    for value in values:
        for one in value.values() if isinstance(value, Choice) else [value]:
            if isinstance(one, Derived) and one.operation == "[]":
                found |= {(id(row.query), "") for row in _rows_behind(sources, one.operands[0], 0)}
            elif isinstance(one, Row) and not one.path:
                found.add((id(one.query), ""))
    return found
