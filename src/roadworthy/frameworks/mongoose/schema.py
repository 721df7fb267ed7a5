"""Mongoose schemas: `new Schema({...}, options)`, its indexes, methods, virtuals and hooks."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.frameworks.mongodb.changes import ordering
from roadworthy.frameworks.mongoose.paths import Path, Paths
from roadworthy.interpret import Args, ClassValue, Closure, Constant, Model, ObjectValue, Run, Value
from roadworthy.languages import form


class IndexDeclared(Struct, frozen=True):
    """`schema.index({ a: 1, b: -1 }, { unique: true })`."""

    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    unique: bool
    partial: bool
    path: str
    node: form.Node


class SchemaModel(Model):
    """A schema. `methods` are its documents', `statics` its model's; `hooks` by event (`save`)."""

    def __init__(self, definition: Value | None, options: Value | None, path: str, node: form.Node) -> None:
        self.paths = Paths()
        self.paths.add(definition)
        self.path, self.node = path, node
        self.options = options.fields if isinstance(options, ObjectValue) else {}
        self.methods = ObjectValue(_functions(self.options.get("methods")), node=node)
        self.statics = ObjectValue(_functions(self.options.get("statics")), node=node)
        self.virtuals: dict[str, Value] = {}
        self.hooks: dict[str, list[Value]] = {}
        self.indexes: list[IndexDeclared] = []
        self._timestamps()

    def _timestamps(self) -> None:
        given = self.options.get("timestamps")
        if given is None or (isinstance(given, Constant) and not given.value):
            return
        renamed = given.fields if isinstance(given, ObjectValue) else {}
        for usual in ("createdAt", "updatedAt"):
            name = renamed.get(usual)
            if isinstance(name, Constant) and name.value is False:
                continue
            called = str(name.value) if isinstance(name, Constant) and isinstance(name.value, str) else usual
            self.paths.found.setdefault(called, Path(called, "timestamptz", self.node, default="now()"))

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in ("methods", "statics"):
            return self.methods if name == "methods" else self.statics
        return self

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "index":
            self._index(run, args, node)
        elif name == "add":
            first = args.get(0)
            added = getattr(first, "paths", None)
            if isinstance(added, Paths):
                self.paths.found |= added.found
                self.paths.elements |= added.elements
            else:
                self.paths.add(first)
        elif name in ("pre", "post"):
            self._hook(name, args)
        elif name == "virtual":
            return Virtual(self, args.get(0))
        elif name in ("method", "static"):
            self._function(self.methods if name == "method" else self.statics, args)
        elif name == "plugin" and args.positional:
            run.call(args.positional[0], Args([self, *args.positional[1:]]), node)
        elif name == "loadClass" and isinstance(args.get(0), ClassValue):
            self._load(args.positional[0])
        return self

    def set_member(self, run: Run, name: str, value: Value) -> None:
        if name in ("methods", "statics") and isinstance(value, ObjectValue):
            (self.methods if name == "methods" else self.statics).fields.update(value.fields)

    def _index(self, run: Run, args: Args, node: form.Node) -> None:
        fields, options = args.get(0), args.get(1)
        if not isinstance(fields, ObjectValue):
            return
        given = options.fields if isinstance(options, ObjectValue) else {}
        unique = given.get("unique")
        kinds = tuple(str(v.value) if isinstance(v, Constant) else "1" for v in fields.fields.values())
        self.indexes.append(
            IndexDeclared(
                tuple(name for name, _ in ordering(fields)),
                kinds,
                isinstance(unique, Constant) and bool(unique.value),
                "partialFilterExpression" in given,
                run.module,
                node,
            )
        )

    def _hook(self, name: str, args: Args) -> None:
        event, function = args.get(0), args.positional[-1] if args.positional else None
        listed = event.inputs() if not isinstance(event, Constant) and event is not None else (event,)
        for one in listed:
            if isinstance(one, Constant) and isinstance(function, Closure):
                self.hooks.setdefault(f"{name} {one.value}", []).append(function)

    def _function(self, into: ObjectValue, args: Args) -> None:
        name, function = args.get(0), args.get(1)
        if isinstance(name, Constant) and function is not None:
            into.fields[str(name.value)] = function
        elif isinstance(name, ObjectValue):
            into.fields.update(name.fields)

    def _load(self, kind: Value) -> None:
        """`schema.loadClass(C)`: the class's methods become the documents', its static ones the model's."""
        for name, value in kind.attributes.items() if isinstance(kind, ClassValue) else ():
            if isinstance(value, Closure):
                static = value.function.static
                (self.statics if static else self.methods).fields.setdefault(name, value)


def _functions(value: Value | None) -> dict[str, Value]:
    return dict(value.fields) if isinstance(value, ObjectValue) else {}


class Virtual(Model):
    """`schema.virtual("fullName").get(function () {...})`."""

    __slots__ = ("name", "schema")

    def __init__(self, schema: SchemaModel, name: Value | None) -> None:
        self.schema = schema
        self.name = str(name.value) if isinstance(name, Constant) else ""

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        first = args.get(0)
        if name == "get" and isinstance(first, Closure) and self.name:
            self.schema.virtuals[self.name] = first
        return self
