"""Cerberus: `Validator(schema).validate(document)`. Fields that the schema does not name are refused unless it is told otherwise.

https://docs.python-cerberus.org: rules `type`, `minlength`, `maxlength`, `min`, `max`, `allowed`, `regex`; `purge_unknown` leaves unknown
fields out of `validator.document`.
"""

from __future__ import annotations

from roadworthy.frameworks.events import CheckSeen
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.zod import Parsed, Schema
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

_TYPES = {"string": "str", "integer": "int", "boolean": "bool", "float": "float", "number": "float"}
_BOUNDS = {"minlength": "min", "maxlength": "max", "min": "min", "max": "max", "regex": "pattern"}


class CerberusValidator(Model):
    """A validator. `document` is what it looked at last."""

    __slots__ = ("document", "node", "schema", "strict")

    def __init__(self, given: Value | None, node: form.Node, *, strict: bool) -> None:
        fields = given.fields if isinstance(given, ObjectValue) else {}
        named = {name: Schema(_rules(rules)) for name, rules in fields.items()}
        self.schema = Schema(("object",), named or None, node, strict=strict, passes=not strict)
        self.node, self.strict = node, strict
        self.document: Value = Unknown()

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        subject = args.get(0, "document") or Unknown()
        given = args.get(1, "schema")
        checked = self if given is None else CerberusValidator(given, node, strict=self.strict)
        schema = checked.schema
        run.emit(CheckSeen(subject, "cerberus", run.module, node, schema.called(), self.strict, False))
        self.document = Parsed(schema, (), subject)
        return Derived("valid", (self.document,), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "validate":
            return self.call(run, args, node)
        if name in ("validated", "normalized"):
            self.call(run, args, node)
            return run.join([(self.document, ()), (Constant(None), ())])
        return None

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self.document if name == "document" else Derived(f".{name}", (), node)

    def truth(self) -> bool | None:
        return True


def _rules(value: Value) -> tuple[str, ...]:
    """`{"type": "string", "maxlength": 80}` in words."""
    fields = value.fields if isinstance(value, ObjectValue) else {}
    words = [_TYPES.get(_text(fields.get("type")), _text(fields.get("type")) or "any")]
    words += [f"{word} {_text(fields[key])}" for key, word in _BOUNDS.items() if key in fields]
    allowed = fields.get("allowed")
    if isinstance(allowed, ListValue):
        words.append("enum " + "|".join(_text(one) for one in allowed.items))
    needed = fields.get("required")
    return tuple(words if isinstance(needed, Constant) and needed.value else [*words, "optional"])


def _text(value: Value | None) -> str:
    return str(value.value) if isinstance(value, Constant) else ""


def register(library: Library, found: Found) -> None:
    """Tells what makes a validator."""

    @library.on_call("cerberus.Validator", "cerberus.validator.Validator")
    def validator(run: Run, target: External, args: Args, node: form.Node) -> Value:
        loose = [args.keywords.get(name) for name in ("allow_unknown", "purge_unknown")]
        strict = not any(isinstance(one, Constant) and one.value for one in loose)
        return CerberusValidator(args.get(0, "schema"), node, strict=strict)
