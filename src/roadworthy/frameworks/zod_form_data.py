"""zod-form-data: schemas of what a form sends, see https://www.npmjs.com/package/zod-form-data."""

from __future__ import annotations

from roadworthy.frameworks.found import Found
from roadworthy.frameworks.zod import Schema
from roadworthy.interpret import Args, External, Library, ObjectValue, Run, Value
from roadworthy.languages import form

FORM = "form"
"""The rule of a schema that takes a form."""
_KINDS = {"text": "string", "numeric": "number", "checkbox": "boolean", "file": "file", "json": "unknown"}


def make(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """`zfd.formData({...})`, `zfd.text(schema)`, `zfd.numeric(schema)` and the rest."""
    name, first = target.path.rpartition(".")[2], args.get(0)
    if name == "formData":
        return _form(first, node)
    if name in ("repeatable", "repeatableOfType"):
        return first if isinstance(first, Schema) and name == "repeatable" else _listed(first, node)
    if name in _KINDS:
        return first if isinstance(first, Schema) else Schema((_KINDS[name],), None, node)
    return None


def _form(given: Value | None, node: form.Node) -> Schema:
    if isinstance(given, Schema):
        return Schema((*given.rules, FORM), given.fields, node, strict=given.strict, passes=given.passes)
    fields: dict[str, Schema] = {}
    for key, value in given.fields.items() if isinstance(given, ObjectValue) else ():
        fields[key] = value if isinstance(value, Schema) else Schema(("unknown",))
    return Schema(("object", FORM), fields, node)


def _listed(inner: Value | None, node: form.Node) -> Schema:
    return Schema(("array",), {"[]": inner} if isinstance(inner, Schema) else None, node)


def register(library: Library, found: Found) -> None:
    """Tells what its functions mean."""
    library.on_call("zod-form-data.zfd.*")(make)
