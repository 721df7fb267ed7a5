"""Rows as TypeORM hands them out: objects of the entity's class, with what was read along."""

from __future__ import annotations

from roadworthy.app.query import Along
from roadworthy.frameworks.events import FilterSeen, QuerySeen, WriteSeen
from roadworthy.frameworks.optional_fields import with_optional
from roadworthy.frameworks.rows import Rows, emit_query
from roadworthy.frameworks.saved_rows import SavedRow
from roadworthy.frameworks.typeorm.conditions import key_of
from roadworthy.frameworks.typeorm.entities import EntityTable
from roadworthy.frameworks.typeorm.relations import Relation, back
from roadworthy.interpret import Args, Constant, Derived, ListValue, ObjectValue, Run, Value
from roadworthy.interpret.expressions import Collected
from roadworthy.interpret.values import is_false
from roadworthy.languages import form

_OWN = {"save", "remove", "softRemove", "recover", "reload", "hasId"}


class EntityRow(SavedRow):
    """A row of an entity that was read, or (`stored` False) one that was made."""

    __slots__ = ("source",)

    def __init__(self, query: QuerySeen, source: EntityTable, *, stored: bool = True) -> None:
        super().__init__(query, source, stored=stored)
        self.source = source

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        one = self.source.relation(name)
        if one is None or name in self.related or name in self.known:
            return super().member(run, name, node)
        return self.led_to(run, one)

    def led_to(self, run: Run, one: Relation) -> Value:
        """What a relation leads to; of the row at its end the key is known, it stands in this one."""
        target = self.source.target(one)
        if target is None:
            return self.field(self.source.holder(one) if one.holds else one.field)
        inner = EntityRow(self.query, target)
        if one.holds:
            inner.known = {target.key_field: self.field(self.source.holder(one))}
        self.related = {**self.related, one.field: Rows(self.query, inner) if one.many else inner}
        return self.related[one.field]

    def set_member(self, run: Run, name: str, value: Value) -> None:
        one = self.source.relation(name)
        if one is None:
            super().set_member(run, name, value)
            return
        if one.holds:
            column = self.source.holder(one)
            self.change(column, key_of(run, value, self.source.target(one)))
        self.known = {**self.known, name: value}

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in _OWN and self.source.method(run, name) is None:
            return self._own(run, name, node)
        return super().call_member(run, name, args, node)

    def _seen(self, run: Run, operation: str, node: form.Node, transaction: str) -> QuerySeen:
        seen = super()._seen(run, operation, node, transaction)
        seen.left_out = self.source.kept_back(run)
        return seen

    def _own(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "save":
            return self.save(run, node)
        if name == "remove":
            return self.remove(run, node)
        if name in ("softRemove", "recover"):
            return self.mark(run, node, deleted=name == "softRemove")
        return self

    def mark(self, run: Run, node: form.Node, *, deleted: bool, transaction: str = "") -> Value:
        """Says in the row itself that it is deleted, or no more."""
        seen = self._seen(run, "update", node, transaction)
        seen.filters, seen.one = [self.key_filter()], True
        now: Value = Derived("now", (), node) if deleted else Constant(None)
        seen.writes = [WriteSeen(self.source.deletion or "deletedAt", now)]
        emit_query(run, seen)
        return self


def made_row(run: Run, source: EntityTable, record: Value | None, node: form.Node) -> EntityRow:
    """A row that is not stored yet."""
    seen = QuerySeen("insert", source.name, run.module, node, run.context, library="typeorm")
    seen.left_out = source.kept_back(run)
    made = EntityRow(seen, source, stored=False)
    made.take(run, record)
    return made


def writes_of(run: Run, source: EntityTable, record: Value | None) -> tuple[list[WriteSeen], list[Value]]:
    """The columns that a record writes, and the records that are written as they are."""
    if not isinstance(record, ObjectValue):
        return [], [record] if record is not None and not isinstance(record, Constant) else []
    found, record = [], with_optional(record)
    for key, value in record.fields.items():
        one, when = source.relation(key), record.maybe.get(key, ())
        # `() => "stock - 1"`: the database works it out from the row itself.
        computed = getattr(value, "function", None) is not None
        if one is None:
            found.append(WriteSeen(source.column_named(key), value, computed, when))
        elif one.holds:
            found.append(WriteSeen(source.holder(one), key_of(run, value, source.target(one)), False, when))
    return found, list(record.spreads)


def read_along(
    run: Run,
    seen: QuerySeen,
    row: EntityRow,
    asked: Value | None,
    chosen: Value | None = None,
    *,
    eager: bool = True,
) -> None:
    """`relations: ["author", "comments.author"]` or `{ author: true }`, and those that always come along."""
    wanted = _wanted(asked)
    if eager:
        for one in row.source.relations:
            if one.eager:
                wanted.setdefault(one.field, None)
    for field, further in wanted.items():
        own = row.source.relation(field)
        if own is not None:
            _join(run, seen, row, own, further, _of(chosen, field))


def _join(
    run: Run, seen: QuerySeen, row: EntityRow, one: Relation, further: Value | None, chosen: Value | None
) -> None:
    target = row.source.target(one)
    if target is None or len(seen.joins) > 12:
        return
    row.led_to(run, one)
    led = row.related[one.field]
    inner = led.row if isinstance(led, Rows) else led
    near, far = ends(row.source, one, target)
    seen.joins.append((target.name, near, far))
    if one.kind == "OneToMany" and row.source.name == seen.table:
        seen.parts.append((target.name, far))
    shown = tuple(columns_of(target, chosen) or target.shown)
    seen.along.append(Along(target.name, shown, tuple(target.kept_back(run))))
    if isinstance(inner, EntityRow):
        read_along(run, seen, inner, further, chosen, eager=False)


def ends(source: EntityTable, one: Relation, target: EntityTable) -> tuple[str, str]:
    """The columns that a relation compares: of its own table, of the other."""
    if one.holds:
        return source.holder(one), one.referenced or target.key
    other = back(one, target)
    return source.key, target.holder(other) if other is not None else target.key


def columns_of(source: EntityTable, chosen: Value | None) -> list[str]:
    """The columns that `select` names, [] for all."""
    if isinstance(chosen, ObjectValue):
        names = [name for name in chosen.fields if source.relation(name) is None]
    elif isinstance(chosen, ListValue):
        names = [str(one.value) for one in chosen.items if isinstance(one, Constant)]
    else:
        return []
    return [source.column_named(name) for name in names]


def _of(chosen: Value | None, field: str) -> Value | None:
    return chosen.fields.get(field) if isinstance(chosen, ObjectValue) else None


def _wanted(asked: Value | None) -> dict[str, Value | None]:
    """Each relation that is asked for, with what is asked for behind it."""
    if isinstance(asked, ObjectValue):
        return {name: value for name, value in asked.fields.items() if not is_false(value)}
    found: dict[str, Value | None] = {}
    for item in asked.inputs() if isinstance(asked, (ListValue, Collected)) else ():
        first, _, rest = str(item.value if isinstance(item, Constant) else "").partition(".")
        behind = found.get(first)
        further = [
            *(behind.items if isinstance(behind, ListValue) else []),
            *([Constant(rest)] if rest else []),
        ]
        found[first] = ListValue(further) if further else None
    return found


def key_filters(run: Run, source: EntityTable, value: Value | None) -> list[FilterSeen]:
    """`update(5, ...)`, `delete([1, 2])`: rows by their key."""
    operator = "in" if isinstance(value, (ListValue, Collected)) else "="
    return [FilterSeen(source.key, operator, value or Constant(None), source.name)]
