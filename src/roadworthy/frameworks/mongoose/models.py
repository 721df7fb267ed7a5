"""A Mongoose model as a value: what the code calls on it, and the documents it makes."""

from __future__ import annotations

from roadworthy.app.origin import Origin
from roadworthy.frameworks.events import QuerySeen
from roadworthy.frameworks.mongoose.collection import CollectionModel
from roadworthy.frameworks.mongoose.documents import Document
from roadworthy.frameworks.mongoose.queries import METHODS, DocumentQuery, Pipeline, called_back
from roadworthy.frameworks.mongoose.sessions import Session
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
from roadworthy.interpret.expressions import Collected
from roadworthy.languages import form


class ModelValue(Model):
    """`User`: the model that the code calls. Called or built with `new`, it makes a document."""

    __slots__ = ("collection",)

    def __init__(self, collection: CollectionModel) -> None:
        self.collection = collection

    @property
    def label(self) -> str:
        """The model's name."""
        return self.collection.label

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return new_document(run, self.collection, args.get(0), node)

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        schema = self.collection.schema
        static = schema.statics.fields.get(name) if schema is not None else None
        if isinstance(static, Closure):
            return static.bind(self)
        if name == "modelName":
            return Constant(self.collection.label)
        if name in METHODS or name in _WRITING:
            return Method(self, name)
        return Derived(f".{name}", (self,), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        schema = self.collection.schema
        if schema is not None and name in schema.statics.fields:
            return None
        if name in _WRITING:
            return called_back(run, args, _WRITING[name](run, self.collection, args, node), node)
        if name == "aggregate":
            return Pipeline(run, self.collection, args.get(0), node)
        if name in METHODS:
            query = DocumentQuery(run, self.collection, name, args, node)
            return called_back(run, args, query, node)
        if name in ("startSession",):
            return Session()
        if name in ("populate",):
            return args.get(0) or Unknown()
        return None

    def set_member(self, run: Run, name: str, value: Value) -> None:
        if self.collection.schema is not None:
            self.collection.schema.statics.fields[name] = value

    def origin(self, depth: int) -> Origin:
        """The model itself holds no data."""
        return Origin("unknown")


class Method(Model):
    """`User.find` handed on as a value."""

    __slots__ = ("name", "owner")

    def __init__(self, owner: ModelValue, name: str) -> None:
        self.owner, self.name = owner, name

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return self.owner.call_member(run, self.name, args, node) or Unknown()


def new_document(run: Run, collection: CollectionModel, record: Value | None, node: form.Node) -> Document:
    """`new User({...})`: not stored before it is saved."""
    seen = QuerySeen("insert", collection.name, run.module, node, run.context, library="mongoose")
    made = Document(seen, collection, stored=False)
    made.take(run, record)
    return made


def _create(run: Run, collection: CollectionModel, args: Args, node: form.Node) -> Value:
    given = args.get(0)
    options = args.get(1)
    session = options.fields.get("session") if isinstance(options, ObjectValue) else None
    transaction = session.name if isinstance(session, Session) else ""
    if isinstance(given, (ListValue, Collected)):
        return _create_all(run, collection, given, node, transaction)
    return new_document(run, collection, given, node).save(run, node, transaction)


def _create_all(
    run: Run, collection: CollectionModel, given: Value, node: form.Node, transaction: str
) -> Value:
    many = not isinstance(given, ListValue) or given.rest is not None
    record = given.element(run)
    with run.within(loops=run.context.loops + (1 if many and isinstance(given, ListValue) else 0)):
        row = new_document(run, collection, record, node).save(run, node, transaction)
    return Rows(row.query, row) if isinstance(row, Document) else row


def _insert_many(run: Run, collection: CollectionModel, args: Args, node: form.Node) -> Value:
    given = args.get(0) or Unknown()
    record = given.element(run) if isinstance(given, (ListValue, Collected)) else given
    row = new_document(run, collection, record, node).save(run, node)
    return Rows(row.query, row) if isinstance(row, Document) else row


def _register(run: Run, collection: CollectionModel, args: Args, node: form.Node) -> Value:
    """`User.register(new User({...}), password)` of the plugin passport-local-mongoose: the document, stored."""
    given = args.get(0)
    made = given if isinstance(given, Document) else new_document(run, collection, given, node)
    return made.save(run, node)


def _bulk_write(run: Run, collection: CollectionModel, args: Args, node: form.Node) -> Value:
    given = args.get(0) or Unknown()
    step = given.element(run) if isinstance(given, (ListValue, Collected)) else given
    for name, inner in step.fields.items() if isinstance(step, ObjectValue) else ():
        fields = inner.fields if isinstance(inner, ObjectValue) else {}
        if name == "insertOne":
            new_document(run, collection, fields.get("document"), node).save(run, node)
        elif name in METHODS:
            positional = [fields[key] for key in ("filter", "update", "replacement") if key in fields]
            DocumentQuery(run, collection, name, Args(positional), node).settle(run, node)
    return Unknown()


_WRITING = {"create": _create, "insertMany": _insert_many, "bulkWrite": _bulk_write, "register": _register}
