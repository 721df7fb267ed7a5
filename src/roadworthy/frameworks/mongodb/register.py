"""Tells what the calls of MongoDB's native driver mean."""

from __future__ import annotations

from roadworthy.frameworks.found import Found
from roadworthy.interpret import Args, Closure, Constant, External, Library, Run, Value
from roadworthy.languages import form


def register(library: Library, found: Found) -> None:
    """Tells what the calls of MongoDB's native driver mean."""
    from roadworthy.frameworks.mongodb.collections import Collection, DatabaseModel

    collections: dict[str, Collection] = {}
    database = DatabaseModel(found, collections)

    @library.on_call("mongodb.MongoClient", "mongodb.MongoClient.connect", "mongodb.MongoClient()",
                     "mongodb.default.MongoClient", "mongodb.MongoClient.connect.then")  # fmt: skip
    def client(run: Run, target: External, args: Args, node: form.Node) -> Value:
        found.stacks.add("mongodb")
        last = args.positional[-1] if args.positional else None
        if isinstance(last, Closure):
            run.call(last, Args([Constant(None), database]), node)
        return database

    @library.on_call("mongoose.connection.collection", "mongoose.connection.db.collection")
    def beneath(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        return database.call_member(run, "collection", args, node)
