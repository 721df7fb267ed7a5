"""Drizzle's conditions: `eq(orders.userId, id)`, `and(...)`, `` sql`...` ``."""

from __future__ import annotations

import re

from roadworthy.app.origin import Origin
from roadworthy.frameworks.drizzle.schema import ColumnModel, TableModel
from roadworthy.frameworks.events import FilterSeen, one_of, sometimes
from roadworthy.interpret import (
    Args,
    Choice,
    Constant,
    Derived,
    External,
    ListValue,
    Model,
    Run,
    Value,
)
from roadworthy.interpret.operations import Logical
from roadworthy.languages import form
from roadworthy.regex import regex

OPERATORS = {
    "eq": "=",
    "ne": "!=",
    "gt": ">",
    "gte": ">=",
    "lt": "<",
    "lte": "<=",
    "inArray": "in",
    "notInArray": "!=",
    "like": "like",
    "ilike": "ilike",
    "isNull": "is null",
    "isNotNull": "!=",
    "between": ">=",
    "arrayContains": "contains",
    "arrayContained": "contains",
    "arrayOverlaps": "contains",
}


class ConditionModel(Model):
    """A condition with the filters it consists of. `pair` is the other side of a join's equality."""

    __slots__ = ("filters", "pair")

    def __init__(
        self, filters: list[FilterSeen], pair: tuple[ColumnModel, ColumnModel] | None = None
    ) -> None:
        self.filters, self.pair = filters, pair


class SqlModel(Model):
    """A piece of SQL with holes. `text` has columns by name and ? for values, which are in `values`."""

    __slots__ = ("alias", "node", "parts", "text", "values")

    def __init__(self, parts: list[Value], node: form.Node) -> None:
        self.parts, self.node = parts, node
        self.values = [p for p in parts if not isinstance(p, (Constant, ColumnModel, TableModel, SqlModel))]
        self.text = "".join(map(_piece, parts))

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return self

    def inputs(self) -> tuple[Value, ...]:
        return tuple(p for p in self.parts if not isinstance(p, (Constant, TableModel)))

    def origin(self, depth: int) -> Origin:
        """SQL over columns and values."""
        from roadworthy.frameworks.origins import origin_of

        inputs = tuple(origin_of(value, depth + 1) for value in self.inputs())
        return Origin("computed", operation="sql", inputs=inputs)


def _piece(part: Value) -> str:
    if isinstance(part, Constant):
        return str(part.value)
    if isinstance(part, ColumnModel):
        return part.name
    if isinstance(part, TableModel):
        return part.name
    if isinstance(part, SqlModel):
        return part.text
    return "?"


def compare(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`eq(column, value)` and its kin."""
    operator = OPERATORS[target.path.rsplit(".", 1)[-1]]
    left, right = args.get(0), args.get(1) or Constant(None)
    if isinstance(left, SqlModel):
        column = next((part for part in left.parts if isinstance(part, ColumnModel)), None)
        return ConditionModel([_filter(column, operator, right)] if column is not None else [])
    if not isinstance(left, ColumnModel):
        return ConditionModel([])
    pair = (left, right) if isinstance(right, ColumnModel) else None
    return ConditionModel([_filter(left, operator, right)], pair)


def _filter(column: ColumnModel, operator: str, value: Value) -> FilterSeen:
    return FilterSeen(column.name, operator, value, column.qualified)


def combine(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`and(...)`, `or(...)`, `not(...)`: what stands under an or applies only sometimes."""
    name = target.path.rsplit(".", 1)[-1]
    given: list[Value] = []
    for value in args.positional:
        given.extend(value.inputs() if isinstance(value, ListValue) else [value])
    ways = [filters_of(value) for value in given]
    filters = one_of(ways) if name == "or" else [one for way in ways for one in way]
    if name == "not":
        filters = [FilterSeen(f.column, "!=", f.value, f.table, f.optional) for f in filters]
    pairs = [one.pair for one in given if isinstance(one, ConditionModel) and one.pair is not None]
    return ConditionModel(filters, pairs[0] if name == "and" and pairs else None)


def filters_of(value: Value | None) -> list[FilterSeen]:
    """The filters of whatever stands in `where(...)`."""
    if isinstance(value, ConditionModel):
        return value.filters
    if isinstance(value, SqlModel):
        return _sql_filters(value)
    if isinstance(value, Choice):
        return one_of([filters_of(option) for option in value.inputs()])
    if isinstance(value, Logical):
        return [sometimes(f) for option in value.inputs() for f in filters_of(option)]
    return []


_COMPARISON = regex(r"\s*(=|!=|<>|<=|>=|<|>|ilike|like)\s*\Z", re.I)


def _sql_filters(value: SqlModel) -> list[FilterSeen]:
    """`${column} = ${value}` inside a template; everything is optional once the text says OR."""
    optional = bool(re.search(r"\bor\b", value.text, re.I))
    found = []
    parts = value.parts
    for index in range(len(parts) - 2):
        column, between, other = parts[index : index + 3]
        if isinstance(column, ColumnModel) and isinstance(between, Constant):
            match = _COMPARISON.match(str(between.value))
            if match:
                operator = match.group(1).lower().replace("<>", "!=")
                found.append(FilterSeen(column.name, operator, other, column.qualified, optional))
    return found


def sql(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """The tagged template `sql`."""
    template = args.get(0)
    if isinstance(template, Derived) and template.operation == "template":
        return SqlModel(list(template.operands), node)
    return SqlModel([template] if template is not None else [], node)


def raw(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`sql.raw(text)`."""
    value = args.get(0)
    if isinstance(value, Derived) and value.operation == "template":
        return SqlModel(list(value.operands), node)
    return SqlModel([value] if value is not None else [], node)


class OrderModel(Model):
    """`desc(column)`, `asc(column)`."""

    __slots__ = ("column", "descending")

    def __init__(self, column: Value | None, descending: bool) -> None:
        self.column, self.descending = column, descending


def order(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`desc(orders.createdAt)`."""
    return OrderModel(args.get(0), target.path.endswith(".desc"))


def ordering(values: list[Value]) -> list[tuple[str, bool]]:
    """The columns of an `orderBy(...)` with their directions."""
    found = []
    for value in values:
        descending = isinstance(value, OrderModel) and value.descending
        column = value.column if isinstance(value, OrderModel) else value
        if isinstance(column, ColumnModel):
            found.append((column.name, descending))
        elif isinstance(column, SqlModel):
            named = next((p for p in column.parts if isinstance(p, ColumnModel)), None)
            found.extend([(named.name, "desc" in column.text.lower())] if named is not None else [])
        elif isinstance(value, (ListValue, Choice)):
            found.extend(ordering(list(value.inputs())))
    return found
