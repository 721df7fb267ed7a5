"""Columns as they are declared and as they are used in expressions: `User.points - amount`, `User.id == x`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.app.origin import Origin
from roadworthy.frameworks.events import FilterSeen, one_of
from roadworthy.frameworks.origins import origin_of
from roadworthy.interpret import Args, Choice, Constant, Derived, ListValue, Model, Run, Value
from roadworthy.interpret.operations import Logical
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.frameworks.sqlalchemy.tables import TableModel

_OPERATORS = {"==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_METHODS = {
    "in_": "in",
    "notin_": "!=",
    "not_in": "!=",
    "like": "like",
    "ilike": "ilike",
    "icontains": "ilike",
    "contains": "like",
    "startswith": "like",
    "istartswith": "ilike",
    "endswith": "like",
    "iendswith": "ilike",
    "is_": "=",
    "is_not": "!=",
    "isnot": "!=",
    "regexp_match": "like",
    "match": "like",
    "between": ">=",
    "any_": "in",
}
# Methods that put `%` before what is looked for, which no plain index can answer.
_LEADING = {"contains", "icontains", "endswith", "iendswith"}


class ColumnExpression(Model):
    """Something the database computes. `column` is the first column in it, `parts` what it is made of."""

    __slots__ = ("node", "operation", "parts")

    def __init__(self, operation: str, parts: tuple[Value, ...], node: form.Node | None = None) -> None:
        self.operation, self.parts, self.node = operation, parts, node

    @property
    def column(self) -> ColumnModel | None:
        """The first column of the expression."""
        for part in self.parts:
            if isinstance(part, ColumnModel):
                return part
            inner = part.column if isinstance(part, ColumnExpression) else None
            if inner is not None:
                return inner
        return None

    def operate(self, run: Run, operator: str, operands: tuple[Value, ...], node: form.Node) -> Value | None:
        """A comparison is a condition, arithmetic another expression."""
        if operator in _OPERATORS and len(operands) == 2:
            return compare(_OPERATORS[operator], operands[0], operands[1])
        if operator in ("&", "|", "~"):
            return combine({"&": "and", "|": "or", "~": "not"}[operator], list(operands))
        if operator in ("and", "or", "not", "in", "not in"):
            return None
        return ColumnExpression(operator, operands, node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in _METHODS:
            right, upper = args.get(0) or Constant(None), args.get(1)
            if name == "between" and upper is not None:
                return combine("and", [compare(">=", self, right), compare("<=", self, upper)])
            if name in _LEADING:
                right = Derived("template", (Constant("%"), right), node)
            return compare(_METHODS[name], self, right)
        if name in ("desc", "asc"):
            return Ordering(self, name == "desc")
        if name in (
            "label",
            "nulls_last",
            "nulls_first",
            "nullslast",
            "nullsfirst",
            "over",
            "filter",
            "self_group",
        ):
            return self
        return ColumnExpression(name, (self, *args.all()), node)

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return (
            Constant(getattr(self, "name", ""))
            if name in ("key", "name")
            else Derived(f".{name}", (self,), node)
        )

    def index(self, run: Run, key: Value, node: form.Node) -> Value:
        return ColumnExpression("[]", (self, key), node)

    def inputs(self) -> tuple[Value, ...]:
        return self.parts

    def truth(self) -> bool | None:
        return None

    def origin(self, depth: int) -> Origin:
        """Computed by the database from columns and values."""
        inputs = tuple(origin_of(part, depth + 1) for part in self.parts)
        return Origin("computed", operation=self.operation, inputs=inputs)


class ColumnModel(ColumnExpression):
    """A column of a table: `User.email`, `users.c.email`."""

    __slots__ = ("field", "name", "table")

    def __init__(self, table: TableModel, name: str, field: str) -> None:
        super().__init__("column", ())
        self.table, self.name, self.field = table, name, field

    @property
    def column(self) -> ColumnModel:
        """The column itself."""
        return self

    def origin(self, depth: int) -> Origin:
        """A column as a value is the row's own: `stock - 1` computed by the database."""
        return Origin("row", (self.name,), table=self.table.name)


class ConditionModel(Model):
    """A condition with the filters it consists of; `pair` are the two sides of a join's equality."""

    __slots__ = ("filters", "pair")

    def __init__(
        self, filters: list[FilterSeen], pair: tuple[ColumnModel, ColumnModel] | None = None
    ) -> None:
        self.filters, self.pair = filters, pair

    def operate(self, run: Run, operator: str, operands: tuple[Value, ...], node: form.Node) -> Value | None:
        """`a & b`, `a | b`, `~a`."""
        words = {"&": "and", "|": "or", "~": "not"}
        return combine(words[operator], list(operands)) if operator in words else None

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return self

    def truth(self) -> bool | None:
        return None


class Ordering(Model):
    """`column.desc()`."""

    __slots__ = ("column", "descending")

    def __init__(self, column: Value | None, descending: bool) -> None:
        self.column, self.descending = column, descending

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return self


def compare(operator: str, left: Value, right: Value) -> ConditionModel:
    """`column operator value`, whichever side the column stands on."""
    if not isinstance(left, ColumnExpression):
        left, right, operator = right, left, _FLIPPED.get(operator, operator)
    column = left.column if isinstance(left, ColumnExpression) else None
    if column is None:
        return ConditionModel([])
    if operator == "=" and isinstance(right, Constant) and right.value is None:
        operator = "is null"
    pair = (column, right) if isinstance(right, ColumnModel) and operator == "=" else None
    return ConditionModel([FilterSeen(column.name, operator, right, column.table.name)], pair)


def combine(name: str, given: list[Value]) -> ConditionModel:
    """What stands under an `or` applies only sometimes."""
    flat: list[Value] = []
    for value in given:
        flat.extend(value.inputs() if isinstance(value, ListValue) else [value])
    ways = [filters_of(value) for value in flat]
    filters = one_of(ways) if name == "or" else [one for way in ways for one in way]
    if name == "not":
        filters = [FilterSeen(f.column, "!=", f.value, f.table, f.optional) for f in filters]
    return ConditionModel(filters)


def filters_of(value: Value | None) -> list[FilterSeen]:
    """The filters of whatever stands in `where(...)`."""
    if isinstance(value, ConditionModel):
        return value.filters
    if isinstance(value, ColumnExpression):
        column = value.column
        return [FilterSeen(column.name, "=", Constant(True), column.table.name)] if column is not None else []
    if isinstance(value, (Choice, Logical)):
        return one_of([filters_of(option) for option in value.inputs()])
    if isinstance(value, Derived) and value.operation == "not":
        return combine("not", list(value.operands)).filters
    return []


def ordering(values: list[Value]) -> list[tuple[str, bool]]:
    """The columns of an `order_by(...)` with their directions."""
    found: list[tuple[str, bool]] = []
    for value in values:
        inner = value.column if isinstance(value, Ordering) else value
        column = inner.column if isinstance(inner, ColumnExpression) else None
        if column is not None:
            found.append((column.name, isinstance(value, Ordering) and value.descending))
        elif isinstance(value, (ListValue, Choice)):
            found.extend(ordering(list(value.inputs())))
        elif isinstance(value, Constant) and isinstance(value.value, str):
            found.append((value.value.lstrip("-").split(" ")[0], "desc" in value.value.lower()))
    return found
