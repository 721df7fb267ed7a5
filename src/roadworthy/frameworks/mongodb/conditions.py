"""MongoDB's filters: `{ user: id, price: { $gte: 10 }, $or: [...] }`."""

from __future__ import annotations

from msgspec.structs import replace

from roadworthy.frameworks.events import FilterSeen, one_of
from roadworthy.interpret import Choice, Condition, Constant, Derived, External, ListValue, ObjectValue, Value
from roadworthy.interpret.operations import Logical

OPERATORS = {
    "$eq": "=",
    "$ne": "!=",
    "$gt": ">",
    "$gte": ">=",
    "$lt": "<",
    "$lte": "<=",
    "$in": "in",
    "$nin": "!=",
    "$all": "in",
    "$exists": "!=",
    "$size": "=",
    "$not": "!=",
    "$mod": "=",
}
RECORD = "record"
"""Operator of a filter that is a record of somebody else's making: which columns and operators it has is theirs."""


def filters_of(value: Value | None, *, optional: bool = False, prefix: str = "") -> list[FilterSeen]:
    """The filters of a filter document."""
    if value is None or (isinstance(value, Constant) and value.value is None):
        return []
    if isinstance(value, ObjectValue):
        return _of_record(value, optional, prefix)
    if isinstance(value, Choice):
        return [
            _where(f, conditions)
            for option, conditions in value.alternatives
            for f in filters_of(option, optional=True, prefix=prefix)
        ]
    if isinstance(value, Logical):
        return [f for option in value.inputs() for f in filters_of(option, optional=True, prefix=prefix)]
    if isinstance(value, Derived) and value.operation == "computed key":
        return _filters_of_field("", value.operands[-1], True, prefix)
    if isinstance(value, Constant):
        return []
    return [FilterSeen("", RECORD, value, "", optional)]


def _of_record(record: ObjectValue, optional: bool, prefix: str) -> list[FilterSeen]:
    found: list[FilterSeen] = []
    for name, value in record.fields.items():
        sometimes = optional or name in record.maybe
        if name in ("$and", "$or", "$nor"):
            found += _joined(name, value, sometimes, prefix)
        elif name == "$text":
            search = value.fields.get("$search") if isinstance(value, ObjectValue) else None
            found.append(FilterSeen("$text", "text", search or value, "", sometimes))
        elif name == "$where":
            found.append(FilterSeen("$where", "where", value, "", sometimes))
        elif not name.startswith("$"):
            put = record.maybe.get(name, ())
            found += [_where(one, put) for one in _filters_of_field(name, value, sometimes, prefix)]
    for spread in record.spreads:
        found += filters_of(spread, optional=optional, prefix=prefix)
    return found


def _where(seen: FilterSeen, conditions: tuple[Condition, ...]) -> FilterSeen:
    return replace(seen, conditions=(*conditions, *seen.conditions)) if conditions else seen


def _joined(name: str, value: Value, optional: bool, prefix: str) -> list[FilterSeen]:
    items = list(value.inputs()) if isinstance(value, (ListValue, Choice)) else [value]
    ways = [filters_of(item, optional=optional, prefix=prefix) for item in items]
    found = one_of(ways) if name == "$or" else [f for way in ways for f in way]
    if name == "$nor":
        return [FilterSeen(f.column, "!=", f.value, f.table, f.optional) for f in found]
    return found


def _filters_of_field(name: str, value: Value, optional: bool, prefix: str) -> list[FilterSeen]:
    column = f"{prefix}{name}"
    if isinstance(value, Choice) and any(isinstance(one, ObjectValue) for one in value.values()):
        return [f for one in value.values() for f in _filters_of_field(name, one, True, prefix)]
    if isinstance(value, ObjectValue):
        operators = [key for key in value.fields if key.startswith("$")]
        if operators:
            return [
                f for key in operators for f in _operator(column, key, value, optional or key in value.maybe)
            ]
    pattern = pattern_of(value)
    if pattern is not None:
        return [FilterSeen(column, "ilike", pattern, "", optional)]
    return [FilterSeen(column, "=", value, "", optional)]


def _operator(column: str, key: str, record: ObjectValue, optional: bool) -> list[FilterSeen]:
    value = record.fields[key]
    if key == "$elemMatch":
        return filters_of(value, optional=optional, prefix=f"{column}.")
    if key == "$regex":
        return [FilterSeen(column, "ilike", pattern_of(value) or _anywhere(value), "", optional)]
    if key == "$exists" and isinstance(value, Constant) and not value.value:
        return [FilterSeen(column, "is null", Constant(None), "", optional)]
    return [FilterSeen(column, OPERATORS[key], value, "", optional)] if key in OPERATORS else []


def pattern_of(value: Value) -> Value | None:
    """A regular expression as the pattern of a LIKE; None for other values."""
    if isinstance(value, Derived) and value.operation == "regex":
        return _anywhere(value)
    if isinstance(value, External) and value.path in ("RegExp()", "re.compile()") and value.arguments:
        return _anywhere(value.arguments.get(0) or value)
    return None


def _anywhere(value: Value) -> Value:
    """`%value%`, unless the expression is anchored at the start."""
    first = value.operands[0] if isinstance(value, Derived) and value.operands else value
    if isinstance(first, Constant) and str(first.value).startswith("^"):
        return Derived("template", (value, Constant("%")))
    return Derived("template", (Constant("%"), value, Constant("%")))
