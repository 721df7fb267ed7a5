"""Rows that Prisma's client gives, with the relations that were read along."""

from __future__ import annotations

from roadworthy.app.origin import Origin
from roadworthy.app.query import Along
from roadworthy.frameworks.events import QuerySeen
from roadworthy.frameworks.prisma.conditions import filters_of
from roadworthy.frameworks.prisma.tables import PrismaTable
from roadworthy.frameworks.rows import Row, Rows
from roadworthy.interpret import Choice, Constant, Derived, ObjectValue, Run, Value
from roadworthy.languages import form


class PrismaRow(Row):
    """A row of a model. `related` are the relations that `include` or `select` named; `selected` the columns that a `select`
    for a row read along left of it (the query's own columns are for the row it asked for)."""

    __slots__ = ("related", "selected", "source")

    def __init__(
        self, query: QuerySeen, source: PrismaTable, related: dict[str, Value] | None = None
    ) -> None:
        super().__init__(query, source.name, (), source.column_named)
        self.source = source
        self.related = related or {}
        self.selected: tuple[str, ...] | None = None

    def origin(self, depth: int) -> Origin:
        if self.selected is None:
            return super().origin(depth)
        number = self.query.number
        fields = tuple(
            (name, Origin("row", (self.source.column_named(name),), table=self.table, query=number))
            for name in self.selected
        )
        return Origin("computed", operation="record", fields=fields)

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in self.known:
            return self.known[name]
        if name in self.related:
            return self.related[name]
        if name == "_count":
            return Derived("count", (self,), node)
        return Row(self.query, self.table, (self.source.column_named(name),))


def row_of(seen: QuerySeen, table: PrismaTable, options: dict[str, Value], depth: int = 0) -> PrismaRow:
    """The row that a query gives: what it includes is joined, what it selects narrows its columns."""
    row = PrismaRow(seen, table)
    chosen = options.get("select")
    if isinstance(chosen, ObjectValue) and not depth:
        seen.columns = [
            table.column_named(n) for n, v in chosen.fields.items() if table.knows(n) and _surely_wanted(v)
        ]
    if isinstance(chosen, ObjectValue) and depth:
        row.selected = tuple(n for n, v in chosen.fields.items() if table.knows(n) and _surely_wanted(v))
    left_out = _left_out(table, options)
    if left_out and not isinstance(chosen, ObjectValue) and not depth:
        seen.columns = [table.column_named(n) for n in table.scalars() if n not in left_out]
    for key in ("include", "select"):
        named = options.get(key)
        for name, inner in named.fields.items() if isinstance(named, ObjectValue) and depth < 6 else ():
            relation = table.relation(name)
            if relation is None or not _wanted(inner):
                continue
            seen.joins.append((relation.target.name, relation.near, relation.far))
            further = inner.fields if isinstance(inner, ObjectValue) else {}
            seen.along.append(_seen_of(relation.target, further))
            if relation.many and not depth and "take" not in further:
                seen.parts.append((relation.target.name, relation.far))
            other = row_of(seen, relation.target, further, depth + 1)
            if not relation.many:
                row.related[name] = other
                continue
            asked = filters_of(further.get("where"), relation.target)
            row.related[name] = Chosen(seen, other, tuple(one.value for one in asked if one.operator == "="))
    return row


def _seen_of(table: PrismaTable, options: dict[str, Value]) -> Along:
    """What is seen of a related row."""
    chosen = options.get("select")
    named = tuple(
        table.column_named(name)
        for name, value in (chosen.fields.items() if isinstance(chosen, ObjectValue) else ())
        if table.knows(name) and _surely_wanted(value)
    )
    nothing = isinstance(chosen, ObjectValue) and not named
    kept = tuple(table.column_named(name) for name in _left_out(table, options))
    return Along(table.name, ("",) if nothing else named, kept)


def _left_out(table: PrismaTable, options: dict[str, Value]) -> tuple[str, ...]:
    """The fields that a query keeps back, or the client of every row unless a query wants them (`omit: { password: false }`)."""
    given = options.get("omit")
    told = given.fields if isinstance(given, ObjectValue) else {}
    general = () if "select" in options else sorted(table.kept_back - set(told))
    return (*(name for name, value in told.items() if _wanted(value)), *general)


class Chosen(Rows):
    """Related rows that were read along, with what they were chosen by: `include: { members: { where: { userId } } }`."""

    __slots__ = ("by",)

    def __init__(self, query: QuerySeen, row: Value, by: tuple[Value, ...]) -> None:
        super().__init__(query, row)
        self.by = by

    def origin(self, depth: int) -> Origin:
        """Rows of the related table, whatever was asked for."""
        table = self.row.table if isinstance(self.row, Row) else self.query.table
        return Origin("row", ("[]",), table=table, query=self.query.number)

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return (
            Derived("count", (self, *self.by), node) if name == "length" else super().member(run, name, node)
        )


def _surely_wanted(value: Value) -> bool:
    """A column that is asked for only where a caller says so (`password: includePassword`, false unless given) is not counted."""
    if isinstance(value, Choice):
        return all(map(_surely_wanted, value.values()))
    return _wanted(value)


def _wanted(value: Value) -> bool:
    return not (isinstance(value, Constant) and not value.value)
