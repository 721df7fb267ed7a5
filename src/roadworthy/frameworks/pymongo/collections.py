"""Clients, databases and collections of PyMongo and Motor."""

from __future__ import annotations

from roadworthy.app import Index
from roadworthy.app.location import at
from roadworthy.frameworks.events import QuerySeen
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.mongodb.changes import left_out, ordering, projected, read_pipeline, write
from roadworthy.frameworks.mongodb.collections import UsedCollection
from roadworthy.frameworks.mongodb.conditions import filters_of
from roadworthy.frameworks.pymongo.documents import Counted, Cursor, DocumentRow
from roadworthy.frameworks.pymongo.records import named
from roadworthy.frameworks.rows import Row, Rows, emit_query
from roadworthy.interpret import (
    Args,
    Choice,
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

_ONE = {"find_one", "find_one_and_update", "find_one_and_replace", "find_one_and_delete", "update_one", "replace_one",
        "delete_one"}  # fmt: skip
_CHANGES = {
    "update_one": "update",
    "update_many": "update",
    "replace_one": "update",
    "find_one_and_update": "update",
    "find_one_and_replace": "update",
    "delete_one": "delete",
    "delete_many": "delete",
    "find_one_and_delete": "delete",
    # Of PyMongo before 4, as many older apps have it (https://pymongo.readthedocs.io/en/4.0/migrate-to-pymongo4.html).
    "remove": "delete",
    "update": "update",
}
_CHANGED = {"replace_one": "replacement", "find_one_and_replace": "replacement", "update": "document"}
_DATABASE_METHODS = {"command", "list_collection_names", "create_collection", "drop_collection", "with_options", "aggregate",
                     "validate_collection", "client", "name"}  # fmt: skip
_CLIENT_METHODS = {
    "close",
    "server_info",
    "list_database_names",
    "start_session",
    "admin",
    "address",
    "init_app",
    "cx",
}


class Collections:
    """The collections of an app by their names."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.known: dict[str, Collection] = {}

    def named(self, name: str, run: Run, node: form.Node) -> Collection:
        """A collection, made when it is first heard of; '' for one whose name is not known."""
        if name not in self.known:
            used = UsedCollection(name, run.module, node)
            self.known[name] = Collection(used)
        return self.known[name]

    def use(self, used: UsedCollection) -> None:
        """A collection is a table once something is asked of it."""
        if used.name and all(other is not used for other in self.found.tables):
            self.found.tables.append(used)


class Client(Model):
    """`MongoClient(...)`, `AsyncIOMotorClient(...)`, `PyMongo(app)`."""

    __slots__ = ("collections",)

    def __init__(self, collections: Collections) -> None:
        self.collections = collections

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Derived(f".{name}", (), node) if name in _CLIENT_METHODS else Database(self.collections)

    def index(self, run: Run, key: Value, node: form.Node) -> Value:
        return Database(self.collections)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "start_session":
            return Session(f"{run.module}:{node.span.start}")
        if name in ("get_database", "get_default_database"):
            return Database(self.collections)
        return Derived(name, (), node)

    def enter(self, run: Run, node: form.Node) -> Value:
        """`with MongoClient(...) as client`."""
        return self


class Session(Model):
    """A client session, whose transaction is what stands in its block."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def enter(self, run: Run, node: form.Node) -> Value:
        """`with client.start_session() as session`."""
        return self

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "start_transaction":
            return Transaction(self.name)
        if name == "with_transaction" and args.positional:
            with run.within(transaction=self.name):
                return run.call(args.positional[0], Args([self]), node)
        return Constant(None)


class Transaction(Model):
    """`with session.start_transaction():`."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def enter(self, run: Run, node: form.Node) -> Value:
        """Everything in the block belongs to the transaction."""
        run.context = run.context.changed(transaction=self.name)
        return self


class Database(Model):
    """A database: its members are collections."""

    __slots__ = ("collections",)

    def __init__(self, collections: Collections) -> None:
        self.collections = collections

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in _DATABASE_METHODS:
            return Derived(f".{name}", (), node)
        return self if name in ("db",) else self._collection(name, run, node)

    def index(self, run: Run, key: Value, node: form.Node) -> Value:
        return self._collection(str(key.value) if isinstance(key, Constant) else "", run, node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("get_collection", "create_collection"):
            return self.index(run, args.get(0, "name") or Unknown(), node)
        return Derived(name, tuple(args.all()), node) if name in _DATABASE_METHODS else None

    def _collection(self, name: str, run: Run, node: form.Node) -> Collection:
        found = self.collections.named(name, run, node)
        found.owner = self.collections
        return found

    def truth(self) -> bool | None:
        return True


class Collection(Model):
    """A collection."""

    def __init__(self, used: UsedCollection) -> None:
        self.used = used
        self.owner: Collections | None = None

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Derived(f".{name}", (), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if self.owner is not None:
            self.owner.use(self.used)
        if name in ("insert_one", "insert_many", "insert", "save"):
            return self._insert(run, name, args, node)
        if name in ("find", "find_raw_batches"):
            return self._cursor(run, args, node)
        if name in ("find_one",):
            return self._cursor(run, args, node).first(run, node)
        if name in _CHANGES:
            return self._change(run, name, args, node)
        if name in ("aggregate",):
            seen = self._seen(run, "select", node)
            seen.columns = ["aggregate"] if read_pipeline(seen, args.get(0, "pipeline")) else []
            self.used.learn(seen)
            return Cursor(run, seen)
        if name in ("count_documents", "estimated_document_count", "count", "distinct"):
            return self._told(run, name, args, node)
        if name in ("create_index", "ensure_index", "create_indexes"):
            self._index(run, args, node)
            return Constant(None)
        if name == "bulk_write":
            self._bulk(run, args, node)
        return Constant(None)

    def _seen(self, run: Run, operation: str, node: form.Node) -> QuerySeen:
        return QuerySeen(operation, self.used.name, run.module, node, run.context, library="pymongo")

    def _cursor(self, run: Run, args: Args, node: form.Node) -> Cursor:
        seen = self._seen(run, "select", node)
        given = args.get(0, "filter")
        plain = given is not None and not isinstance(given, (ObjectValue, Choice, Constant, Derived))
        seen.filters = filters_of(ObjectValue({"_id": given}) if isinstance(given, Row) and plain else given)
        projection = args.get(1, "projection")
        seen.columns, seen.left_out = projected(projection, []), left_out(projection)
        seen.limit, seen.order = args.keywords.get("limit"), ordering(args.keywords.get("sort"))
        self.used.learn(seen)
        return Cursor(run, seen)

    def _insert(self, run: Run, name: str, args: Args, node: form.Node) -> Value:
        seen = self._seen(run, "insert", node)
        given = args.get(0, "documents" if name == "insert_many" else "document")
        write(seen, named(run, given, node))
        self.used.learn(seen)
        emit_query(run, seen)
        key = Row(seen, self.used.name, ("_id",))
        if isinstance(given, ObjectValue):
            given.fields.setdefault("_id", key)  # the driver puts it into the record it is given
        return ObjectValue(
            {"inserted_id": key, "inserted_ids": ListValue([], key), "acknowledged": Constant(True)},
            node=node,
        )

    def _change(self, run: Run, name: str, args: Args, node: form.Node) -> Value:
        seen = self._seen(run, _CHANGES[name], node)
        seen.filters, seen.one = filters_of(args.get(0, "filter")), name in _ONE
        if seen.operation == "update":
            write(seen, named(run, args.get(1, _CHANGED.get(name, "update")), node))
        upsert = args.keywords.get("upsert") or args.get(2)
        if isinstance(upsert, Constant) and upsert.value is True:
            seen.operation = "upsert"
            seen.conflict = ",".join(f.column for f in seen.filters if f.operator == "=") or "any"
        self.used.learn(seen)
        emit_query(run, seen)
        if name.startswith("find_one"):
            return run.join([(DocumentRow(seen, self.used.name), ()), (Constant(None), ())])
        return Counted(seen)

    def _told(self, run: Run, name: str, args: Args, node: form.Node) -> Value:
        seen = self._seen(run, "select", node)
        if name == "distinct":
            key = args.get(0, "key")
            column = str(key.value) if isinstance(key, Constant) else ""
            seen.columns, seen.filters = [column], filters_of(args.get(1, "filter"))
            self.used.learn(seen)
            emit_query(run, seen)
            return Rows(seen, Row(seen, self.used.name, (column,)))
        seen.columns, seen.filters, seen.one = ["count(*)"], filters_of(args.get(0, "filter")), True
        self.used.learn(seen)
        emit_query(run, seen)
        return Counted(seen)

    def _index(self, run: Run, args: Args, node: form.Node) -> None:
        given = args.get(0, "keys")
        unique = args.keywords.get("unique")
        models = (
            given.items
            if isinstance(given, ListValue) and any(isinstance(i, ObjectValue) for i in given.items)
            else ()
        )
        for model in models:
            fields = model.fields if isinstance(model, ObjectValue) else {}
            self._declare(run, fields.get("keys"), fields.get("unique"), node)
        if not models:
            self._declare(run, given, unique, node)

    def _declare(self, run: Run, keys: Value | None, unique: Value | None, node: form.Node) -> None:
        if isinstance(keys, Constant):
            names = [str(keys.value)]
        else:
            names = [name for name, _ in ordering(keys)] or [
                str(item.value)
                for item in (keys.inputs() if isinstance(keys, ListValue) else ())
                if isinstance(item, Constant)
            ]
        certain = isinstance(unique, Constant) and bool(unique.value)
        if names:
            self.used.indexes.append(Index(tuple(names), at(run.module, node), certain))
            for name in names:
                self.used.fields.setdefault(name, at(run.module, node))

    def _bulk(self, run: Run, args: Args, node: form.Node) -> None:
        given = args.get(0, "requests") or Unknown()
        steps = given.items if isinstance(given, ListValue) and given.items else [given.element(run)]
        for step in steps:
            for one in step.values() if isinstance(step, Choice) else [step]:
                fields = one.fields if isinstance(one, ObjectValue) else {}
                method, arguments = fields.get("method"), fields.get("arguments")
                if isinstance(method, Constant) and isinstance(arguments, ObjectValue):
                    self.call_member(run, str(method.value), Args([], dict(arguments.fields)), node)

    def truth(self) -> bool | None:
        return True
