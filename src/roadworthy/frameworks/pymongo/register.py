"""Tells what PyMongo's, Motor's and Flask-PyMongo's clients are."""

from __future__ import annotations

from roadworthy.frameworks.found import Found
from roadworthy.frameworks.pymongo.collections import Client, Collections
from roadworthy.interpret import Args, Constant, External, Library, ListValue, ObjectValue, Run, Value
from roadworthy.languages import form

_CLIENTS = ("pymongo.MongoClient", "pymongo.AsyncMongoClient", "pymongo.mongo_client.MongoClient",
            "motor.motor_asyncio.AsyncIOMotorClient", "motor.motor_tornado.MotorClient", "mongomock.MongoClient",
            "flask_pymongo.PyMongo", "flask_pymongo.pymongo.MongoClient")  # fmt: skip
_STEPS = {
    "InsertOne": ("insert_one", ("document",)),
    "UpdateOne": ("update_one", ("filter", "update")),
    "UpdateMany": ("update_many", ("filter", "update")),
    "ReplaceOne": ("replace_one", ("filter", "replacement")),
    "DeleteOne": ("delete_one", ("filter",)),
    "DeleteMany": ("delete_many", ("filter",)),
}


def register(library: Library, found: Found) -> None:
    """Tells what PyMongo's clients mean."""
    collections = Collections(found)
    client = Client(collections)

    @library.on_call(*_CLIENTS)
    def make(run: Run, target: External, args: Args, node: form.Node) -> Value:
        found.stacks.add("mongodb")
        return client

    def step(run: Run, target: External, args: Args, node: form.Node) -> Value:
        """A change for `bulk_write`, as a record of its method and arguments."""
        method, names = _STEPS[target.path.rsplit(".", 1)[-1]]
        given = {
            name: value for number, name in enumerate(names) if (value := args.get(number, name)) is not None
        }
        return ObjectValue({"method": Constant(method), "arguments": ObjectValue(given)}, node=node)

    library.on_call(
        *(f"pymongo.{name}" for name in _STEPS), *(f"pymongo.operations.{name}" for name in _STEPS)
    )(step)

    @library.on_call("bson.ObjectId", "bson.objectid.ObjectId")
    def object_id(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        """A key made of text is that text as far as its origin goes."""
        return args.get(0)

    @library.on_call("pymongo.IndexModel")
    def index(run: Run, target: External, args: Args, node: form.Node) -> Value:
        keys = args.get(0, "keys") or ListValue([])
        return ObjectValue({"keys": keys, **args.keywords}, node=node)
