"""TypeORM's `where`: `{ user: { id }, price: MoreThan(10), name: ILike(`%${q}%`) }`, an object or several of which one holds."""

from __future__ import annotations

from roadworthy.frameworks.events import FilterSeen, one_of
from roadworthy.frameworks.rows import Row
from roadworthy.frameworks.sql_spelling import spelled
from roadworthy.frameworks.typeorm.entities import EntityTable
from roadworthy.interpret import Choice, Closure, Constant, External, ListValue, ObjectValue, Run, Value
from roadworthy.interpret.context import Args
from roadworthy.interpret.expressions import Collected
from roadworthy.interpret.operations import Logical

RECORD = "record"
SPLICED = "sql"
_OPERATORS = {
    "Equal": "=", "Not": "!=", "LessThan": "<", "LessThanOrEqual": "<=", "MoreThan": ">", "MoreThanOrEqual": ">=",
    "Like": "like", "ILike": "ilike", "In": "in", "Any": "in", "IsNull": "is null", "Between": ">=",
    "ArrayContains": "in", "ArrayOverlap": "in", "ArrayContainedBy": "in", "JsonContains": "in",
}  # fmt: skip


def filters_of(
    run: Run, value: Value | None, entity: EntityTable, *, optional: bool = False
) -> list[FilterSeen]:
    """The filters of a `where`."""
    if value is None or isinstance(value, Constant):
        return []
    if isinstance(value, ObjectValue):
        found: list[FilterSeen] = []
        for key, inner in value.fields.items():
            found += _field(run, key, inner, entity, optional or key in value.maybe)
        for spread in value.spreads:
            found += filters_of(run, spread, entity, optional=optional)
        return found
    if isinstance(value, (ListValue, Collected)):
        ways = [filters_of(run, one, entity, optional=optional) for one in value.inputs()]
        return one_of(ways) if len(ways) > 1 else [f for way in ways for f in way]
    if isinstance(value, Choice):
        return one_of([filters_of(run, one, entity, optional=optional) for one in value.values()])
    if isinstance(value, Logical):
        return [f for one in value.inputs() for f in filters_of(run, one, entity, optional=True)]
    return [FilterSeen("", RECORD, value, entity.name, optional)]


def _field(run: Run, key: str, value: Value, entity: EntityTable, optional: bool) -> list[FilterSeen]:
    one = entity.relation(key)
    if one is not None:
        return _related(run, entity, key, value, optional)
    column = entity.column_named(key)
    if isinstance(value, Choice):
        return [f for each in value.values() for f in _field(run, key, each, entity, True)]
    if isinstance(value, External) and value.path.startswith("typeorm."):
        return _operator(run, column, value, entity, optional)
    operator = "in" if isinstance(value, (ListValue, Collected)) else "="
    return [FilterSeen(column, operator, value, entity.name, optional)]


def _operator(
    run: Run, column: str, value: External, entity: EntityTable, optional: bool
) -> list[FilterSeen]:
    """`In([...])`, `Raw((alias) => `...`)`, `Not(Equal(x))`."""
    name = value.path.removeprefix("typeorm.").removesuffix("()")
    given = value.arguments.positional if value.arguments is not None else []
    first: Value = given[0] if given else Constant(None)
    if name == "Raw":
        text = (
            run.call(first, Args([Constant(column)]), first.function) if isinstance(first, Closure) else first
        )
        return [FilterSeen("", SPLICED, one, entity.name, optional) for one in spelled(text)[1]]
    if name in ("And", "Or"):
        return [f for one in given for f in _field(run, column, one, entity, optional or name == "Or")]
    return [FilterSeen(column, _OPERATORS.get(name, "="), first, entity.name, optional)]


def _related(run: Run, entity: EntityTable, key: str, value: Value, optional: bool) -> list[FilterSeen]:
    """`{ author: { id } }` asks for the column that holds the author's key; what else is asked, of the author's table."""
    one = entity.relation(key)
    assert one is not None
    target = entity.target(one)
    if not isinstance(value, ObjectValue):
        if one.holds:
            return [FilterSeen(entity.holder(one), "=", key_of(run, value, target), entity.name, optional)]
        return filters_of(run, value, target, optional=optional) if target is not None else []
    if target is None:
        own = value.fields.get("id") if one.holds else None
        return [FilterSeen(entity.holder(one), "=", own, entity.name, optional)] if own is not None else []
    found = filters_of(run, value, target, optional=optional)
    if not one.holds:
        return found
    return [
        FilterSeen(entity.holder(one), f.operator, f.value, entity.name, f.optional)
        if f.column == target.key and f.table == target.name
        else f
        for f in found
    ]


def key_of(run: Run, value: Value, target: EntityTable | None) -> Value:
    """What is kept of a row that stands in a relation: its key. A key that is given as such is itself."""
    field = target.key_field if target is not None else "id"
    if isinstance(value, ObjectValue) and field in value.fields:
        return value.fields[field]
    if isinstance(value, Choice):
        return run.join([(key_of(run, one, target), ()) for one in value.values()])
    if isinstance(value, Row) and not value.path:
        return value.member(run, field, value.query.node)
    return value
