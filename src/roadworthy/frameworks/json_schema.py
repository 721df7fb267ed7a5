"""JSON Schema: Ajv's, Python's jsonschema, and what Fastify's routes declare."""

from __future__ import annotations

from roadworthy.frameworks.events import CheckSeen
from roadworthy.frameworks.found import Found
from roadworthy.interpret import (
    Args,
    Constant,
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
from roadworthy.languages import form

_BOUNDS = {"minLength": "min", "maxLength": "max", "minimum": "min", "maximum": "max", "pattern": "regex",
           "format": "", "exclusiveMinimum": "gt", "exclusiveMaximum": "lt", "minItems": "min", "maxItems": "max"}  # fmt: skip


def fields_of(schema: Value | None) -> tuple[tuple[str, str], ...]:
    """The rules of each property, in words: `string min 1 max 80`."""
    properties = schema.fields.get("properties") if isinstance(schema, ObjectValue) else None
    if not isinstance(properties, ObjectValue):
        return ()
    needed = schema.fields.get("required") if isinstance(schema, ObjectValue) else None
    names = (
        {str(v.value) for v in needed.items if isinstance(v, Constant)}
        if isinstance(needed, ListValue)
        else set()
    )
    return tuple(
        (name, _rules(inner) + ("" if name in names else " optional"))
        for name, inner in properties.fields.items()
    )


def _rules(value: Value) -> str:
    if not isinstance(value, ObjectValue):
        return "unknown"
    words = [_text(value.fields.get("type")) or "any"]
    for key, word in _BOUNDS.items():
        if key in value.fields:
            words.append(f"{word} {_text(value.fields[key])}".strip())
    listed = value.fields.get("enum")
    if isinstance(listed, ListValue):
        words.append("enum " + "|".join(str(v.value) for v in listed.items if isinstance(v, Constant)))
    return " ".join(words).replace("integer", "number int", 1) if words[0] == "integer" else " ".join(words)


def _text(value: Value | None) -> str:
    return str(value.value) if isinstance(value, Constant) else ""


def is_strict(schema: Value | None) -> bool:
    """Whether properties that it does not name are refused."""
    given = schema.fields.get("additionalProperties") if isinstance(schema, ObjectValue) else None
    return isinstance(given, Constant) and given.value is False


class Validator(Model):
    """`ajv.compile(schema)`: called, it tells whether data fits."""

    __slots__ = ("schema",)

    def __init__(self, schema: Value | None) -> None:
        self.schema = schema

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        subject = args.get(0) or Unknown()
        strict = is_strict(self.schema)
        run.emit(CheckSeen(subject, "ajv", run.module, node, fields_of(self.schema), strict, False))
        return Derived("valid", (subject,), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        """`Draft7Validator(schema).validate(data)`, `iter_errors(data)`."""
        return self.call(run, args, node) if name in ("validate", "iter_errors", "is_valid") else None


_DRAFTS = ("3", "4", "6", "7", "201909", "202012")


def register(library: Library, found: Found) -> None:
    """Tells what the functions of Ajv and jsonschema mean."""

    @library.on_call("ajv().compile", "ajv.default().compile", "ajv.Ajv().compile", "ajv/dist/2020().compile")
    def compile_schema(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Validator(args.get(0))

    @library.on_call("ajv().validate", "ajv.default().validate", "ajv.Ajv().validate")
    def validate(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Validator(args.get(0)).call(run, Args(args.positional[1:]), node)

    @library.on_call("jsonschema.validate", "jsonschema.validators.validate")
    def validate_instance(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Validator(args.get(1, "schema")).call(run, Args([args.get(0, "instance") or Unknown()]), node)

    @library.on_call(
        "fastjsonschema.compile",
        *(f"jsonschema.{where}Draft{year}Validator" for where in ("", "validators.") for year in _DRAFTS),
    )
    def python_validator(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Validator(args.get(0, "schema"))
