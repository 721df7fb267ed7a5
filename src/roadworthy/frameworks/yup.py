"""yup."""

from __future__ import annotations

from roadworthy.frameworks.found import Found
from roadworthy.frameworks.zod import Schema
from roadworthy.interpret import Args, Derived, External, Library, ListValue, ObjectValue, Run, Value
from roadworthy.languages import form

_TYPES = ("string", "number", "boolean", "bool", "date", "object", "array", "mixed", "tuple")
_WORDS = {"oneOf": "enum", "matches": "regex", "integer": "int", "moreThan": "gt", "lessThan": "lt"}
_SAME = {"label", "meta", "typeError", "default", "nonNullable", "strip", "when", "test"}


class YupSchema(Schema):
    """A yup schema. Fields it does not know pass, unless it is told to drop or refuse them."""

    __slots__ = ()
    library = "yup"

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "isValid" or name == "isValidSync":
            return Derived("valid", (self._parse(run, args, node),), node)
        if name == "shape":
            return self._reshape(run, "extend", args, node)
        if name == "of":
            inner = args.get(0)
            return YupSchema(self.rules, {"[]": inner} if isinstance(inner, Schema) else None, self.node)
        if name == "noUnknown":
            return YupSchema(self.rules, self.fields, self.node, strict=True)
        if name in _SAME:
            return self
        if name == "oneOf" and isinstance(args.get(0), ListValue):
            args = Args(args.positional[:1])
        return super().call_member(run, _WORDS.get(name, name), args, node)


def register(library: Library, found: Found) -> None:
    """Tells what yup's functions mean."""

    @library.on_call(*(f"yup.{name}" for name in _TYPES))
    def make(run: Run, target: External, args: Args, node: form.Node) -> Value:
        name = target.path.rsplit(".", 1)[-1]
        first = args.get(0)
        fields: dict[str, Schema] | None = None
        if isinstance(first, ObjectValue):
            fields = {
                n: v if isinstance(v, Schema) else YupSchema(("mixed",)) for n, v in first.fields.items()
            }
        elif name == "array" and isinstance(first, Schema):
            fields = {"[]": first}
        return YupSchema((name,), fields, node, passes=True)
