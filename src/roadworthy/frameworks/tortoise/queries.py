"""Queries of models: asked when they are awaited, a row when `get` or `first` named one."""

from __future__ import annotations

from roadworthy.frameworks.django.orm import Orm
from roadworthy.frameworks.django.querysets import QuerySet
from roadworthy.frameworks.django.rows import ModelObject
from roadworthy.frameworks.django.tables import DjangoTable
from roadworthy.interpret import Args, Constant, Model, ObjectValue, Run, Value
from roadworthy.languages import form

_ONE = {"get": True, "get_or_none": False, "first": False, "last": False, "earliest": False, "latest": False}
ASKS = frozenset({
    "all", "filter", "exclude", "get", "get_or_none", "first", "last", "create", "bulk_create", "bulk_update",
    "get_or_create", "update_or_create", "annotate", "in_bulk", "exists", "select_for_update", "raw",
})  # fmt: skip
_SAME = ("offset", "using_db", "group_by", "resolve", "use_index", "force_index", "as_query")


class TortoiseSet(QuerySet):
    """A query of a model."""

    def afresh(self, node: form.Node, path: str) -> QuerySet:
        return TortoiseSet(self.orm, self.table, self.kind, node, path)

    def own_method(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in _ONE:
            return Single(self.narrowed(run, args, node), name)
        if name in _SAME:
            return self.copied(node, run.module)
        if name == "limit":
            made = self.copied(node, run.module)
            made.limit = args.get(0)
            return made
        return super().own_method(run, name, args, node)

    def settle(self, run: Run, node: form.Node) -> Value:
        """Awaited, it is asked."""
        self.evaluate(run, node)
        return self


class Single(Model):
    """`User.get(id=...)`, one row once it is awaited; what is said of it before concerns the query."""

    __slots__ = ("name", "rows")

    def __init__(self, rows: QuerySet, name: str) -> None:
        self.rows, self.name = rows, name

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        made = self.rows.own_method(run, name, args, node)
        return Single(made, self.name) if isinstance(made, QuerySet) else made

    def settle(self, run: Run, node: form.Node) -> Value:
        """The row; none where that is no error."""
        last = self.name in ("last", "latest")
        return self.rows.one(run, Args(), node, sure=_ONE[self.name], last=last)


class Asking(Model):
    """`User.filter`, of a class."""

    __slots__ = ("name", "orm", "table")

    def __init__(self, orm: Orm, table: DjangoTable, name: str) -> None:
        self.orm, self.table, self.name = orm, table, name

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        rows = TortoiseSet(self.orm, self.table, None, node, run.module)
        return rows.own_method(run, self.name, args, node) or rows


def of_row(run: Run, this: Value, name: str, args: Args, node: form.Node) -> Value | None:
    """What the library gives every object beside what Django's have."""
    if not isinstance(this, ModelObject):
        return None
    given = args.get(0)
    if name == "update_from_dict" and given is not None:
        for key, value in given.fields.items() if isinstance(given, ObjectValue) else ():
            this.set_member(run, key, value)
        if not isinstance(given, ObjectValue):
            this.spreads.append(given)
        return this
    return Constant(None) if name == "fetch_related" else this.own_method(run, name, args, node)
