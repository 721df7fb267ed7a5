"""What the app's code does with a column: which values it writes, compares and takes from outside."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app import App, Endpoint, Fact, Origin, Query, Write
from roadworthy.app.origin import each_once
from roadworthy.regex import regex
from roadworthy.views.people.access import ROLE, Access
from roadworthy.views.people.people import users_table

_BOUND = regex(r"\b(min|ge|gt|gte|positive|nonnegative|regex|pattern|between)\b")
_LISTED = regex(r"\b(enum|literal|Literal|oneof|in)\b")
_LESS = {"-", "sql"}


class ColumnUse(Struct, frozen=True):
    """`unchecked` are the endpoints that write a client's value into the column without a rule for it, `direct` the pages that write
    one with the database's own interface, where no rule of theirs binds who asks it himself, `reduced` the
    subjects of those that lower it and of the pages that do so with the database's own interface, `listed` the constants that code writes into it or compares it with. `staff_only` when every
    endpoint that writes it asks for a role."""

    unchecked: tuple[Endpoint, ...] = ()
    direct: tuple[str, ...] = ()
    reduced: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    staff_only: bool = False
    written: bool = False


def column_uses(app: App) -> dict[tuple[str, str], ColumnUse]:
    """The uses of every column, by table and column."""
    return app.view(_column_uses)


def _column_uses(app: App) -> dict[tuple[str, str], ColumnUse]:
    seen: dict[tuple[str, str], _Seen] = {}
    for endpoint in app.endpoints:
        staff = ROLE in Access(endpoint).anywhere()
        for query in endpoint.queries:
            for write in writes_of(app, query):
                use = seen.setdefault((query.table, write.column), _Seen())
                use.add(endpoint, query, write, staff)
        for table, column, value in _compared(app, endpoint):
            seen.setdefault((table, column), _Seen()).listed.setdefault(value)
    for subject, query, write in _direct(app):
        if query.library == "supabase" and write.value.kind != "constant":
            seen.setdefault((query.table, write.column), _Seen()).direct[subject] = None
        if _is_reduced(write.value, query, write):
            seen.setdefault((query.table, write.column), _Seen()).reduced[subject] = None
    return {key: use.record() for key, use in seen.items()}


def _direct(app: App) -> Iterator[tuple[str, Query, Write]]:
    """What pages and components write themselves, past any endpoint."""
    for work in app.works:
        if work.kind in ("page", "component"):
            yield from ((work.subject, query, write) for query in work.queries for write in query.writes)


class _Seen:
    def __init__(self) -> None:
        self.unchecked: dict[str, Endpoint] = {}
        self.direct: dict[str, None] = {}
        self.reduced: dict[str, None] = {}
        self.listed: dict[str, None] = {}
        self.staff: list[bool] = []

    def add(self, endpoint: Endpoint, query: Query, write: Write, staff: bool) -> None:
        """Notes one write."""
        value = write.value
        self.staff.append(staff)
        for leaf in value.leaves() if value.operation in ("", "choice", "or", "??") else ():
            if leaf.kind == "constant" and isinstance(leaf.value, str):
                self.listed.setdefault(leaf.value)
        if _is_unchecked(endpoint, query, value):
            self.unchecked[endpoint.subject] = endpoint
        if _is_reduced(value, query, write):
            self.reduced[endpoint.subject] = None

    def record(self) -> ColumnUse:
        """The use as a record."""
        return ColumnUse(
            tuple(self.unchecked.values()),
            tuple(self.direct),
            tuple(self.reduced),
            tuple(self.listed),
            bool(self.staff) and all(self.staff),
            bool(self.staff),
        )


def writes_of(app: App, query: Query) -> Iterator[Write]:
    """What a query writes, columns of whole records from the request included."""
    yield from query.writes
    named = {write.column for write in query.writes}
    table = app.table(query.table)
    for spread in query.spreads:
        left_out = set(spread.operation.split()[1:]) if spread.operation.startswith("omit") else set()
        raw = [leaf for leaf in spread.sources() if leaf.from_request and not leaf.path]
        fields = {name for leaf in spread.leaves() for name, _ in leaf.schema if name}
        for column in table.columns if table is not None and raw else ():
            parsed = any(leaf.kind == "parsed" for leaf in spread.sources())
            if column.name in named or column.primary or column.field in left_out:
                continue
            if not parsed or column.field in fields or column.name in fields:
                rule = next(
                    (
                        r
                        for leaf in spread.leaves()
                        for n, r in leaf.schema
                        if n in (column.field, column.name)
                    ),
                    "",
                )
                kind = "parsed" if parsed else raw[0].kind
                yield Write(
                    column.name, Origin(kind, (column.field,), inputs=(raw[0],), schema=(("", rule),))
                )


def _is_unchecked(endpoint: Endpoint, query: Query, value: Origin) -> bool:
    """Whether a client's value arrives as it was sent, whatever it is. A sum or a product is as sound as its parts."""
    if _is_arithmetic(value):
        return False
    for leaf in value.leaves():
        if leaf.kind == "parsed":
            rules = " ".join(rule for _, rule in leaf.schema)
            if not _BOUND.search(rules) and not _LISTED.search(rules):
                return not _is_tested(query, leaf)
        elif leaf.from_request and not _is_tested(query, leaf):
            return True
    return False


def _is_arithmetic(value: Origin) -> bool:
    own = value.operation in ("+", "-", "*", "/", "sql")
    return value.kind == "computed" and (own or any(_is_arithmetic(one) for one in value.inputs))


def _is_tested(query: Query, leaf: Origin) -> bool:
    """Whether a condition bounds the value: a comparison with a constant, or membership of a list."""
    return any(_tests(fact, leaf) for fact in query.facts)


def _tests(fact: Fact, leaf: Origin) -> bool:
    if fact.operator == "any":
        return all(any(_tests(inner, leaf) for inner in way) for way in fact.any_of)
    here = any(
        other.kind == leaf.kind and other.path == leaf.path
        for side in (fact.left, fact.right)
        if side is not None
        for other in side.leaves()
    )
    if not here:
        return False
    if fact.operator == "truthy":
        return fact.left.operation in ("includes", "has", "test", ".test") and fact.holds
    constants = [side for side in (fact.left, fact.right) if side is not None and side.kind == "constant"]
    listed = fact.operator in ("in", "==") and fact.holds
    bounded = fact.operator in ("<", "<=") and bool(constants) and _is_low(fact, leaf)
    return listed or bounded


def _is_low(fact: Fact, leaf: Origin) -> bool:
    """Whether it says that the value is not too small: `not value < 1`, `0 < value`."""
    left = any(other.kind == leaf.kind and other.path == leaf.path for other in fact.left.leaves())
    return (left and not fact.holds) or (not left and fact.holds)


def _is_reduced(value: Origin, query: Query, write: Write) -> bool:
    if value.kind != "computed":
        return False
    own = any(
        leaf.path[-1:] == (write.column,) and leaf.kind in ("row", "session") for leaf in value.leaves()
    )
    return own and (value.operation in _LESS or any(_is_reduced(one, query, write) for one in value.inputs))


def _compared(app: App, endpoint: Endpoint) -> Iterator[tuple[str, str, str]]:
    """Columns of rows, and of the signed-in person, that conditions compare with text."""
    people = users_table(app)
    facts = [*endpoint.facts, *(f for q in endpoint.queries for f in q.facts)]
    facts += [fact for answer in endpoint.answers for fact in answer.facts]
    for fact in (one for one in each_once(facts) if one.operator in ("==", "in")):
        sides = [side for side in (fact.left, fact.right) if side is not None]
        texts = [s.value for s in sides if s.kind == "constant" and isinstance(s.value, str)]
        for side in sides if texts else ():
            for leaf in side.leaves():
                table = leaf.table or (people.name if people is not None and leaf.kind == "session" else "")
                if leaf.kind in ("row", "session") and leaf.path and table:
                    yield from ((table, leaf.path[-1], text) for text in texts)
    for query in endpoint.queries:
        for item in query.filters:
            if item.value.kind == "constant" and isinstance(item.value.value, str):
                yield query.table, item.column, item.value.value
