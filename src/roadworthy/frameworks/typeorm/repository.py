"""What the code calls on a repository, an entity class or a manager: `posts.find({ where, relations, take })`."""

from __future__ import annotations

from collections.abc import Callable

from roadworthy.frameworks.events import QuerySeen, WriteSeen
from roadworthy.frameworks.known_text import text_of
from roadworthy.frameworks.rows import Row, Rows, emit_query
from roadworthy.frameworks.sql_statement import describe
from roadworthy.frameworks.sql_text import written
from roadworthy.frameworks.typeorm.conditions import filters_of
from roadworthy.frameworks.typeorm.entities import EntityTable
from roadworthy.frameworks.typeorm.rows import (
    EntityRow,
    columns_of,
    key_filters,
    made_row,
    read_along,
    writes_of,
)
from roadworthy.interpret import Args, Constant, Derived, ListValue, Model, ObjectValue, Run, Unknown, Value
from roadworthy.interpret.expressions import Collected
from roadworthy.languages import form

_LISTS = {"find", "findBy", "findByIds", "findAndCount", "findAndCountBy"}
_SINGLE = {"findOne", "findOneBy", "findOneById", "findOneOrFail", "findOneByOrFail"}
_COUNTS = {"count", "countBy", "exist", "exists", "existsBy"}
_SUMS = {"sum", "average", "minimum", "maximum"}
READING = _LISTS | _SINGLE | _COUNTS | _SUMS


class Asking:
    """Asks one entity's table. `transaction` names the one that its queries run in."""

    def __init__(self, entity: EntityTable, transaction: str = "") -> None:
        self.entity, self.transaction = entity, transaction

    def call(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        """A method of a repository; None for what it does not have."""
        if name in READING:
            return self._read(run, name, args, node)
        step = _STEPS.get(name)
        return step(self, run, args, node) if step is not None else None

    def seen(self, operation: str, run: Run, node: form.Node) -> QuerySeen:
        """A query of this table."""
        context = run.context.changed(transaction=self.transaction) if self.transaction else run.context
        seen = QuerySeen(operation, self.entity.name, run.module, node, context, library="typeorm")
        seen.left_out = self.entity.kept_back(run)
        return seen

    # --- reading ------------------------------------------------------------------------------------

    def _read(self, run: Run, name: str, args: Args, node: form.Node) -> Value:
        seen = self.seen("select", run, node)
        options = args.get(0)
        row = EntityRow(seen, self.entity)
        if name in _SUMS:
            seen.filters = filters_of(run, args.get(1), self.entity)
        elif name == "findByIds" or name == "findOneById" or _is_key(name, options):
            seen.filters = key_filters(run, self.entity, options)
            options = args.get(1)
        elif "By" in name:
            seen.filters = filters_of(run, options, self.entity)
            options = None
        self._options(run, seen, row, options)
        if name in _COUNTS or name in _SUMS:
            seen.columns = ["count(*)"]
        seen.one = name in _SINGLE or name in _SUMS or name.startswith("exist")
        emit_query(run, seen)
        return _answer(run, name, seen, row, node)

    def _options(self, run: Run, seen: QuerySeen, row: EntityRow, options: Value | None) -> None:
        fields = options.fields if isinstance(options, ObjectValue) else {}
        if (isinstance(options, ObjectValue) and not _told_apart(fields)) or (
            options is not None and not isinstance(options, (ObjectValue, Constant))
        ):
            seen.filters += filters_of(run, options, self.entity)
        seen.filters += filters_of(run, fields.get("where"), self.entity)
        seen.limit = fields.get("take")
        seen.order = [
            (self.entity.column_named(key), _is_down(value)) for key, value in _pairs(fields.get("order"))
        ]
        lock = fields.get("lock")
        mode = text_of(lock.fields.get("mode")) if isinstance(lock, ObjectValue) else ""
        seen.lock = mode.startswith("pessimistic_write") or mode.startswith("pessimistic_partial")
        chosen = fields.get("select")
        seen.columns = columns_of(self.entity, chosen) or self.entity.shown
        read_along(run, seen, row, fields.get("relations"), chosen)

    # --- writing ------------------------------------------------------------------------------------

    def _create(self, run: Run, args: Args, node: form.Node) -> Value:
        given = args.get(0)
        if isinstance(given, (ListValue, Collected)):
            return ListValue([], self._made(run, given.element(run), node), node)
        return self._made(run, given, node)

    def _made(self, run: Run, record: Value | None, node: form.Node) -> EntityRow:
        return made_row(run, self.entity, record, node)

    def _save(self, run: Run, args: Args, node: form.Node) -> Value:
        given = args.get(0) or Unknown()
        if isinstance(given, (ListValue, Collected)):
            rows = [self._saved(run, one, node) for one in given.inputs()]
            return ListValue([], run.join([(row, ()) for row in rows]), node) if rows else given
        return self._saved(run, given, node)

    def _saved(self, run: Run, given: Value, node: form.Node) -> Value:
        if isinstance(given, EntityRow):
            return given.save(run, node, self.transaction)
        if isinstance(given, Rows):
            return self._saved(run, given.row, node)
        inner = getattr(given, "alternatives", None)
        if inner is not None:
            kept = [self._saved(run, value, node) for value, _ in inner if not isinstance(value, Constant)]
            return run.join([(value, ()) for value in kept])
        key = given.fields.get(self.entity.key_field) if isinstance(given, ObjectValue) else None
        if key is None:
            return self._made(run, given, node).save(run, node, self.transaction)
        # A record that names its key is written over the row that has it.
        seen = self.seen("update", run, node)
        seen.filters, seen.one = key_filters(run, self.entity, key), True
        seen.writes, seen.spreads = writes_of(run, self.entity, given)
        seen.writes = [write for write in seen.writes if write.column != self.entity.key]
        emit_query(run, seen)
        return EntityRow(seen, self.entity)

    def _insert(self, run: Run, args: Args, node: form.Node) -> Value:
        given = args.get(0)
        several = isinstance(given, (ListValue, Collected))
        seen = self.seen("insert", run, node)
        seen.writes, seen.spreads = writes_of(
            run, self.entity, given.element(run) if several and given else given
        )
        emit_query(run, seen)
        return _result(seen, EntityRow(seen, self.entity), node)

    def _update(self, run: Run, args: Args, node: form.Node) -> Value:
        seen = self.seen("update", run, node)
        seen.filters = self._criteria(run, args.get(0))
        seen.writes, seen.spreads = writes_of(run, self.entity, args.get(1))
        emit_query(run, seen)
        return _result(seen, EntityRow(seen, self.entity), node)

    def _upsert(self, run: Run, args: Args, node: form.Node) -> Value:
        given, keys = args.get(0), args.get(1)
        seen = self.seen("upsert", run, node)
        several = isinstance(given, (ListValue, Collected))
        seen.writes, seen.spreads = writes_of(
            run, self.entity, given.element(run) if several and given else given
        )
        named = keys.fields.get("conflictPaths") if isinstance(keys, ObjectValue) else keys
        columns = [
            self.entity.column_named(text_of(one)) for one in getattr(named, "items", ()) if text_of(one)
        ]
        seen.conflict = ",".join(columns) or "any"
        emit_query(run, seen)
        return _result(seen, EntityRow(seen, self.entity), node)

    def _criteria(self, run: Run, value: Value | None):  # type: ignore[no-untyped-def]
        if isinstance(value, ObjectValue) or _records(value):
            return filters_of(run, value, self.entity)
        return key_filters(run, self.entity, value)

    def _delete(self, run: Run, args: Args, node: form.Node) -> Value:
        seen = self.seen("delete", run, node)
        seen.filters = self._criteria(run, args.get(0)) if args.positional else []
        emit_query(run, seen)
        return _changed(seen, EntityRow(seen, self.entity), node)

    def _soft_delete(self, run: Run, args: Args, node: form.Node) -> Value:
        return self._marked(run, args, node, Derived("now", (), node))

    def _restore(self, run: Run, args: Args, node: form.Node) -> Value:
        return self._marked(run, args, node, Constant(None))

    def _marked(self, run: Run, args: Args, node: form.Node, value: Value) -> Value:
        seen = self.seen("update", run, node)
        seen.filters = self._criteria(run, args.get(0))
        seen.writes = [WriteSeen(self.entity.deletion or "deletedAt", value)]
        emit_query(run, seen)
        return _changed(seen, EntityRow(seen, self.entity), node)

    def _remove(self, run: Run, args: Args, node: form.Node) -> Value:
        return self._each_row(run, args, lambda row: row.remove(run, node, self.transaction))

    def _soft_remove(self, run: Run, args: Args, node: form.Node) -> Value:
        return self._each_row(
            run, args, lambda row: row.mark(run, node, deleted=True, transaction=self.transaction)
        )

    def _recover(self, run: Run, args: Args, node: form.Node) -> Value:
        return self._each_row(
            run, args, lambda row: row.mark(run, node, deleted=False, transaction=self.transaction)
        )

    def _each_row(self, run: Run, args: Args, do: Callable[[EntityRow], Value]) -> Value:
        given = args.get(0) or Unknown()
        for value in given.inputs() if isinstance(given, (ListValue, Collected)) else [given]:
            for one in getattr(value, "alternatives", None) or ((value, ()),):
                row = one[0].row if isinstance(one[0], Rows) else one[0]
                if isinstance(row, EntityRow):
                    do(row)
        return given

    def _step(self, run: Run, args: Args, node: form.Node) -> Value:
        seen = self.seen("update", run, node)
        seen.filters = self._criteria(run, args.get(0))
        seen.writes = [
            WriteSeen(self.entity.column_named(text_of(args.get(1))), args.get(2) or Constant(1), True)
        ]
        emit_query(run, seen)
        return _result(seen, EntityRow(seen, self.entity), node)

    def _merge(self, run: Run, args: Args, node: form.Node) -> Value:
        target = args.get(0) or Unknown()
        for one in getattr(target, "alternatives", None) or ((target, ()),):
            if isinstance(one[0], EntityRow):
                for record in args.positional[1:]:
                    one[0].take(run, record)
        return target

    def _preload(self, run: Run, args: Args, node: form.Node) -> Value:
        """The row that has the record's key, with the record's other fields laid over it."""
        given = args.get(0)
        fields = given.fields if isinstance(given, ObjectValue) else {}
        key = fields.get(self.entity.key_field)
        seen = self.seen("select", run, node)
        seen.filters, seen.one = key_filters(run, self.entity, key or given), True
        emit_query(run, seen)
        row = EntityRow(seen, self.entity)
        if isinstance(given, ObjectValue):
            rest = {name: value for name, value in fields.items() if name != self.entity.key_field}
            row.take(run, ObjectValue(rest, given.spreads, given.node))
        return run.join([(row, ()), (Constant(None), ())])


def raw(run: Run, args: Args, node: form.Node, transaction: str = "") -> Value:
    """`query("SELECT ...", [values])`."""
    context = run.context.changed(transaction=transaction) if transaction else run.context
    seen = QuerySeen("raw", "", run.module, node, context, library="typeorm")
    describe(seen, written(args.get(0), args.get(1), run, node))
    emit_query(run, seen)
    return Rows(seen, Row(seen, seen.table))


def _answer(run: Run, name: str, seen: QuerySeen, row: EntityRow, node: form.Node) -> Value:
    rows = Rows(seen, row)
    if name in _COUNTS or name in _SUMS:
        return Derived("count" if name in _COUNTS else name, (rows,), node)
    if "AndCount" in name:
        return ListValue([rows, Derived("count", (rows,), node)], None, node)
    if name not in _SINGLE:
        return rows
    return row if name.endswith("OrFail") else run.join([(row, ()), (Constant(None), ())])


def _changed(seen: QuerySeen, row: EntityRow, node: form.Node) -> Value:
    """What a repository tells of rows that it changed or deleted: how many there were, and nothing of what stood in them."""
    return ObjectValue(
        {"affected": Derived("count", (Rows(seen, row),), node), "raw": ListValue([])}, node=node
    )


def _result(seen: QuerySeen, row: EntityRow, node: form.Node) -> Value:
    """`InsertResult`."""
    rows = Rows(seen, row)
    count = Derived("count", (rows,), node)
    return ObjectValue(
        {"affected": count, "raw": rows, "identifiers": rows, "generatedMaps": rows}, node=node
    )


def _is_key(name: str, options: Value | None) -> bool:
    """`findOne(id)` of the releases before 0.3."""
    return (
        name in ("findOne", "findOneOrFail") and not isinstance(options, ObjectValue) and options is not None
    )


_OPTIONS = {"where", "relations", "select", "order", "take", "skip", "lock", "cache", "withDeleted", "join", "loadRelationIds",
            "transaction", "comment", "loadEagerRelations", "relationLoadStrategy"}  # fmt: skip


def _told_apart(fields: dict[str, Value]) -> bool:
    """Whether a record says how to find, and not (before 0.3) simply what."""
    return not fields or any(name in _OPTIONS for name in fields)


def _records(value: Value | None) -> bool:
    return isinstance(value, ListValue) and any(isinstance(one, ObjectValue) for one in value.items)


def _pairs(value: Value | None) -> list[tuple[str, Value]]:
    return list(value.fields.items()) if isinstance(value, ObjectValue) else []


def _is_down(value: Value) -> bool:
    return isinstance(value, Constant) and (str(value.value).upper() == "DESC" or value.value == -1)


_STEPS: dict[str, Callable[[Asking, Run, Args, form.Node], Value]] = {
    "create": Asking._create,
    "save": Asking._save,
    "insert": Asking._insert,
    "update": Asking._update,
    "upsert": Asking._upsert,
    "delete": Asking._delete,
    "clear": Asking._delete,
    "softDelete": Asking._soft_delete,
    "restore": Asking._restore,
    "remove": Asking._remove,
    "softRemove": Asking._soft_remove,
    "recover": Asking._recover,
    "increment": Asking._step,
    "decrement": Asking._step,
    "merge": Asking._merge,
    "preload": Asking._preload,
}
METHODS = frozenset({*READING, *_STEPS, "createQueryBuilder", "query"})


class Named(Model):
    """A method of a repository handed on as a value."""

    __slots__ = ("name", "owner")

    def __init__(self, owner: Model, name: str) -> None:
        self.owner, self.name = owner, name

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return self.owner.call_member(run, self.name, args, node) or Unknown()
