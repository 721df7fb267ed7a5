"""Sequelize's instances: `order.status = "paid"; await order.save()`, `user.update({...})`, `cart.getItems()`."""

from __future__ import annotations

from roadworthy.frameworks.events import FilterSeen, QuerySeen, WriteSeen
from roadworthy.frameworks.rows import Row, Rows, emit_query
from roadworthy.frameworks.saved_rows import SavedRow
from roadworthy.frameworks.sequelize.models import Association, SequelizeTable
from roadworthy.interpret import Args, Constant, Derived, ListValue, ObjectValue, Run, Value
from roadworthy.languages import form

_SAME = {"reload", "toJSON", "get", "setDataValue", "set", "validate", "restore"}


class InstanceRow(SavedRow):
    """An instance of a model."""

    __slots__ = ("source",)

    def __init__(self, query: QuerySeen, source: SequelizeTable, *, stored: bool = True) -> None:
        super().__init__(query, source, stored=stored)
        self.source = source

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "dataValues":
            return self
        if name in self.related or name in self.known or self.source.knows(name):
            return super().member(run, name, node)
        association = self.source.association(name)
        if association is not None and association.name in self.related:
            return self.related[association.name]
        return super().member(run, name, node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if self.source.method(run, name) is not None:
            return None
        if name in ("save", "update"):
            if name == "update":
                self.take(run, args.get(0))
            return self.save(run, node, transaction_of(args.positional[-1] if args.positional else None))
        if name in ("destroy", "delete"):
            return self._destroy(run, args, node)
        if name in ("increment", "decrement"):
            return self._step(run, args, node)
        if name in ("get", "getDataValue") and isinstance(args.get(0), Constant):
            return self.member(run, str(args.positional[0].value), node)  # type: ignore[attr-defined]
        if name in _SAME:
            return self._same(run, name, args)
        if name in ("changed", "previous", "isNewRecord"):
            return Derived(name, (self, *args.positional), node)
        return self._accessor(run, name, args, node) or super().call_member(run, name, args, node)

    def _same(self, run: Run, name: str, args: Args) -> Value:
        first, second = args.get(0), args.get(1)
        if name in ("set", "setDataValue") and isinstance(first, Constant) and second is not None:
            self.set_member(run, str(first.value), second)
        elif name == "set":
            self.take(run, first)
        return self

    def _destroy(self, run: Run, args: Args, node: form.Node) -> Value:
        transaction = transaction_of(args.get(0))
        if not self.source.paranoid:
            return self.remove(run, node, transaction)
        seen = self._seen(run, "update", node, transaction)
        seen.filters, seen.one = [self.key_filter()], True
        seen.writes = [WriteSeen(self.source.column_named("deletedAt"), Derived("now", (), node))]
        emit_query(run, seen)
        return self

    def _step(self, run: Run, args: Args, node: form.Node) -> Value:
        seen = self._seen(run, "update", node, transaction_of(args.get(1)))
        seen.filters, seen.one = [self.key_filter()], True
        seen.writes = stepped(self.source, args)
        emit_query(run, seen)
        return self

    # --- associations -------------------------------------------------------------------------------

    def _accessor(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        """`order.getItems()`, `cart.createItem({...})`, `user.countOrders()`."""
        for verb in ("get", "create", "count", "add", "set", "remove", "has"):
            if name.startswith(verb) and name[len(verb) : len(verb) + 1].isupper():
                association = self.source.association(name[len(verb) :])
                return self._related(run, verb, association, args, node) if association is not None else None
        return None

    def _related(self, run: Run, verb: str, association: Association, args: Args, node: form.Node) -> Value:
        target, own = association.target, association.holder is not self.source
        link = FilterSeen(
            association.key if own else target.key,
            "=",
            Row(self.query, self.table, (self.source.key if own else association.key,)),
            target.name,
        )
        if verb == "create":
            made = InstanceRow(
                QuerySeen("insert", target.name, run.module, node, run.context), target, stored=False
            )
            made.take(run, args.get(0))
            made.change(association.key, link.value)
            return made.save(run, node, transaction_of(args.get(1)))
        seen = QuerySeen("select", target.name, run.module, node, run.context, library="sequelize")
        seen.filters = [link]
        if verb in ("add", "set", "remove"):
            seen.operation, seen.filters = "update", []
            seen.writes = [WriteSeen(association.key, link.value)]
        seen.one = not association.many
        emit_query(run, seen)
        row = InstanceRow(seen, target)
        if verb == "count":
            return Derived("count", (Rows(seen, row),), node)
        return Rows(seen, row) if association.many else run.join([(row, ()), (Constant(None), ())])


def transaction_of(options: Value | None) -> str:
    """The transaction that a call's options name."""
    given = options.fields.get("transaction") if isinstance(options, ObjectValue) else options
    return str(getattr(given, "transaction_name", "") or "")


def stepped(source: SequelizeTable, args: Args) -> list[WriteSeen]:
    """`increment("stock", { by: 2 })`, `increment({ stock: 2 })`, `increment(["a", "b"])`: the database adds."""
    first, options = args.get(0), args.get(1)
    by = options.fields.get("by") if isinstance(options, ObjectValue) else None
    if isinstance(first, ObjectValue):
        return [WriteSeen(source.column_named(key), value, True) for key, value in first.fields.items()]
    listed = first.items if isinstance(first, ListValue) else [first]
    return [
        WriteSeen(source.column_named(str(v.value)), by or Constant(1), True)
        for v in listed
        if isinstance(v, Constant)
    ]
