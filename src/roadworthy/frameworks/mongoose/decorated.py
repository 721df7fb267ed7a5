"""Mongoose under Nest: classes with `@Schema()` and `@Prop()` as schemas, and the models that modules declare and constructors ask for."""

from __future__ import annotations

from collections.abc import Callable

from roadworthy.frameworks.found import Found
from roadworthy.frameworks.known_text import text_of
from roadworthy.frameworks.mongoose.schema import SchemaModel
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    External,
    Library,
    ListValue,
    ObjectValue,
    Run,
    Unknown,
    Value,
)
from roadworthy.languages import form

_PACKAGE = "@nestjs/mongoose"
# What reflection tells of a field that names no type of its own.
_OF_FIELDS = {"string": "String", "number": "Number", "boolean": "Boolean", "Date": "Date", "any": "Mixed"}

Declare = Callable[[Run, Args, form.Node], Value]


def register_decorated(library: Library, found: Found, declare: Declare) -> None:
    """Tells what @nestjs/mongoose means. `declare` makes a model of its name and schema, or gives the one that is known."""

    @library.on_call(f"{_PACKAGE}.SchemaFactory.createForClass")
    def schema(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        kind = args.get(0)
        return schema_of(run, kind, node) if isinstance(kind, ClassValue) else None

    @library.on_call(f"{_PACKAGE}.raw")
    def raw(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        return args.get(0)

    @library.on_call(f"{_PACKAGE}.MongooseModule.forFeature")
    def feature(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        _declare_all(run, args.get(0), declare, node)
        return None

    @library.on_call(f"{_PACKAGE}.MongooseModule.forFeatureAsync")
    def made_later(run: Run, target: External, args: Args, node: form.Node) -> Value:
        _declare_all(run, args.get(0), declare, node)
        return External(f"{target.path}()", args, node)

    def handed_in(run: Run, args: Args) -> Value:
        name = text_of(args.get(0))
        return declare(run, Args([Constant(name)]), form.NOWHERE) if name else Unknown()

    found.by_decorator[f"{_PACKAGE}.InjectModel"] = handed_in
    found.by_decorator[f"{_PACKAGE}.InjectConnection"] = lambda run, args: External("mongoose.connection")


def _declare_all(run: Run, listed: Value | None, declare: Declare, node: form.Node) -> None:
    """`[{ name: Cat.name, schema: CatSchema, collection: "cats" }]`, the schema also from a factory."""
    for item in listed.items if isinstance(listed, ListValue) else ():
        fields = item.fields if isinstance(item, ObjectValue) else {}
        name, schema, factory = fields.get("name"), fields.get("schema"), fields.get("useFactory")
        if isinstance(factory, Closure):
            schema = run.call(factory, Args(), node)
        if name is not None and isinstance(schema, SchemaModel):
            kept = fields.get("collection")
            declare(run, Args([name, schema, *([kept] if kept is not None else [])]), schema.node)


def schema_of(run: Run, kind: ClassValue, node: form.Node) -> SchemaModel:
    """The schema of a class: its options from `@Schema()`, its fields from `@Prop()`, also those that it inherits."""
    options: Value | None = None
    for decorator in kind.node.decorators:
        value = Run(run.program, kind.module).evaluate(decorator, kind.scope)
        if isinstance(value, External) and value.path == f"{_PACKAGE}.Schema()" and value.arguments:
            options = value.arguments.get(0)
    fields: dict[str, Value] = {}
    for one in reversed([kind, *(base for base in kind.ancestors() if isinstance(base, ClassValue))]):
        fields.update(_fields(run, one))
    made = SchemaModel(ObjectValue(fields, node=kind.node), options, kind.module, kind.node)
    methods = {name: value for name, value in kind.attributes.items() if isinstance(value, Closure)}
    made.methods.fields.update(methods)
    return made


def _fields(run: Run, kind: ClassValue) -> dict[str, Value]:
    found: dict[str, Value] = {}
    reading = Run(run.program, kind.module)
    for statement in kind.node.body:
        noted = statement.annotation if isinstance(statement, form.Define) else None
        if not isinstance(noted, form.Other) or not isinstance(statement.target, form.Name):  # type: ignore[union-attr]
            continue
        typed = noted.kind == "typed"
        first = noted.children[0] if typed else None
        told = _OF_FIELDS.get(first.name, "") if isinstance(first, form.Name) else ""
        for decorator in noted.children[1:] if typed else noted.children:
            value = reading.evaluate(decorator, kind.scope)
            if isinstance(value, External) and value.path == f"{_PACKAGE}.Prop()":
                given = value.arguments.get(0) if value.arguments else None
                found[statement.target.name] = _declared(given, told, statement)  # type: ignore[union-attr]
    return found


def _declared(given: Value | None, told: str, node: form.Node) -> Value:
    """`@Prop({ required: true }) name: string` as `{ type: String, required: true }`."""
    own = External(told or "Mixed")
    if given is None:
        return ObjectValue({"type": own}, node=node)
    if not isinstance(given, ObjectValue):
        return ObjectValue({"type": given}, node=node)
    fields = dict(given.fields)
    kind = fields.get("type", own)
    if isinstance(kind, Closure):
        kind = own
    return ObjectValue({**fields, "type": kind}, list(given.spreads), node)
