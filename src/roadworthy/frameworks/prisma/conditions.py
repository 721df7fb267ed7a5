"""Prisma's `where`: `{ userId, OR: [...], author: { is: {...} } }`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.frameworks.events import FilterSeen, one_of
from roadworthy.frameworks.offices import others_ways
from roadworthy.frameworks.prisma.tables import PrismaTable, Relation
from roadworthy.frameworks.zod import Parsed
from roadworthy.interpret import Choice, Constant, Derived, ListValue, ObjectValue, Value
from roadworthy.interpret.expressions import Collected
from roadworthy.interpret.operations import Logical
from roadworthy.interpret.values import is_nothing
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret import Run

_OPERATORS = {
    "equals": "=", "in": "in", "notIn": "!=", "lt": "<", "lte": "<=", "gt": ">", "gte": ">=", "not": "!=",
    "contains": "like", "startsWith": "like", "endsWith": "like", "has": "in", "hasSome": "in", "hasEvery": "in",
    "search": "text", "string_contains": "like", "array_contains": "in", "isEmpty": "=",
}  # fmt: skip
_AROUND = {
    "contains": (True, True),
    "startsWith": (False, True),
    "endsWith": (True, False),
    "string_contains": (True, True),
}
_NESTED = ("is", "isNot", "some", "every", "none")
RECORD = "record"


def spelled_out(run: Run, value: Value | None, node: form.Node) -> Value | None:
    """A `where` that is what a schema let through (`where: input`), by the names that the schema knows."""
    if isinstance(value, Parsed) and value.schema.fields and not value.schema.passes:
        named = ObjectValue({name: value.member(run, name, node) for name in value.schema.fields}, node=node)
        named.maybe = {name: () for name, one in value.schema.fields.items() if "optional" in one.rules}
        return named
    if isinstance(value, ObjectValue) and any(isinstance(one, Parsed) for one in value.spreads):
        spreads = [spelled_out(run, one, node) or one for one in value.spreads]
        record = ObjectValue(value.fields, spreads, value.node, value.path)
        record.maybe = value.maybe
        return record
    return value


def filters_of(value: Value | None, table: PrismaTable, *, optional: bool = False) -> list[FilterSeen]:
    """The filters of a `where`."""
    if value is None or isinstance(value, Constant):
        return []
    if isinstance(value, ObjectValue):
        found: list[FilterSeen] = []
        for name, inner in value.fields.items():
            found += _entry(name, inner, table, optional or name in value.maybe)
        for spread in value.spreads:
            found += filters_of(spread, table, optional=optional)
        return found
    if isinstance(value, (ListValue, Collected)):
        return [f for one in value.inputs() for f in filters_of(one, table, optional=optional)]
    if isinstance(value, Choice):
        return one_of([filters_of(one, table, optional=optional) for one in others_ways(value)])
    if isinstance(value, Logical):
        return [f for one in value.inputs() for f in filters_of(one, table, optional=True)]
    if isinstance(value, Derived) and value.operation == "computed key":
        return []
    return [FilterSeen("", RECORD, value, table.name, optional)]


def _entry(name: str, value: Value, table: PrismaTable, optional: bool) -> list[FilterSeen]:
    if name in ("AND", "OR", "NOT"):
        found = (
            _alternatives(value, table, optional)
            if name == "OR"
            else filters_of(value, table, optional=optional)
        )
        negated = [FilterSeen(f.column, "!=", f.value, f.table, f.optional) for f in found]
        return negated if name == "NOT" else found
    fields = table.compound(name)
    if fields and isinstance(value, ObjectValue):
        return filters_of(value, table, optional=optional)
    relation = table.relation(name)
    if relation is not None:
        return _related(value, relation, optional)
    return _compared(table.column_named(name), value, table.name, optional)


def _alternatives(value: Value, table: PrismaTable, optional: bool) -> list[FilterSeen]:
    """`OR: [{ a }, { b, c }]`."""
    if isinstance(value, ListValue) and value.rest is None:
        return one_of([filters_of(one, table, optional=optional) for one in value.items])
    return filters_of(value, table, optional=True)


def _related(value: Value, relation: Relation, optional: bool) -> list[FilterSeen]:
    if isinstance(value, ObjectValue):
        nested = [inner for key, inner in value.fields.items() if key in _NESTED]
        if nested:
            return [f for inner in nested for f in filters_of(inner, relation.target, optional=optional)]
    return filters_of(value, relation.target, optional=optional)


def _compared(column: str, value: Value, table: str, optional: bool) -> list[FilterSeen]:
    if isinstance(value, ObjectValue):
        folded = value.fields.get("mode") is not None
        found = []
        for key, inner in value.fields.items():
            sometimes = optional or key in value.maybe or _may_be_missing(inner)
            if key == "not" and isinstance(inner, ObjectValue):
                found.append(FilterSeen(column, "!=", inner, table, sometimes))
            elif key in _OPERATORS:
                operator = "ilike" if folded and key in _AROUND else _OPERATORS[key]
                found.append(FilterSeen(column, operator, _around(key, inner), table, sometimes))
        for spread in value.spreads:
            found += [FilterSeen(f.column, f.operator, f.value, table, True) for option in spread.inputs()
                      for f in _compared(column, option, table, True) if isinstance(option, ObjectValue)]  # fmt: skip
        return found
    if isinstance(value, Choice) and any(isinstance(one, ObjectValue) for one in value.values()):
        return [
            f for one in value.values() if not is_nothing(one) for f in _compared(column, one, table, True)
        ]
    if is_nothing(value):
        return [FilterSeen(column, "is null", value, table, optional)]
    return [FilterSeen(column, "=", value, table, optional or _may_be_missing(value))]


def _may_be_missing(value: Value) -> bool:
    """`status ? status : undefined`: Prisma leaves out what is undefined."""
    return (
        isinstance(value, (Choice, Logical)) and any(map(is_nothing, value.inputs())) and not _is_row(value)
    )


def _is_row(value: Value) -> bool:
    """A row that was found or not is none of that kind: code goes on with it once it was found."""
    return any(hasattr(one, "query") for one in value.inputs())


def _around(key: str, value: Value) -> Value:
    before, after = _AROUND.get(key, (False, False))
    if not before and not after:
        return value
    pieces = [Constant("%")] * before + [value] + [Constant("%")] * after
    return Derived("template", tuple(pieces))


def ordering(value: Value | None, table: PrismaTable) -> list[tuple[str, bool]]:
    """`orderBy: [{ createdAt: "desc" }, { name: "asc" }]`."""
    if isinstance(value, (ListValue, Choice, Logical)):
        return [found for one in value.inputs() for found in ordering(one, table)]
    found = []
    for name, inner in value.fields.items() if isinstance(value, ObjectValue) else ():
        if table.relation(name) is None and name != "_count":
            direction = inner.fields.get("sort") if isinstance(inner, ObjectValue) else inner
            down = isinstance(direction, Constant) and direction.value == "desc"
            found.append((table.column_named(name), down))
    return found
