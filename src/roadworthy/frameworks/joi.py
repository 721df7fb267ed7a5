"""Joi, and celebrate, which puts its schemas in front of Express handlers."""

from __future__ import annotations

from roadworthy.frameworks.events import CheckSeen
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.zod import Parsed, Schema
from roadworthy.interpret import (
    Args,
    Datum,
    Derived,
    External,
    Library,
    ListValue,
    Model,
    ObjectValue,
    Run,
    Unknown,
    Value,
)
from roadworthy.interpret.values import is_true
from roadworthy.languages import form

PACKAGES = ("joi", "@hapi/joi", "joi.Joi", "celebrate.Joi")
PARTS = {"body": "body", "params": "params", "query": "query", "headers": "headers", "cookies": "cookies",
         "signedCookies": "cookies"}  # fmt: skip
_WORDS = {
    "valid": "enum",
    "equal": "enum",
    "only": "enum",
    "pattern": "regex",
    "integer": "int",
    "greater": "gt",
}
_SAME = {"label", "messages", "message", "error", "description", "note", "example", "meta", "tag", "id", "cast",
         "external", "options", "prefs", "preferences", "default", "empty", "failover"}  # fmt: skip
_TYPES = {"string", "number", "boolean", "date", "object", "array", "any", "binary", "alternatives", "link", "symbol",
          "func", "bool", "alt", "required", "optional", "valid", "allow", "custom"}  # fmt: skip


class JoiSchema(Schema):
    """A Joi schema. Objects refuse fields they do not know, unless they are told to let them through or drop them."""

    __slots__ = ()
    library = "joi"

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "validateAsync":
            return self.checked(run, args, node)
        if name == "validate":
            parsed = self.checked(run, args, node)
            failed = Derived("not", (Derived("valid", (parsed,), node),), node)
            return ObjectValue({"value": parsed, "error": failed}, node=node)
        if name in ("keys", "append"):
            further = of_record(args.get(0), node).fields or {}
            return self._reshape(run, "extend", Args([ObjectValue(dict(further))]), node)
        if name == "concat" and isinstance(args.get(0), Schema):
            return self._reshape(run, "merge", args, node)
        if name in ("items", "ordered"):
            inner = args.get(0)
            return type(self)(self.rules, {"[]": inner} if isinstance(inner, Schema) else None, self.node)
        if name in ("unknown", "options", "prefs", "preferences"):
            return self._loosened(name, args)
        if name in _SAME:
            return self
        return super().call_member(run, _WORDS.get(name, name), _listed(name, args), node)

    def _loosened(self, name: str, args: Args) -> Schema:
        options = args.get(0)
        fields = options.fields if isinstance(options, ObjectValue) else {}
        through = name == "unknown" or is_true(fields.get("allowUnknown"))
        if not through and not is_true(fields.get("stripUnknown")):
            return self
        return type(self)(self.rules, self.fields, self.node, strict=False, passes=through)

    def checked(self, run: Run, args: Args, node: form.Node) -> Value:
        """Data put through the schema. One that describes a whole request is put against its parts."""
        subject = args.positional[0] if args.positional else Unknown()
        options = args.get(1)
        told = self._loosened("options", Args([options])) if options is not None else self
        schema = told if isinstance(told, JoiSchema) else self
        parts = {name: inner for name, inner in (self.fields or {}).items() if name in PARTS}
        if parts and len(parts) == len(self.fields or {}) and not isinstance(subject, Datum):
            return ObjectValue({name: inner._part(run, name, node) for name, inner in parts.items()
                                if isinstance(inner, JoiSchema)}, node=node)  # fmt: skip
        strips = not schema.passes
        run.emit(CheckSeen(subject, self.library, run.module, node, self.called(), schema.strict, strips))
        return Parsed(schema, (), subject)

    def _part(self, run: Run, name: str, node: form.Node) -> Value:
        return self.checked(run, Args([Datum(PARTS[name], (), node)]), node)


def _listed(name: str, args: Args) -> Args:
    """`valid("a", "b")` as one list of words."""
    if (
        name in ("valid", "equal", "only")
        and args.positional
        and not isinstance(args.positional[0], ListValue)
    ):
        return Args([ListValue(list(args.positional))])
    return args


def make(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """`Joi.string()`, `Joi.object({...})`, `Joi.compile({...})`, `Joi.attempt(value, schema)`."""
    name = target.path.rsplit(".", 1)[-1]
    if name == "attempt" and isinstance(args.get(1), JoiSchema):
        schema = args.positional[1]
        return schema.checked(run, Args(args.positional[:1]), node) if isinstance(schema, JoiSchema) else None
    if name in ("compile", "build"):
        first = args.get(0)
        return first if isinstance(first, Schema) else of_record(first, node)
    if name == "object":
        return of_record(args.get(0), node)
    return JoiSchema((name,), None, node) if name in _TYPES else None


def of_record(value: Value | None, node: form.Node) -> JoiSchema:
    """The schema of an object with these fields; records among them are schemas too, as Joi takes them."""
    fields: dict[str, Schema] = {}
    if isinstance(value, ObjectValue):
        for name, inner in value.fields.items():
            if isinstance(inner, Schema):
                fields[name] = inner
            elif isinstance(inner, ObjectValue):
                fields[name] = of_record(inner, node)
            else:
                fields[name] = JoiSchema(("any",), None, node)
    return JoiSchema(("object",), fields if isinstance(value, ObjectValue) else None, node, strict=True)


class Celebrate(Model):
    """`celebrate({ body: Joi.object({...}) })` as middleware: it checks the request's parts and goes on."""

    label = "celebrate"

    def __init__(self, schemas: Value | None) -> None:
        self.schemas = schemas

    def handle(self, run: Run, req: Model, res: Model, go_on: Model, node: form.Node) -> None:
        """Checks, then goes on with the parts as the schemas leave them."""
        if isinstance(self.schemas, ObjectValue):
            for name, schema in _segments(self.schemas):
                if isinstance(schema, ObjectValue):
                    schema = of_record(schema, node)
                if isinstance(schema, JoiSchema) and name in PARTS:
                    req.set_member(run, name, schema._part(run, name, node))
        go_on.call(run, Args(), node)


def _segments(record: ObjectValue) -> list[tuple[str, Value]]:
    """`body: ...` and `[Segments.BODY]: ...`."""
    found = list(record.fields.items())
    for spread in record.spreads:
        if isinstance(spread, Derived) and spread.operation == "computed key" and len(spread.operands) == 2:
            key, schema = spread.operands
            name = key.path.rsplit(".", 1)[-1].lower() if isinstance(key, External) else ""
            found.append((name, schema))
    return found


def register(library: Library, found: Found) -> None:
    """Tells what Joi's functions mean."""
    library.on_call(
        *(f"{package}.{name}" for package in PACKAGES for name in (*_TYPES, "compile", "build", "attempt"))
    )(make)

    @library.on_call("celebrate.celebrate", "celebrate")
    def celebrate(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Celebrate(args.get(0))
