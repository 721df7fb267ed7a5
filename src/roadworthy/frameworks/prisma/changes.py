"""Prisma's `data`: columns, arithmetic and nested writes (`lines: { create: [...] }`)."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.frameworks.events import FilterSeen, QuerySeen, WriteSeen
from roadworthy.frameworks.prisma.conditions import filters_of
from roadworthy.frameworks.prisma.tables import PrismaTable, Relation
from roadworthy.frameworks.rows import Row, emit_query
from roadworthy.interpret import Choice, Condition, Constant, ListValue, ObjectValue, Run, Value
from roadworthy.interpret.expressions import Collected
from roadworthy.interpret.operations import Logical

_ATOMIC = {"increment", "decrement", "multiply", "divide", "push"}
_NESTED_OPERATIONS = {"create": "insert", "createMany": "insert", "connectOrCreate": "upsert", "upsert": "upsert",
                      "update": "update", "updateMany": "update", "delete": "delete", "deleteMany": "delete",
                      "connect": "update", "set": "update", "disconnect": "update"}  # fmt: skip


class Nested(Struct, frozen=True):
    """A write of related rows that goes with the one of its parent."""

    operation: str
    relation: Relation
    value: Value


def write(seen: QuerySeen, value: Value | None, table: PrismaTable) -> list[Nested]:
    """Puts the columns of `data` into a query; gives the writes of related rows."""
    nested: list[Nested] = []
    if isinstance(value, ObjectValue):
        for name, inner in value.fields.items():
            relation = table.relation(name)
            if relation is not None:
                nested += _relation(seen, relation, inner)
            else:
                seen.writes.append(_column(table.column_named(name), inner, value.maybe.get(name, ())))
        for spread in value.spreads:
            nested += write(seen, spread, table)
    elif isinstance(value, (ListValue, Collected)):
        inside = value.made if isinstance(value, Collected) else value
        for one in inside.inputs():
            nested += write(seen, one, table)
    elif isinstance(value, (Choice, Logical)):
        for one in _ways(value):
            nested += write(seen, one, table)
    elif value is not None and not isinstance(value, Constant):
        seen.spreads.append(value)
    return nested


def _ways(value: Choice | Logical) -> tuple[Value, ...]:
    """What is written one way or another: `...(tags && { tags })` writes nothing of the test itself."""
    return value.outcomes() if isinstance(value, Logical) else value.inputs()


def _column(name: str, value: Value, when: tuple[Condition, ...]) -> WriteSeen:
    if isinstance(value, ObjectValue):
        atomic = next((key for key in value.fields if key in _ATOMIC), "")
        if atomic:
            return WriteSeen(name, value.fields[atomic], True, when)
        if set(value.fields) == {"set"}:
            return WriteSeen(name, value.fields["set"], False, when)
    return WriteSeen(name, value, False, when)


def _relation(seen: QuerySeen, relation: Relation, value: Value) -> list[Nested]:
    found: list[Nested] = []
    if isinstance(value, (Choice, Logical)):
        return [n for option in _ways(value) for n in _relation(seen, relation, option)]
    for name, inner in value.fields.items() if isinstance(value, ObjectValue) else ():
        if name == "connect" and relation.holds:
            key = inner.fields.get(relation.far) if isinstance(inner, ObjectValue) else None
            keys = list(inner.fields.values()) if isinstance(inner, ObjectValue) else []
            seen.writes.append(WriteSeen(relation.near, key or (keys[0] if keys else inner)))
        elif name == "disconnect" and relation.holds:
            seen.writes.append(WriteSeen(relation.near, Constant(None)))
        elif name in _NESTED_OPERATIONS:
            found.append(Nested(name, relation, inner))
    return found


def run_nested(run: Run, parent: QuerySeen, nested: list[Nested]) -> None:
    """Emits the writes of related rows, in the parent's own transaction."""
    for one in nested:
        target = one.relation.target
        seen = QuerySeen(
            _NESTED_OPERATIONS[one.operation],
            target.name,
            parent.path,
            parent.node,
            parent.context,
            library="prisma",
        )
        seen.context = parent.context.changed(
            transaction=parent.context.transaction or f"{parent.path}:{parent.node.span.start}"
        )
        further = _fill(seen, one, target)
        if seen.operation == "insert" and not one.relation.holds and one.relation.far:
            link = Row(parent, parent.table, (one.relation.near,))
            seen.writes.append(WriteSeen(one.relation.far, link))
        if seen.operation in ("update", "delete") and one.relation.far and not one.relation.holds:
            seen.filters.append(
                FilterSeen(
                    one.relation.far, "=", Row(parent, parent.table, (one.relation.near,)), target.name
                )
            )
        emit_query(run, seen)
        run_nested(run, seen, further)


def _fill(seen: QuerySeen, one: Nested, target: PrismaTable) -> list[Nested]:
    value = one.value
    fields = value.fields if isinstance(value, ObjectValue) else {}
    if one.operation == "create":
        return write(seen, value, target)
    if one.operation == "createMany":
        seen.conflict = "any" if "skipDuplicates" in fields else ""
        return write(seen, fields.get("data"), target)
    if one.operation in ("connectOrCreate", "upsert"):
        seen.filters = filters_of(fields.get("where"), target)
        seen.conflict = ",".join(f.column for f in seen.filters) or "any"
        return [*write(seen, fields.get("create"), target), *write(seen, fields.get("update"), target)]
    if one.operation in ("update", "updateMany"):
        seen.filters = filters_of(fields.get("where"), target)
        return write(seen, fields.get("data", value), target)
    seen.filters = filters_of(value, target)
    return []
