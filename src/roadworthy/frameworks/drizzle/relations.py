"""Drizzle's relations: `relations(users, ({ many }) => ({ posts: many(posts) }))`, and the rows that `with: { posts: true }` reads along."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.query import Along
from roadworthy.frameworks.drizzle.schema import ColumnModel, TableModel
from roadworthy.frameworks.events import QuerySeen
from roadworthy.frameworks.rows import Row, Rows
from roadworthy.interpret import (
    Args,
    Closure,
    Constant,
    External,
    ListValue,
    Model,
    ObjectValue,
    Run,
    Value,
)
from roadworthy.languages import form

# Relations within relations that are followed.
_DEEPEST = 6


class Relation(Struct, frozen=True):
    """Rows of `target` that belong to a row, or the one that it belongs to: tied by the column `near` of the row to `far` of the target."""

    many: bool
    target: TableModel
    near: str = ""
    far: str = ""


class Maker(Model):
    """`one` and `many`, as the function that tells a table's relations is given them."""

    __slots__ = ("many",)

    def __init__(self, many: bool) -> None:
        self.many = many

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        target, options = args.get(0), args.get(1)
        tied = options.fields if isinstance(options, ObjectValue) else {}
        return Made(self.many, target, _column(tied.get("fields")), _column(tied.get("references")))


class Made(Model):
    """What `one(users, { fields, references })` gives."""

    __slots__ = ("far", "many", "near", "target")

    def __init__(self, many: bool, target: Value | None, near: str, far: str) -> None:
        self.many, self.target, self.near, self.far = many, target, near, far


def _column(value: Value | None) -> str:
    first = value.items[0] if isinstance(value, ListValue) and value.items else None
    return first.name if isinstance(first, ColumnModel) else ""


def declare(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """Keeps what tells the relations of a table until they are asked for: the other tables may stand in files that are read later."""
    table, told = args.get(0), args.get(1)
    if isinstance(table, TableModel) and isinstance(told, Closure):
        table.relations.append(told)
    return None


def relations_of(run: Run, table: TableModel) -> dict[str, Relation]:
    """The relations of a table by their names."""
    found: dict[str, Relation] = {}
    for told in table.relations:
        makers = ObjectValue({"one": Maker(False), "many": Maker(True)})
        with run.branch():
            made = run.call(told, Args([makers]), told.function)
        for name, one in made.fields.items() if isinstance(made, ObjectValue) else ():
            if isinstance(one, Made) and isinstance(one.target, TableModel):
                found[name] = Relation(one.many, one.target, one.near, one.far)
    return found


def read_along(
    run: Run, seen: QuerySeen, table: TableModel, asked: Value | None, depth: int = 0
) -> dict[str, Value]:
    """The rows that a `with` reads along, by the names of the relations; what is seen of them is put into the query."""
    if not isinstance(asked, ObjectValue) or depth == _DEEPEST:
        return {}
    known, rows = relations_of(run, table), dict[str, Value]()
    for name, inner in asked.fields.items():
        relation = known.get(name)
        if relation is None or (isinstance(inner, Constant) and not inner.value):
            continue
        further = inner.fields if isinstance(inner, ObjectValue) else {}
        near, far = _tie(run, table, relation)
        seen.joins.append((relation.target.name, near, far))
        seen.along.append(
            Along(relation.target.name, tuple(partial_columns(relation.target, further.get("columns"))))
        )
        if relation.many and not depth and "limit" not in further:
            seen.parts.append((relation.target.name, far))
        within = read_along(run, seen, relation.target, further.get("with"), depth + 1)
        row = Row(seen, relation.target.name, (), relation.target.column_named, within)
        rows[name] = Rows(seen, row) if relation.many else row
    return rows


def _tie(run: Run, table: TableModel, relation: Relation) -> tuple[str, str]:
    """The columns of a relation: those of `many` are told by the `one` at its other end."""
    if relation.near or not relation.many:
        return relation.near, relation.far
    back = next((one for one in relations_of(run, relation.target).values() if one.target is table), None)
    return (back.far, back.near) if back is not None else ("", "")


def partial_columns(table: TableModel | None, asked: Value | None) -> list[str]:
    """The columns that `columns: { id: true }` or `{ passwordHash: false }` leaves of a row, [] for all of them: beside one that is
    wanted, those that are not say nothing (https://orm.drizzle.team/docs/rqb#partial-fields-select)."""
    if table is None or not isinstance(asked, ObjectValue) or asked.spreads:
        return []
    said = {
        name: value.value if isinstance(value, Constant) else None for name, value in asked.fields.items()
    }
    if any(wanted is not False for wanted in said.values()):
        return [table.column_named(name) for name, wanted in said.items() if wanted is not False]
    return [column.name for name, column in table.columns.items() if name not in said] if said else []
