"""Sequelize's `where`: `{ userId: id, price: { [Op.gte]: 10 }, [Op.or]: [...] }`."""

from __future__ import annotations

from collections.abc import Callable

from roadworthy.frameworks.events import FilterSeen, one_of
from roadworthy.interpret import Choice, Constant, Derived, External, ListValue, ObjectValue, Value
from roadworthy.interpret.expressions import Collected
from roadworthy.interpret.operations import Logical

_OPERATORS = {
    "eq": "=", "ne": "!=", "is": "is null", "not": "!=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<=", "in": "in",
    "notIn": "!=", "like": "like", "notLike": "!=", "iLike": "ilike", "notILike": "!=", "startsWith": "like",
    "endsWith": "like", "substring": "like", "between": ">=", "contains": "in", "overlap": "in", "any": "in",
    "regexp": "like", "iRegexp": "ilike", "match": "text",
}  # fmt: skip
_AROUND = {"substring": ("%", "%"), "startsWith": ("", "%"), "endsWith": ("%", ""), "regexp": ("%", "%"),
           "iRegexp": ("%", "%")}  # fmt: skip
SPLICED = "sql"
RECORD = "record"

Named = Callable[[str], str]


def filters_of(value: Value | None, table: str, named: Named, *, optional: bool = False) -> list[FilterSeen]:
    """The filters of a `where`; `named` gives the database's name of an attribute."""
    if value is None or isinstance(value, Constant):
        return []
    if isinstance(value, ObjectValue):
        found: list[FilterSeen] = []
        for key, inner in value.fields.items():
            found += _field(key, inner, table, named, optional or key in value.maybe)
        for spread in value.spreads:
            found += _spread(spread, table, named, optional)
        return found
    if isinstance(value, (ListValue, Collected)):
        return [f for one in value.inputs() for f in filters_of(one, table, named, optional=optional)]
    if isinstance(value, Choice):
        return one_of([filters_of(one, table, named, optional=optional) for one in value.values()])
    if isinstance(value, Logical):
        return [f for one in value.inputs() for f in filters_of(one, table, named, optional=True)]
    if isinstance(value, External) and value.path.endswith(("literal()", "where()", "fn()")):
        return _made(value, table, named, optional)
    return [FilterSeen("", RECORD, value, table, optional)]


def _made(value: External, table: str, named: Named, optional: bool) -> list[FilterSeen]:
    """`literal("...")` and `where(fn("lower", col("name")), ...)`."""
    given = value.arguments.positional if value.arguments is not None else []
    if value.path.endswith("literal()"):
        from roadworthy.frameworks.sql_spelling import spelled

        return [
            FilterSeen("", SPLICED, one, table, optional) for one in spelled(given[0] if given else None)[1]
        ]
    column = _column(given)
    return _field(column, given[-1], table, named, optional) if column and len(given) > 1 else []


def _column(given: list[Value]) -> str:
    """The column that `fn(..., col("name"))` is about."""
    for value in given:
        if isinstance(value, External) and value.arguments is not None:
            if value.path.endswith("col()") and isinstance(value.arguments.get(0), Constant):
                first = value.arguments.get(0)
                return str(first.value).rsplit(".", 1)[-1] if isinstance(first, Constant) else ""
            found = _column(value.arguments.positional)
            if found:
                return found
    return ""


def _spread(value: Value, table: str, named: Named, optional: bool) -> list[FilterSeen]:
    """`[Op.or]: [...]` stands as a computed key; what else is spread in is a record."""
    pair = _operator_pair(value)
    if pair is None:
        if isinstance(value, Derived) and value.operation == "computed key":
            return []
        return filters_of(value, table, named, optional=optional)
    name, inner = pair
    if name != "or":
        return filters_of(inner, table, named, optional=optional)
    ways = _ways(inner)
    if not ways:
        return filters_of(inner, table, named, optional=True)
    return one_of([filters_of(one, table, named, optional=optional) for one in ways])


def _ways(value: Value) -> list[Value]:
    """What stands under an or, as conditions of their own; none where there may be more than was seen."""
    if isinstance(value, ObjectValue):
        return [*(ObjectValue({key: inner}) for key, inner in value.fields.items()), *value.spreads]
    return list(value.items) if isinstance(value, ListValue) and value.rest is None else []


def _operator_pair(value: Value) -> tuple[str, Value] | None:
    if isinstance(value, Derived) and value.operation == "computed key" and len(value.operands) == 2:
        key, inner = value.operands
        if isinstance(key, External) and ".Op." in f".{key.path}":
            return key.path.rsplit(".", 1)[-1], inner
    return None


def _field(key: str, value: Value, table: str, named: Named, optional: bool) -> list[FilterSeen]:
    column = named(key.strip("$").rsplit(".", 1)[-1])
    owner = "" if key.startswith("$") else table
    if isinstance(value, ObjectValue):
        found: list[FilterSeen] = []
        for spread in value.spreads:
            found += _compared(column, spread, owner, optional)
        for name, inner in value.fields.items():
            if name.startswith("$"):
                found.append(FilterSeen(column, _OPERATORS.get(name[1:], "="), inner, owner, optional))
        return found
    if isinstance(value, Choice) and any(isinstance(one, ObjectValue) for one in value.values()):
        return [f for one in value.values() for f in _field(key, one, table, named, True)]
    operator = "in" if isinstance(value, (ListValue, Collected)) else "="
    return [FilterSeen(column, operator, value, owner, optional)]


def _compared(column: str, value: Value, table: str, optional: bool) -> list[FilterSeen]:
    pair = _operator_pair(value)
    if pair is None:
        return []
    name, inner = pair
    if name in ("or", "and"):
        options = inner.inputs() if isinstance(inner, ListValue) else [inner]
        records = [one for one in options if isinstance(one, ObjectValue)]
        return [
            f
            for one in records
            for spread in one.spreads
            for f in _compared(column, spread, table, name == "or")
        ]
    before, after = _AROUND.get(name, ("", ""))
    around: Value = inner
    if before or after:
        pieces = [Constant(before)] if before else []
        around = Derived("template", (*pieces, inner, *([Constant(after)] if after else [])))
    return [FilterSeen(column, _OPERATORS.get(name, "="), around, table, optional)]
