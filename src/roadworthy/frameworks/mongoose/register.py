"""Tells what Mongoose's functions mean."""

from __future__ import annotations

from roadworthy.frameworks.found import Found
from roadworthy.frameworks.mongoose.collection import CollectionModel, collection
from roadworthy.frameworks.mongoose.decorated import register_decorated
from roadworthy.frameworks.mongoose.models import ModelValue
from roadworthy.frameworks.mongoose.schema import SchemaModel
from roadworthy.frameworks.mongoose.sessions import Session
from roadworthy.interpret import Args, Closure, Constant, External, Library, Run, Unknown, Value
from roadworthy.interpret.values import Certain
from roadworthy.languages import form


def register(library: Library, found: Found) -> None:
    """Tells what Mongoose's functions mean."""
    models: dict[str, ModelValue] = {}
    by_label: dict[str, CollectionModel] = {}

    def declare(run: Run, args: Args, node: form.Node) -> Value:
        """The model of a name, made of its schema the first time."""
        label = args.get(0)
        name = str(label.value) if isinstance(label, Constant) else ""
        if len(args.positional) < 2 and name in models:
            return models[name]
        made = collection(found, run, args, node)
        made.by_label = by_label
        value = ModelValue(made)
        if made.schema is not None and name not in models:
            models[name], by_label[name] = value, made
            found.tables.append(made)
            found.stacks.add("mongoose")
        return models.get(name, value)

    register_decorated(library, found, declare)
    # The module also gives itself by name: `import { mongoose } from "mongoose"`.
    library.on_value("mongoose.mongoose")(External("mongoose"))

    @library.on_call("mongoose.Schema", "mongoose.default.Schema", "mongoose.mongoose.Schema")
    def schema(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return SchemaModel(args.get(0), args.get(1), run.module, node)

    @library.on_call("mongoose.model", "mongoose.createConnection().model", "mongoose.connection.model",
                     "mongoose.default.model", "mongoose.connection.useDb().model")  # fmt: skip
    def model(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return declare(run, args, node)

    @library.on_member("mongoose.models", "mongoose.default.models", "mongoose.connection.models")
    def known(run: Run, target: External, name: str, node: form.Node) -> Value:
        return models.get(name) or Certain(None, node)

    @library.on_call(
        "mongoose.startSession", "mongoose.connection.startSession", "mongoose.default.startSession"
    )
    def session(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Session()

    @library.on_call("mongoose.connection.transaction")
    def transaction(run: Run, target: External, args: Args, node: form.Node) -> Value:
        held = Session()
        return held.call_member(run, "withTransaction", args, node) or Unknown()

    @library.on_call("mongoose.Types.ObjectId", "mongoose.Types.ObjectId.createFromHexString", "mongoose.mongo.ObjectId",
                     "mongodb.ObjectId", "mongodb.ObjectID", "mongoose.Types.ObjectId.isValid", "mongoose.isValidObjectId",
                     "mongodb.ObjectId.isValid", "mongoose.isObjectIdOrHexString")  # fmt: skip
    def object_id(run: Run, target: External, args: Args, node: form.Node) -> Value:
        from roadworthy.interpret import Derived

        name = target.path.rsplit(".", 1)[-1]
        return Derived(name if name.startswith("is") else "ObjectId", tuple(args.positional), node)

    @library.on_call("mongoose.plugin")
    def plugin(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        return Constant(None) if isinstance(args.get(0), Closure) else None
