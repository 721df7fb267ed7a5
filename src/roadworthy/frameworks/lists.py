"""Which operation a list comes from: the rows of a query, the answer of a fetch, what a component is handed."""

from __future__ import annotations

import re

from roadworthy.frameworks.events import FetchSeen, QuerySeen, ServiceSeen
from roadworthy.frameworks.rows import Row, Rows
from roadworthy.interpret import (
    Choice,
    Datum,
    Derived,
    External,
    Instance,
    ListValue,
    Markup,
    ObjectValue,
    Trace,
    Value,
)
from roadworthy.interpret.operations import Logical

# What gives the same list, less of it, or in another order.
_SAME = {
    "filter", "map", "slice", "sort", "sorted", "toSorted", "reverse", "reversed", "concat", "flat", "query data",
    "JSON.parse", "JSON.stringify", "Object.values", "list", "values", "choice", "data", "results", "items", "all",
    "await", "omit", "jsonable_encoder",
}  # fmt: skip
# The same record, written down.
_WRITTEN = {"JSON.stringify", "jsonable_encoder", "await"}
_DEPTH = 25
Found = tuple[set[int], set[str]]


class Sources:
    """Where the lists of one run come from. `state` is what state variables were set to."""

    def __init__(self, trace: Trace) -> None:
        self.known: dict[int, Found] = {}
        self.kept: list[Value] = []
        self.state: dict[int, list[Value]] = {}
        for event in trace.events:
            state = getattr(event, "state", None)
            if state is not None:
                self.state.setdefault(id(state), []).append(event.value)  # type: ignore[attr-defined]


def sources_of(sources: Sources, value: Value | None) -> Found:
    """The operations (by identity of their event) and the props that a list comes from; none for single things."""
    return _sources(sources, value, 0)


def collections_in(sources: Sources, value: Value | None, depth: int = 0) -> Found:
    """The same for all lists that stand within a value: in the fields of a record, in a list, in an answer."""
    if value is None or depth > 8 or _is_cut(value, 0):
        return set(), set()
    events, props = _sources(sources, value, 0)
    if events or props:
        return set(events), set(props)
    parts: tuple[Value, ...] = ()
    if isinstance(value, (ObjectValue, ListValue, Choice, Logical)):
        parts = value.inputs()
    elif isinstance(value, Derived) and value.operation in _WRITTEN:
        parts = value.operands
    elif isinstance(value, External) and value.path.endswith("()") and value.arguments is not None:
        parts = tuple(value.arguments.all())
    elif isinstance(value, Instance):
        parts = tuple(value.attributes.values())
    elif hasattr(value, "offered"):
        # What a form has people choose from stands in the page, each row as an option.
        parts = value.offered()
    return _joined([collections_in(sources, part, depth + 1) for part in parts])


def _is_cut(value: Value, depth: int) -> bool:
    """Whether only so many of a list are left (`rows.sort(...).slice(0, 5).map(...)`)."""
    if isinstance(value, External):
        return ".slice()" in value.path
    if depth > _DEPTH or not isinstance(value, Derived) or not value.operands:
        return False
    return value.operation == "slice" or (_keeps(value.operation) and _is_cut(value.operands[0], depth + 1))


def _joined(many: list[Found]) -> Found:
    events: set[int] = set()
    props: set[str] = set()
    for one in many:
        events |= one[0]
        props |= one[1]
    return events, props


def _sources(sources: Sources, value: Value | None, depth: int) -> Found:
    if value is None or depth > _DEPTH:
        return set(), set()
    known = sources.known.get(id(value))
    if known is None:
        sources.known[id(value)] = (set(), set())  # a list made of itself adds nothing
        sources.kept.append(value)
        known = sources.known[id(value)] = _look(sources, value, depth)
    return known


def _look(sources: Sources, value: Value, depth: int) -> Found:
    event = _read_by(value)
    if event is not None:
        return {id(event)}, set()
    if isinstance(value, Datum):
        whole = value.kind == "props" and value.path and "[]" not in value.path
        return set(), {value.path[0]} if whole else set()
    initial = getattr(value, "initial", None)
    if initial is not None or id(value) in sources.state:
        put = [*([initial] if initial is not None else []), *sources.state.get(id(value), [])]
        return _joined([_sources(sources, one, depth + 1) for one in put])
    if isinstance(value, (Choice, Logical)):
        return _joined([_sources(sources, one, depth + 1) for one in value.inputs()])
    if isinstance(value, ListValue):
        spread = value.rest if not value.items and value.rest is not None else None
        return _of_element(sources, spread)
    if isinstance(value, Derived) and _keeps(value.operation) and value.operands:
        return _sources(sources, value.operands[0], depth + 1)
    return set(), set()


def _keeps(operation: str) -> bool:
    if operation.startswith("."):
        return is_plural(operation[1:])
    return operation in _SAME or operation.startswith("omit ")


_ENVELOPES = {
    "data",
    "rows",
    "list",
    "content",
    "docs",
    "result",
    "payload",
    "body",
    "json",
    "value",
    "response",
}


def is_plural(name: str) -> bool:
    """Whether a field of an answer may be the list in it."""
    return name in _ENVELOPES or (
        name.endswith("s") and name not in ("status", "address", "progress", "success", "class")
    )


def _read_by(value: Value) -> QuerySeen | ServiceSeen | FetchSeen | None:
    """The operation whose whole list a value is."""
    if isinstance(value, Rows):
        return None if value.query.one else value.query
    if isinstance(value, (Row, Markup)):
        return None
    seen = getattr(value, "seen", None)
    if isinstance(seen, QuerySeen) and hasattr(value, "element") and type(value).__name__ in _RESULTS:
        return None if seen.one else seen
    if isinstance(value, External):
        asked = value.asked
        own = (
            isinstance(asked, (FetchSeen, ServiceSeen, QuerySeen))
            and "[]" not in value.path
            and _is_answer(value.path)
        )
        return asked if own else None  # type: ignore[return-value]
    return None


# What is called on an answer to open it, and on a list to have it in another order or less of it.
_OPENING = {"json", "then", "catch", "finally", "unwrap", "data", "clone", "fetchall", "to_list", "toArray", "all", "rows", "get", "lean",
            "filter", "sort", "slice", "reverse", "toSorted", "map", "concat", "flat"}  # fmt: skip


def _is_answer(path: str) -> bool:
    """Whether a path after the call that asked still means the answer or the list in it: `fetch().json().orders`."""
    _, _, tail = path.partition("()")
    steps = re.findall(r"\.?([A-Za-z_]\w*)(\(\))?", tail)
    if any(called and name not in _OPENING for name, called in steps):
        return False
    names = [name for name, called in steps if not called]
    return not names or steps[-1][1] != "" or is_plural(names[-1])


_RESULTS = {"Result", "Query", "QuerySet", "Pending", "Cursor"}


def _of_element(sources: Sources, element: Value | None) -> Found:
    """`[...rows]`: a list whose elements are a query's rows is those rows."""
    if isinstance(element, Row) and not element.path and not element.query.one:
        return {id(element.query)}, set()
    if (
        isinstance(element, External)
        and element.path.endswith("[]")
        and "[]" not in element.path[:-2]
        and element.asked is not None
    ):
        return {id(element.asked)}, set()
    if (
        isinstance(element, Datum)
        and element.kind == "props"
        and element.path[-1:] == ("[]",)
        and len(element.path) == 2
    ):
        return set(), {element.path[0]}
    if isinstance(element, Derived) and element.operation == "[]" and element.operands:
        return _sources(sources, element.operands[0], 1)
    if isinstance(element, Choice):
        return _joined([_of_element(sources, one) for one in element.values()])
    if isinstance(element, (ObjectValue, Instance)):
        return _joined([_of_field(sources, one) for one in element.inputs()])
    return set(), set()


def spread_out(sources: Sources, element: Value) -> Found:
    """The list whose values are handed over one by one: `Math.max(...orders.map((order) => Number(order.total)))`."""
    found = _of_field(sources, element)
    if any(found) or not isinstance(element, Derived) or not element.operands:
        return found
    return _of_field(sources, element.operands[0])


def _of_field(sources: Sources, value: Value) -> Found:
    """A record made for each row (`{ id: order.id, total: order.total }`) stands for that row."""
    if isinstance(value, Row):
        return (set(), set()) if value.query.one else ({id(value.query)}, set())
    if (
        isinstance(value, External)
        and value.asked is not None
        and value.path.count("[]") == 1
        and "[]." in value.path
    ):
        return {id(value.asked)}, set()
    if isinstance(value, Datum) and value.kind == "props" and value.path[1:2] == ("[]",):
        return set(), {value.path[0]}
    if isinstance(value, Choice):
        return _joined([_of_field(sources, one) for one in value.values()])
    return set(), set()
