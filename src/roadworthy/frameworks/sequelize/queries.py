"""What the code calls on a Sequelize model: `Order.findAll({ where, include, order, limit })`."""

from __future__ import annotations

from roadworthy.app.origin import Origin
from roadworthy.app.query import Along
from roadworthy.frameworks.events import FilterSeen, QuerySeen, WriteSeen
from roadworthy.frameworks.optional_fields import with_optional
from roadworthy.frameworks.rows import Row, Rows, emit_query
from roadworthy.frameworks.sequelize.conditions import filters_of
from roadworthy.frameworks.sequelize.models import SequelizeTable
from roadworthy.frameworks.sequelize.rows import InstanceRow, stepped, transaction_of
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
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
from roadworthy.interpret.expressions import Collected
from roadworthy.interpret.values import is_false
from roadworthy.languages import form

ASSOCIATING = {"hasOne", "hasMany", "belongsTo", "belongsToMany"}
_READING = {
    "findAll",
    "findOne",
    "findByPk",
    "findById",
    "findAndCountAll",
    "count",
    "max",
    "min",
    "sum",
    "aggregate",
}
_OTHER = {"create", "bulkCreate", "build", "update", "destroy", "upsert", "findOrCreate", "findOrBuild", "findCreateFind",
          "increment", "decrement", "truncate", "restore", "scope", "unscoped", "schema"}  # fmt: skip
METHODS = _READING | _OTHER | ASSOCIATING
_PER_FIELD = ("max", "min", "sum", "aggregate")


class ModelValue(Model):
    """A model that the code calls."""

    __slots__ = ("statics", "table_source")

    def __init__(self, table: SequelizeTable) -> None:
        self.table_source = table
        self.statics: dict[str, Value] = {}

    @property
    def name(self) -> str:
        """The model's own name, by which lists of models know it."""
        return self.table_source.label

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return self._build(run, args.get(0), node)

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in self.statics:
            return self.statics[name]
        if name in ("name", "tableName"):
            return Constant(self.table_source.label if name == "name" else self.table_source.name)
        if name == "prototype":
            return Prototype(self.table_source)
        if name in METHODS:
            return Method(self, name)
        return Derived(f".{name}", (self,), node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        self.statics[name] = value

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        first = args.get(0)
        if name in self.statics:
            return run.call(self.statics[name], args, node)
        if name in ASSOCIATING:
            target = getattr(as_model(run, first), "table_source", None)
            if isinstance(target, SequelizeTable):
                self.table_source.associate(name, target, args.get(1), node)
            return Constant(None)
        if name in _READING:
            return self._read(run, name, args, node)
        if name in ("scope", "unscoped", "schema"):
            return self
        if name.startswith(("before", "after")) or name == "addHook":
            event = str(first.value) if name == "addHook" and isinstance(first, Constant) else name
            hooks = [value for value in args.positional if isinstance(value, Closure)]
            self.table_source.hooks.setdefault(event, []).extend(hooks)
            return Constant(None)
        write = _WRITING.get(name)
        return write(self, run, args, node) if write is not None else None

    def origin(self, depth: int) -> Origin:
        """The model itself holds no data."""
        return Origin("unknown")

    # --- reading ------------------------------------------------------------------------------------

    def seen(self, operation: str, run: Run, node: form.Node, options: Value | None) -> QuerySeen:
        """A query of this model with what its options say."""
        transaction = transaction_of(options)
        context = run.context.changed(transaction=transaction) if transaction else run.context
        seen = QuerySeen(operation, self.table_source.name, run.module, node, context, library="sequelize")
        fields = options.fields if isinstance(options, ObjectValue) else {}
        seen.filters = filters_of(fields.get("where"), seen.table, self.table_source.column_named)
        seen.limit = fields.get("limit")
        seen.order = self._order(fields.get("order"))
        seen.lock = "lock" in fields
        seen.columns = self.columns(fields.get("attributes"))
        seen.grouped = "group" in fields or _distinct(fields.get("attributes"))
        seen.validated = operation == "update" and not is_false(fields.get("validate"))
        return seen

    def _order(self, value: Value | None) -> list[tuple[str, bool]]:
        found = []
        for item in value.items if isinstance(value, ListValue) else [value] if value is not None else []:
            parts = item.items if isinstance(item, ListValue) else [item]
            names = [str(part.value) for part in parts if isinstance(part, Constant)]
            down = any(name.upper().startswith("DESC") for name in names)
            named = [name for name in names if name.upper().split(" ")[0] not in ("ASC", "DESC")]
            if len(parts) > 1 and not isinstance(parts[0], Constant):
                continue
            if named:
                found.append((self.table_source.column_named(named[0]), down))
        return found

    def columns(self, value: Value | None) -> list[str]:
        """The columns that `attributes` leaves, [] for all."""
        table = self.table_source
        left_out = value.fields.get("exclude") if isinstance(value, ObjectValue) else None
        if isinstance(value, ListValue):
            names = [
                item.items[-1] if isinstance(item, ListValue) and item.items else item for item in value.items
            ]
            return [table.column_named(str(n.value)) for n in names if isinstance(n, Constant)]
        hidden = (
            [str(v.value) for v in left_out.items if isinstance(v, Constant)]
            if isinstance(left_out, ListValue)
            else []
        )
        hidden = hidden or (table.hidden if value is None else [])
        return [a.name for a in table.attributes.values() if a.field not in hidden] if hidden else []

    def _read(self, run: Run, name: str, args: Args, node: form.Node) -> Value:
        by_key = name in ("findByPk", "findById")
        first = args.get(0)
        options = args.get(1) if by_key or name in _PER_FIELD else first
        seen = self.seen("select", run, node, options)
        if by_key:
            seen.filters.append(FilterSeen(self.table_source.key, "=", first or Unknown(), seen.table))
        if name == "count" or name in _PER_FIELD:
            seen.columns = ["count(*)"]
        seen.one = by_key or name == "findOne" or name in _PER_FIELD
        row = InstanceRow(seen, self.table_source)
        fields = options.fields if isinstance(options, ObjectValue) else {}
        include(run, seen, row, fields.get("include"))
        emit_query(run, seen)
        return self._answer(run, name, seen, row, node)

    def _answer(self, run: Run, name: str, seen: QuerySeen, row: InstanceRow, node: form.Node) -> Value:
        rows = Rows(seen, row)
        if name == "count" or name in _PER_FIELD:
            return Derived("count" if name == "count" else name, (rows,), node)
        if name == "findAndCountAll":
            return ObjectValue({"rows": rows, "count": Derived("count", (rows,), node)}, node=node)
        return run.join([(row, ()), (Constant(None), ())]) if seen.one else rows

    # --- writing ------------------------------------------------------------------------------------

    def _build(self, run: Run, record: Value | None, node: form.Node) -> InstanceRow:
        seen = QuerySeen("insert", self.table_source.name, run.module, node, run.context, library="sequelize")
        made = InstanceRow(seen, self.table_source, stored=False)
        made.take(run, record)
        return made

    def _create(self, run: Run, args: Args, node: form.Node) -> Value:
        options = args.get(1)
        made = self._build(run, self._confined(args.get(0), options), node)
        return made.save(run, node, transaction_of(options))

    def _confined(self, record: Value | None, options: Value | None) -> Value | None:
        """`{ fields: ["name", "bio"] }` lets only those through."""
        listed = options.fields.get("fields") if isinstance(options, ObjectValue) else None
        if not isinstance(listed, ListValue) or record is None or isinstance(record, ObjectValue):
            return record
        names = [str(v.value) for v in listed.items if isinstance(v, Constant)]
        node = form.Literal(form.Span(0, 0, 1, 1), None)
        return ObjectValue({name: Derived(f".{name}", (record,), node) for name in names})

    def _create_all(self, run: Run, args: Args, node: form.Node) -> Value:
        given = args.get(0) or Unknown()
        record = given.element(run) if isinstance(given, (ListValue, Collected)) else given
        row = self._build(run, record, node)
        row.save(run, node, transaction_of(args.get(1)))
        return Rows(row.query, row)

    def _update(self, run: Run, args: Args, node: form.Node) -> Value:
        options = args.get(1)
        seen = self.seen("update", run, node, options)
        self._write(seen, self._confined(args.get(0), options))
        emit_query(run, seen)
        row = InstanceRow(seen, self.table_source)
        return ListValue([Derived("count", (Rows(seen, row),), node), Rows(seen, row)])

    def _write(self, seen: QuerySeen, record: Value | None) -> None:
        if isinstance(record, ObjectValue):
            record = with_optional(record)
            for key, value in record.fields.items():
                literal = isinstance(value, External) and value.path.endswith("literal()")
                name, when = self.table_source.column_named(key), record.maybe.get(key, ())
                seen.writes.append(WriteSeen(name, value, literal, when))
            seen.spreads += record.spreads
        elif record is not None:
            seen.spreads.append(record)

    def _destroy(self, run: Run, args: Args, node: form.Node) -> Value:
        soft = self.table_source.paranoid
        seen = self.seen("update" if soft else "delete", run, node, args.get(0))
        if soft:
            seen.writes = [WriteSeen(self.table_source.column_named("deletedAt"), Derived("now", (), node))]
        emit_query(run, seen)
        return Derived("count", (Rows(seen, InstanceRow(seen, self.table_source)),), node)

    def _upsert(self, run: Run, args: Args, node: form.Node) -> Value:
        seen = self.seen("upsert", run, node, args.get(1))
        self._write(seen, args.get(0))
        seen.conflict = "any"
        emit_query(run, seen)
        return ListValue([InstanceRow(seen, self.table_source), Unknown()])

    def _find_or_create(self, run: Run, args: Args, node: form.Node) -> Value:
        """It looks first, and inserts where nothing was found."""
        options = args.get(0)
        seen = self.seen("select", run, node, options)
        seen.one = True
        emit_query(run, seen)
        row = InstanceRow(seen, self.table_source)
        with run.branch(run.condition(row, False, node)):
            made = self._build(run, None, node)
            fields = options.fields if isinstance(options, ObjectValue) else {}
            for part in (fields.get("where"), fields.get("defaults")):
                made.take(run, part)
            made.save(run, node, transaction_of(options))
        return ListValue([row, Derived("created", (row,), node)])

    def _step(self, run: Run, args: Args, node: form.Node) -> Value:
        seen = self.seen("update", run, node, args.get(1))
        seen.writes = stepped(self.table_source, args)
        emit_query(run, seen)
        return Unknown()

    def _new(self, run: Run, args: Args, node: form.Node) -> Value:
        return self._build(run, args.get(0), node)


_WRITING = {
    "create": ModelValue._create,
    "bulkCreate": ModelValue._create_all,
    "build": ModelValue._new,
    "update": ModelValue._update,
    "destroy": ModelValue._destroy,
    "truncate": ModelValue._destroy,
    "upsert": ModelValue._upsert,
    "findOrCreate": ModelValue._find_or_create,
    "findCreateFind": ModelValue._find_or_create,
    "findOrBuild": ModelValue._find_or_create,
    "increment": ModelValue._step,
    "decrement": ModelValue._step,
}


class Method(Model):
    """`User.findAll` handed on as a value."""

    __slots__ = ("name", "owner")

    def __init__(self, owner: ModelValue, name: str) -> None:
        self.owner, self.name = owner, name

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return self.owner.call_member(run, self.name, args, node) or Unknown()


class Prototype(Model):
    """`User.prototype.verify = function () {...}` gives instances a method."""

    __slots__ = ("table",)

    def __init__(self, table: SequelizeTable) -> None:
        self.table = table

    def set_member(self, run: Run, name: str, value: Value) -> None:
        self.table.methods[name] = value


def as_model(run: Run, value: Value | None) -> Value | None:
    """The model that a value names: the one that was defined, or the app's class."""
    if isinstance(value, ClassValue):
        return run.program.library.class_member(value, "table_source") and class_model(run, value)
    return value


def class_model(run: Run, kind: ClassValue) -> Value | None:
    """What a class that extends Sequelize's Model stands for."""
    finder = run.program.library.class_member(kind, "table_source")
    return finder(run, kind, "table_source", kind.node) if finder is not None else None


def include(run: Run, seen: QuerySeen, row: InstanceRow, value: Value | None) -> None:
    """`include: [{ model: Item, where: {...} }]`: rows that are read along, and the condition on them."""
    given = (
        value.inputs() if isinstance(value, (ListValue, Collected)) else [value] if value is not None else []
    )
    for item in given:
        fields = item.fields if isinstance(item, ObjectValue) else {}
        source = getattr(as_model(run, fields.get("model") or item), "table_source", None)
        named = fields.get("as") or fields.get("association") or item
        name = str(named.value) if isinstance(named, Constant) else ""
        association = row.source.association(name) if name else None
        if association is None and isinstance(source, SequelizeTable):
            association = next((a for a in row.source.associations if a.target is source), None)
        if association is None:
            continue
        target, own = association.target, association.holder is row.source
        near, far = (association.key, target.key) if own else (row.source.key, association.key)
        seen.joins.append((target.name, row.source.column_named(near), target.column_named(far)))
        inner = InstanceRow(seen, target)
        chosen = fields.get("attributes")
        none = isinstance(chosen, ListValue) and not chosen.items
        seen.along.append(Along(target.name, ("",) if none else tuple(ModelValue(target).columns(chosen))))
        required = fields.get("required")
        sometimes = isinstance(required, Constant) and required.value is False
        seen.filters += filters_of(fields.get("where"), target.name, target.column_named, optional=sometimes)
        if association.kind == "hasMany" and row.source.name == seen.table and "limit" not in fields:
            seen.parts.append((target.name, target.column_named(far)))
        include(run, seen, inner, fields.get("include"))
        row.related = {**row.related, association.name: Rows(seen, inner) if association.many else inner}


class Raw(Model):
    """A row of a statement written as text."""

    __slots__ = ("seen",)

    def __init__(self, seen: QuerySeen) -> None:
        self.seen = seen

    def rows(self) -> Value:
        """What `sequelize.query(...)` gives."""
        return Rows(self.seen, Row(self.seen, self.seen.table))


def _distinct(attributes: Value | None) -> bool:
    """Whether `attributes` asks for each value once (`[[fn("DISTINCT", col("category")), "category"]]`)."""
    found = [attributes] if attributes is not None else []
    for _ in range(4):
        if any(isinstance(value, Constant) and str(value.value).upper() == "DISTINCT" for value in found):
            return True
        found = [inner for value in found for inner in value.inputs()]
    return False
