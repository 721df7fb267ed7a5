"""Statements under construction: `select(User).where(...)`. Every step makes a new one, as in SQLAlchemy."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from roadworthy.app.origin import Origin
from roadworthy.frameworks.events import FilterSeen, WriteSeen
from roadworthy.frameworks.origins import origin_of
from roadworthy.frameworks.pydantic import Body
from roadworthy.frameworks.sqlalchemy.columns import (
    ColumnExpression,
    ColumnModel,
    ConditionModel,
    filters_of,
    ordering,
)
from roadworthy.frameworks.sqlalchemy.groups import distinct, group
from roadworthy.frameworks.sqlalchemy.meeting import met
from roadworthy.frameworks.sqlalchemy.parents import of_parent
from roadworthy.frameworks.sqlalchemy.tables import RelationDeclaration, TableModel
from roadworthy.frameworks.zod import Parsed
from roadworthy.interpret import (
    Args,
    Choice,
    ClassValue,
    Constant,
    Derived,
    External,
    ListValue,
    Model,
    ObjectValue,
    Run,
    Unknown,
    Value,
)
from roadworthy.languages import form


class Mapping:
    """Which class is mapped to which table, and which relation has which other side. `session` is the one that all of
    an application shares (Flask-SQLAlchemy's `db.session`)."""

    def __init__(self) -> None:
        self.by_class: dict[int, TableModel] = {}
        self.by_name: dict[str, TableModel] = {}
        self.tables: dict[str, TableModel] = {}
        self.session: Any = None
        self._back: dict[str, dict[str, RelationDeclaration]] = {}

    def add(self, table: TableModel) -> None:
        """Remembers a mapped class, and the ways back that its relations give to other classes."""
        if table.kind is None:
            return
        self.by_class[id(table.kind)] = table
        self.by_name[table.kind.name] = table
        for relation in table.relations.values():
            if relation.backref is not None:
                name, options = relation.backref
                between = relation.arguments.keywords.get("secondary")
                through = {"secondary": between} if between is not None else {}
                back = RelationDeclaration(Args([Constant(table.kind.name)], {**options.keywords, **through}))
                self._back.setdefault(relation.target, {})[name] = back
        for target, named in self._back.items():
            if target in self.by_name:
                known = self.by_name[target].relations
                known.update({name: back for name, back in named.items() if name not in known})

    def of(self, value: Value | None) -> TableModel | None:
        """The table of a mapped class, of a subclass of one, or a table itself."""
        if isinstance(value, TableModel):
            return value
        if not isinstance(value, ClassValue):
            return None
        for kind in [value, *value.ancestors()]:
            if id(kind) in self.by_class:
                return self.by_class[id(kind)]
        return None


class RelationAttribute(Model):
    """`User.items`, in options, joins and conditions."""

    __slots__ = ("name", "table", "target")

    def __init__(self, name: str, table: TableModel, target: TableModel | None) -> None:
        self.name, self.table, self.target = name, table, target

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        filters = [f for value in args.positional for f in filters_of(value)]
        return ConditionModel(filters)

    def operate(self, run: Run, operator: str, operands: tuple[Value, ...], node: form.Node) -> Value | None:
        """`Item.owner == user` compares the foreign key."""
        other = operands[1] if operands[0] is self else operands[0]
        column = foreign_column(self.table, self.target)
        if operator not in ("==", "!=") or column is None:
            return None
        key = other.member(run, "id", node)
        sign = "=" if operator == "==" else "!="
        return ConditionModel([FilterSeen(column, sign, key, self.table.name)])


def foreign_column(table: TableModel, target: TableModel | None) -> str | None:
    """The column of a table that refers to another table."""
    if target is None:
        return None
    for column in table.columns.values():
        record = column.record().references
        if record is not None and record.table == target.name:
            return column.name
    return None


class Statement(Model):
    """A statement. `root` is the one that it was made from: what happens to it in branches is still one query."""

    def __init__(self, operation: str, table: TableModel | None, mapping: Mapping) -> None:
        self.operation, self.table, self.mapping = operation, table, mapping
        self.root: object = self
        self.entities: list[Value] = []
        self.filters: list[FilterSeen] = []
        self.writes: list[WriteSeen] = []
        self.spreads: list[Value] = []
        self.order: list[tuple[str, bool]] = []
        self.joins: list[tuple[str, str, str]] = []
        self.eager: list[str] = []
        self.limit: Value | None = None
        self.lock = self.grouped = False
        self.groups: list[tuple[str, str]] = []
        self.conflict = ""

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        step = _STEPS.get(name)
        made = copy.copy(self)
        for attribute in ("filters", "writes", "spreads", "order", "joins", "eager", "entities"):
            setattr(made, attribute, list(getattr(self, attribute)))
        if step is not None:
            step(made, run, args, node)
        return made

    def meets(self, other: Value) -> Value | None:
        """One statement for two that came from the same start by different branches."""
        return met(self, other) if isinstance(other, Statement) else None

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in ("c", "columns", "selected_columns") and self.table is not None:
            return self.table.member(run, "c", node)
        if name == "excluded" and self.table is not None:
            return Excluded(self.table)
        return Derived(f".{name}", (self,), node)

    def truth(self) -> bool | None:
        return None

    def origin(self, depth: int) -> Origin:
        """A statement as a value is a subquery."""
        inputs = tuple(origin_of(f.value, depth + 1) for f in self.filters)
        return Origin(
            "computed", operation="subquery", inputs=inputs, table=self.table.name if self.table else ""
        )

    @property
    def columns(self) -> list[str]:
        """What is selected, when it is not whole rows."""
        named = [_column_text(value) for value in self.entities]
        return [name for name in named if name] if all(named) else []

    def write(self, key: str, value: Value) -> None:
        """`values(key=value)`; later values win."""
        name = self.table.column_named(key) if self.table is not None else key
        self.writes = [w for w in self.writes if w.column != name]
        self.writes.append(WriteSeen(name, value, is_arithmetic(value)))


class Excluded(Model):
    """`statement.excluded`: the row that was refused by ON CONFLICT."""

    __slots__ = ("table",)

    def __init__(self, table: TableModel) -> None:
        self.table = table

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Derived(f"excluded.{name}", (), node)


def _column_text(value: Value) -> str:
    if isinstance(value, ColumnModel):
        return value.name
    if isinstance(value, ColumnExpression):
        return f"{value.operation}({value.column.name if value.column is not None else '*'})"
    return ""


def is_arithmetic(value: Value) -> bool:
    """Whether the database computes the value from the row itself."""
    return isinstance(value, ColumnExpression) and value.column is not None


def start(operation: str, about: Value | None, args: Args, mapping: Mapping | None = None) -> Statement:
    """`select(...)`, `insert(...)`, `update(...)`, `delete(...)`."""
    known = mapping or Mapping()
    statement = Statement(operation, known.of(about), known)
    if operation == "select":
        statement.entities = _entities(args.positional, known) or ([about] if about is not None else [])
        tables = (table_of(entity, known) for entity in statement.entities)
        statement.table = next((table for table in tables if table is not None), statement.table)
    return statement


def _entities(values: list[Value], mapping: Mapping) -> list[Value]:
    flat: list[Value] = []
    for value in values:
        flat.extend(value.items if isinstance(value, ListValue) else [value])
    return flat


def table_of(value: Value, mapping: Mapping) -> TableModel | None:
    """The table that something selected belongs to."""
    if isinstance(value, ColumnExpression):
        return value.column.table if value.column is not None else None
    if isinstance(value, Statement):
        return value.table
    if isinstance(value, Choice):
        return next((t for t in (table_of(v, mapping) for v in value.values()) if t is not None), None)
    return mapping.of(value)


# --- steps -------------------------------------------------------------------------------------------


def _where(made: Statement, run: Run, args: Args, node: form.Node) -> None:
    for value in args.positional:
        made.filters += filters_of(value)


def _filter_by(made: Statement, run: Run, args: Args, node: form.Node) -> None:
    table = made.table
    for key, value in args.keywords.items():
        relation = table.relations.get(key) if table is not None else None
        if table is not None and relation is not None:
            column = foreign_column(table, made.mapping.by_name.get(relation.target)) or key
            made.filters.append(FilterSeen(column, "=", value.member(run, "id", node), table.name))
        else:
            name = table.column_named(key) if table is not None else key
            made.filters.append(FilterSeen(name, "=", value, table.name if table is not None else ""))


def _with_parent(made: Statement, run: Run, args: Args, node: form.Node) -> None:
    made.filters += of_parent(run, made.table, args.get(0, "instance"), node)


def _from(made: Statement, run: Run, args: Args, node: form.Node) -> None:
    given = args.get(0)
    if isinstance(given, Statement):
        made.table, made.filters = given.table, [*given.filters, *made.filters]
        made.root = given.root
    elif given is not None:
        made.table = made.mapping.of(given) or made.table


def _join(made: Statement, run: Run, args: Args, node: form.Node) -> None:
    target, on = args.get(0, "target"), args.get(1, "onclause")
    if isinstance(target, RelationAttribute):
        table, on = target.target, None
    else:
        table = made.mapping.of(target)
    if table is None:
        return
    pair = on.pair if isinstance(on, ConditionModel) else None
    left = foreign_column(made.table, table) if made.table is not None else None
    names = (pair[0].name, pair[1].name) if pair is not None else (left or "", "id" if left else "")
    made.joins.append((table.name, *names))
    if isinstance(on, ConditionModel):
        made.filters += [f for f in on.filters if not isinstance(f.value, ColumnModel)]


def _outer_join(made: Statement, run: Run, args: Args, node: form.Node) -> None:
    """An outer join leaves no row out: what stands in its ON chooses among the joined rows only."""
    before = len(made.filters)
    _join(made, run, args, node)
    added = made.filters[before:]
    made.filters[before:] = [FilterSeen(f.column, f.operator, f.value, f.table, True) for f in added]


def _order(made: Statement, run: Run, args: Args, node: form.Node) -> None:
    made.order += ordering(args.positional)


def _limit(made: Statement, run: Run, args: Args, node: form.Node) -> None:
    made.limit = args.get(0) or Unknown()


def _slice(made: Statement, run: Run, args: Args, node: form.Node) -> None:
    made.limit = args.get(1) or Unknown()


def _lock(made: Statement, run: Run, args: Args, node: form.Node) -> None:
    shared = args.keywords.get("read")
    made.lock = not (isinstance(shared, Constant) and shared.value is True)


def _options(made: Statement, run: Run, args: Args, node: form.Node) -> None:
    for value in args.positional:
        inner = value.arguments.all() if isinstance(value, External) and value.arguments is not None else []
        made.eager += [attribute.name for attribute in inner if isinstance(attribute, RelationAttribute)]


def _only(made: Statement, run: Run, args: Args, node: form.Node) -> None:
    made.entities = _entities(args.positional, made.mapping)


def _returning(made: Statement, run: Run, args: Args, node: form.Node) -> None:
    made.entities = _entities(args.positional, made.mapping)


def _values(made: Statement, run: Run, args: Args, node: form.Node) -> None:
    for value in args.positional:
        write_record(made, run, value, node)
    for key, value in args.keywords.items():
        if key.startswith("**"):
            write_record(made, run, value, node)
        else:
            made.write(key, value)


def write_record(made: Statement, run: Run, record: Value, node: form.Node) -> None:
    """Values given as a whole record: by name where the names are known."""
    if isinstance(record, (ListValue, Derived)):
        inner = record.element(run)
        record = inner if isinstance(inner, (ObjectValue, Parsed)) else record
    if isinstance(record, Choice):
        known = [value for value in record.values() if isinstance(value, ObjectValue)]
        for value in known:
            write_record(made, run, value, node)
        made.spreads += [] if known else [record]
    elif isinstance(record, ObjectValue):
        for key, given in record.fields.items():
            made.write(key, given)
        for spread in record.spreads:
            if isinstance(spread, Derived) and spread.operation == "computed key" and _is_column(spread):
                made.write(_column_text(spread.operands[0]), spread.operands[1])
            else:
                write_record(made, run, spread, node)
    elif isinstance(record, Body):
        for key in record.names():
            made.write(key, record.member(run, key, node))
        made.spreads += [record] if record.schema.passes else []
    elif isinstance(record, Parsed) and record.schema.fields and "[]" not in record.schema.fields:
        for key in record.schema.fields:
            made.write(key, record.member(run, key, node))
    else:
        made.spreads.append(record)


def _is_column(entry: Derived) -> bool:
    return len(entry.operands) == 2 and isinstance(entry.operands[0], ColumnModel)


def _conflict(made: Statement, run: Run, args: Args, node: form.Node) -> None:
    elements = args.keywords.get("index_elements") or args.keywords.get("constraint")
    items = elements.items if isinstance(elements, ListValue) else [elements]
    names = [_column_text(v) if isinstance(v, ColumnExpression) else str(v.value) for v in items
             if isinstance(v, (ColumnExpression, Constant))]  # fmt: skip
    made.conflict = ",".join(names) or "any"


_STEPS: dict[str, Callable[[Statement, Run, Args, form.Node], None]] = {
    "where": _where,
    "filter": _where,
    "having": _where,
    "filter_by": _filter_by,
    "with_parent": _with_parent,
    "select_from": _from,
    "join": _join,
    "outerjoin": _outer_join,
    "join_from": _join,
    "order_by": _order,
    "group_by": group,
    "distinct": distinct,
    "limit": _limit,
    "fetch": _limit,
    "slice": _slice,
    "with_for_update": _lock,
    "options": _options,
    "with_only_columns": _only,
    "with_entities": _only,
    "returning": _returning,
    "values": _values,
    "on_conflict_do_nothing": _conflict,
    "on_conflict_do_update": _conflict,
    "on_duplicate_key_update": _conflict,
}
