"""Node's MongoDB driver: `db.collection("users").findOne({...})`. A collection is known by what is asked of it."""

from __future__ import annotations

from roadworthy.app import Column, Index, Location, Table
from roadworthy.app.location import at
from roadworthy.frameworks.events import QuerySeen
from roadworthy.frameworks.found import Found, TableSource
from roadworthy.frameworks.mongodb.changes import ordering, write
from roadworthy.frameworks.mongoose.collection import CollectionModel
from roadworthy.frameworks.mongoose.queries import METHODS, DocumentQuery, Pipeline, called_back
from roadworthy.frameworks.mongoose.sessions import Session
from roadworthy.frameworks.rows import emit_query
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
    methods,
)
from roadworthy.interpret.expressions import Collected
from roadworthy.languages import form

_INSERTS = {"insertOne", "insertMany", "insert", "save"}


class UsedCollection(TableSource):
    """A collection without a schema: its fields are those that queries name."""

    library = "mongodb"
    by_use = True

    def __init__(self, name: str, path: str, node: form.Node) -> None:
        self.name, self.symbol, self.path, self.node = name, name, path, node
        self.fields: dict[str, Location] = {}
        self.indexes: list[Index] = []

    def learn(self, seen: QuerySeen) -> None:
        """Takes over the fields that a query names."""
        place = at(seen.path, seen.node)
        for name in [*(w.column for w in seen.writes), *(f.column for f in seen.filters)]:
            if name and not name.startswith("$") and name != "_id":
                self.fields.setdefault(name.split(".")[0], place)

    def table(self) -> Table:
        place = at(self.path, self.node)
        own = Column("_id", "_id", "objectid", place, False, True, default="generated")
        unique = {i.columns[0] for i in self.indexes if i.unique and len(i.columns) == 1}
        columns = tuple(
            Column(name, name, "any", found, unique=name in unique) for name, found in self.fields.items()
        )
        return Table(
            self.name, self.symbol, place, (own, *columns), tuple(self.indexes), (), ("_id",), "mongodb"
        )


class Collection(Model):
    """`db.collection("users")`."""

    __slots__ = ("plain", "used")

    def __init__(self, used: UsedCollection) -> None:
        self.used = used
        self.plain = CollectionModel("", used.name, None, used.path, used.node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        given = Args([value for value in args.positional if not isinstance(value, Closure)])
        if name in _INSERTS:
            return called_back(run, args, self._insert(run, given, node), node)
        if name == "aggregate":
            return Pipeline(run, self.plain, given.get(0), node)
        if name in ("createIndex", "ensureIndex"):
            self._index(run, given.get(0), given.get(1), node)
            return Constant(None)
        if name == "createIndexes":
            many = given.get(0)
            for one in many.items if isinstance(many, ListValue) else ():
                self._index(run, one.member(run, "key", node), one, node)
            return Constant(None)
        if name == "bulkWrite":
            return self._bulk(run, given, node)
        if name in METHODS and name != "paginate":
            query = CursorQuery(run, self, name, given, node)
            self.used.learn(query.seen)
            return called_back(run, args, query, node)
        return None

    def _insert(self, run: Run, args: Args, node: form.Node) -> Value:
        seen = QuerySeen("insert", self.used.name, run.module, node, run.context, library="mongodb")
        options = args.get(1)
        session = options.fields.get("session") if isinstance(options, ObjectValue) else None
        if isinstance(session, Session) and session.name:
            seen.context = run.context.changed(transaction=session.name)
        record = args.get(0)
        write(seen, record.made if isinstance(record, Collected) else record)
        self.used.learn(seen)
        emit_query(run, seen)
        document = CursorQuery(run, self, "findOne", Args(), node).document(seen)
        return ObjectValue(
            {"insertedId": document.member(run, "_id", node), "acknowledged": Constant(True),
             "ops": ListValue([document])}, node=node
        )  # fmt: skip

    def _index(self, run: Run, fields: Value | None, options: Value | None, node: form.Node) -> None:
        unique = options.fields.get("unique") if isinstance(options, ObjectValue) else None
        names = [(str(fields.value), False)] if isinstance(fields, Constant) else ordering(fields)
        given = isinstance(unique, Constant) and bool(unique.value)
        self.used.indexes.append(Index(tuple(name for name, _ in names), at(run.module, node), given))

    def _bulk(self, run: Run, args: Args, node: form.Node) -> Value:
        given = args.get(0) or Unknown()
        step = given.element(run) if isinstance(given, (ListValue, Collected)) else given
        for name, inner in step.fields.items() if isinstance(step, ObjectValue) else ():
            fields = inner.fields if isinstance(inner, ObjectValue) else {}
            positional = [
                fields[key] for key in ("document", "filter", "update", "replacement") if key in fields
            ]
            result = self.call_member(run, name, Args(positional), node)
            if isinstance(result, DocumentQuery):
                result.settle(run, node)
        return Unknown()


class CursorQuery(DocumentQuery):
    """A query of a collection; a cursor for `find`."""

    __slots__ = ("used",)

    def __init__(self, run: Run, owner: Collection, name: str, args: Args, node: form.Node) -> None:
        super().__init__(run, owner.plain, name, args, node)
        self.seen.library = "mongodb"
        self.used = owner.used

    def document(self, seen: QuerySeen) -> Value:
        """The document that a query is about."""
        from roadworthy.frameworks.mongoose.documents import Document

        return Document(seen, self.collection)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("toArray", "next", "forEach", "map", "each"):
            settled = self.settle(run, node)
            if name == "toArray":
                return called_back(run, args, settled, node)
            return run.call_member(settled, "find" if name == "next" else "forEach", args, node)
        if name == "project":
            self._project(args.get(0))
            return self
        if name in ("skip", "batchSize", "maxTimeMS", "hint", "collation"):
            return self
        return super().call_member(run, name, args, node)


class DatabaseModel(Model):
    """`client.db("shop")`; `collections` are shared by all of the app."""

    __slots__ = ("collections", "found")

    def __init__(self, found: Found, collections: dict[str, Collection]) -> None:
        self.found, self.collections = found, collections

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("collection", "createCollection"):
            first = args.get(0)
            called = str(first.value) if isinstance(first, Constant) else ""
            if called not in self.collections:
                used = UsedCollection(called, run.module, node)
                self.collections[called] = Collection(used)
                if called:
                    self.found.tables.append(used)
            return self.collections[called]
        if name in ("db", "connect", "once", "on"):
            return called_back(run, args, self, node)
        if name == "startSession":
            return Session()
        if name in ("then", "catch", "finally"):
            # `client.connect().then(makeIndexes)`: what was waited for is the client.
            return methods.call_method(run, self, name, args, node)
        run.call_back(args.positional, node, Constant(None))
        return Derived(name, (), node)
