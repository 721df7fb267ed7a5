"""What the code calls on a Mongoose model: `User.findOne({...}).populate("posts").lean()`."""

from __future__ import annotations

from msgspec.structs import replace

from roadworthy.app.origin import Origin
from roadworthy.app.query import Along
from roadworthy.frameworks.events import FilterSeen, QuerySeen, one_of
from roadworthy.frameworks.mongodb.changes import left_out, ordering, projected, read_pipeline, write
from roadworthy.frameworks.mongodb.conditions import filters_of
from roadworthy.frameworks.mongoose.collection import CollectionModel
from roadworthy.frameworks.mongoose.documents import Document, adopt
from roadworthy.frameworks.mongoose.sessions import Session
from roadworthy.frameworks.pending import Pending
from roadworthy.frameworks.rows import Rows
from roadworthy.interpret import (
    Args,
    Closure,
    Constant,
    Derived,
    ListValue,
    Model,
    ObjectValue,
    Run,
    Unknown,
    Value,
)
from roadworthy.languages import form

# name: (operation, by key, what it gives)
METHODS = {
    "find": ("select", False, "rows"),
    "where": ("select", False, "rows"),
    "findOne": ("select", False, "row"),
    "findById": ("select", True, "row"),
    "findOneAndUpdate": ("update", False, "row"),
    "findByIdAndUpdate": ("update", True, "row"),
    "findOneAndReplace": ("update", False, "row"),
    "findOneAndDelete": ("delete", False, "row"),
    "findOneAndRemove": ("delete", False, "row"),
    "findByIdAndDelete": ("delete", True, "row"),
    "findByIdAndRemove": ("delete", True, "row"),
    "updateOne": ("update", False, "result"),
    "updateMany": ("update", False, "result"),
    "update": ("update", False, "result"),
    "replaceOne": ("update", False, "result"),
    "deleteOne": ("delete", False, "result"),
    "deleteMany": ("delete", False, "result"),
    "remove": ("delete", False, "result"),
    "countDocuments": ("select", False, "count"),
    "estimatedDocumentCount": ("select", False, "count"),
    "count": ("select", False, "count"),
    "exists": ("select", False, "exists"),
    "distinct": ("select", False, "distinct"),
    "paginate": ("select", False, "page"),
}
_COMPARE = {
    "equals": "=",
    "gt": ">",
    "gte": ">=",
    "lt": "<",
    "lte": "<=",
    "in": "in",
    "ne": "!=",
    "nin": "!=",
}


def called_back(run: Run, args: Args, result: Value, node: form.Node) -> Value:
    """Old style: `User.find({}, (error, users) => ...)` runs at once."""
    last = args.positional[-1] if args.positional else None
    if not isinstance(last, Closure):
        return result
    settled = result.settle(run, node) if isinstance(result, Pending) else result
    run.call(last, Args([Constant(None), settled]), node)
    return settled


class DocumentQuery(Pending):
    """A query of a model under construction."""

    __slots__ = ("collection", "gives", "populated")

    def __init__(self, run: Run, collection: CollectionModel, name: str, args: Args, node: form.Node) -> None:
        operation, by_key, self.gives = METHODS[name]
        seen = QuerySeen(operation, collection.name, run.module, node, run.context, library="mongoose")
        super().__init__(run, seen)
        self.collection = collection
        self.populated: list[str] = []
        seen.one = self.gives in ("row", "exists") or name in ("updateOne", "deleteOne", "replaceOne")
        self._start(name, by_key, [a for a in args.positional if not isinstance(a, Closure)])

    def _start(self, name: str, by_key: bool, given: list[Value]) -> None:
        first, second, third = (*given, None, None, None)[:3]
        if name == "distinct":
            self.seen.columns = [str(first.value)] if isinstance(first, Constant) else []
            self.seen.grouped = True
            first, second = second, None
        if by_key:
            self.seen.filters = [FilterSeen("_id", "=", first or Constant(None), self.collection.name)]
        elif first is not None:
            self.seen.filters += self._own(first)
        if self.seen.operation == "update":
            write(self.seen, second)
            self._options(third)
        elif self.seen.operation == "select" and name != "distinct":
            self._project(second)
            self._options(third)
        if name in ("countDocuments", "count", "estimatedDocumentCount"):
            self.seen.columns = ["count(*)"]
        if name == "paginate":
            self._options(second)
            self.seen.limit = self.seen.limit or Constant(10)

    def _own(self, value: Value) -> list[FilterSeen]:
        table = self.collection.name
        column = self.collection.column_named
        return [replace(found, column=column(found.column), table=table) for found in filters_of(value)]

    def _project(self, value: Value | None) -> None:
        shown = self.collection.shown()
        kept = projected(value, shown)
        more = {name[1:] for name in _words(value) if name.startswith("+")}
        if more:
            kept = [*shown, *sorted(more)]
        self.seen.left_out = left_out(value)
        self.seen.columns = kept or (shown if self.collection.hides() else [])

    def _options(self, value: Value | None) -> None:
        fields = value.fields if isinstance(value, ObjectValue) else {}
        if "limit" in fields:
            self.seen.limit = fields["limit"]
        if "sort" in fields:
            self.seen.order = ordering(fields["sort"])
        if "select" in fields or "projection" in fields:
            self._project(fields.get("select") or fields.get("projection"))
        asked = fields.get("runValidators")
        self.seen.validated = isinstance(asked, Constant) and asked.value is True
        upsert = fields.get("upsert")
        if isinstance(upsert, Constant) and upsert.value:
            self.seen.operation = "upsert"
            self.seen.conflict = ",".join(f.column for f in self.seen.filters if f.operator == "=") or "any"
        self._session(fields.get("session"))

    def _session(self, value: Value | None) -> None:
        if isinstance(value, Session) and value.name:
            self.transaction = value.name

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        first = args.get(0)
        self.seen.node = node
        if name in ("then", "catch", "finally"):
            return super().call_member(run, name, args, node)
        if name == "exec":
            return called_back(run, args, self.settle(run, node), node)
        if name == "cursor":
            self.settle(run, node)
            return self.done
        step = _STEPS.get(name)
        if step is not None:
            step(self, args)
        elif name in METHODS:
            return self._turned(run, name, args, node)
        elif name in _COMPARE and self.seen.filters:
            last = self.seen.filters[-1]
            self.seen.filters[-1] = FilterSeen(last.column, _COMPARE[name], first or Unknown(), last.table)
        return self

    def _turned(self, run: Run, name: str, args: Args, node: form.Node) -> Value:
        """`User.find(a).where(b)`, `.countDocuments()`: the same filters, asked otherwise."""
        if name == "where" and isinstance(args.get(0), Constant) and args.positional:
            value = args.get(1) or Unknown()
            self.seen.filters.append(FilterSeen(str(args.positional[0].value), "=", value, self.seen.table))  # type: ignore[attr-defined]
            return self
        other = DocumentQuery(run, self.collection, name, args, node)
        self.seen.filters += other.seen.filters
        if name not in ("where", "find"):
            self.gives, self.seen.operation, self.seen.one = other.gives, other.seen.operation, other.seen.one
            self.seen.writes, self.seen.spreads = other.seen.writes, other.seen.spreads
            self.seen.columns = other.seen.columns
        return self

    def populate(self, value: Value | None, chosen: Value | None = None) -> None:
        """`populate("author", "name")`: the referenced documents are read along."""
        if isinstance(value, ObjectValue) and "select" in value.fields:
            chosen = value.fields["select"]
        if isinstance(value, ListValue):
            for item in value.items:
                self.populate(item, chosen)
            return
        for name in _populated(value):
            other = self.collection.target(name)
            self.populated.append(name)
            if other is not None:
                self.seen.joins.append((other.name, name, "_id"))
                kept = projected(chosen, other.shown()) or (other.shown() if other.hides() else [])
                self.seen.along.append(Along(other.name, tuple(kept), tuple(left_out(chosen))))

    def before(self, run: Run) -> None:
        self.seen.writes = self.collection.columns_of(self.seen.writes)

    def result(self, run: Run) -> Value:
        row = Document(self.seen, self.collection, self.transaction)
        for name in self.populated:
            adopt(row, name)
        if self.gives == "rows":
            return Rows(self.seen, row)
        if self.gives == "count":
            return Derived("count", (Rows(self.seen, row),), self.seen.node)
        if self.gives == "page":
            rows = Rows(self.seen, row)
            total = Derived("count", (rows,), self.seen.node)
            return ObjectValue({"docs": rows, "results": rows, "totalDocs": total, "total": total})
        if self.gives == "distinct":
            column = self.seen.columns[0] if self.seen.columns else ""
            return (
                Rows(self.seen, row.member(run, column, self.seen.node)) if column else Rows(self.seen, row)
            )
        if self.gives == "result":
            return Changed(self.seen)
        return run.join([(row, ()), (Constant(None), ())])


class Changed(Model):
    """What an update or a delete answers: how many it found and changed."""

    __slots__ = ("seen",)

    def __init__(self, seen: QuerySeen) -> None:
        self.seen = seen

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Derived("count", (Rows(self.seen, self),), node)

    def origin(self, depth: int) -> Origin:
        """Counts, no data of the row."""
        row = Origin("row", ("[]",), table=self.seen.table, query=self.seen.number)
        return Origin("computed", (), operation="count", inputs=(row,))


def _words(value: Value | None) -> list[str]:
    return value.value.split() if isinstance(value, Constant) and isinstance(value.value, str) else []


def _populated(value: Value | None) -> list[str]:
    if isinstance(value, ObjectValue):
        return _populated(value.fields.get("path"))
    if isinstance(value, ListValue):
        return [name for item in value.items for name in _populated(item)]
    return [name.split(".")[0] for name in _words(value)]


def _sort(query: DocumentQuery, args: Args) -> None:
    query.seen.order = ordering(args.get(0))


def _limit(query: DocumentQuery, args: Args) -> None:
    query.seen.limit = args.get(0) or Unknown()


def _select(query: DocumentQuery, args: Args) -> None:
    query._project(args.get(0))


def _populate(query: DocumentQuery, args: Args) -> None:
    query.populate(args.get(0), args.get(1))


def _with_session(query: DocumentQuery, args: Args) -> None:
    query._session(args.get(0))


def _both(query: DocumentQuery, args: Args) -> None:
    query.seen.filters += query._own(args.get(0) or Unknown()) if args.positional else []


def _either(query: DocumentQuery, args: Args) -> None:
    given = args.get(0)
    query.seen.filters += one_of([query._own(item) for item in given.inputs()] if given is not None else [])


def _written(query: DocumentQuery, args: Args) -> None:
    write(query.seen, args.get(0))


_STEPS = {
    "sort": _sort,
    "limit": _limit,
    "select": _select,
    "populate": _populate,
    "session": _with_session,
    "and": _both,
    "or": _either,
    "set": _written,
}


class Pipeline(Pending):
    """`User.aggregate([...])`."""

    __slots__ = ("collection", "stages")

    def __init__(self, run: Run, collection: CollectionModel, stages: Value | None, node: form.Node) -> None:
        seen = QuerySeen("select", collection.name, run.module, node, run.context, library="mongoose")
        super().__init__(run, seen)
        self.collection = collection
        self.stages = stages if isinstance(stages, ListValue) else ListValue([], node=node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("exec", "toArray", "cursor"):
            return self.settle(run, node)
        if name in ("then", "catch", "finally"):
            return super().call_member(run, name, args, node)
        if args.positional and name in (
            "match",
            "sort",
            "limit",
            "lookup",
            "group",
            "project",
            "sample",
            "count",
        ):
            self.stages.items.append(ObjectValue({f"${name}": args.positional[0]}, node=node))
        return self

    def before(self, run: Run) -> None:
        read_pipeline(self.seen, self.stages)

    def result(self, run: Run) -> Value:
        row = Document(self.seen, self.collection, self.transaction)
        return Rows(self.seen, row)
