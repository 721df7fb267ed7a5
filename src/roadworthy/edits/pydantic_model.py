"""Edits of pydantic models: limits put on fields, and models for bodies that had none."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from roadworthy.app import App, Endpoint
from roadworthy.edits.body_shape import Shape
from roadworthy.edits.edit import Change
from roadworthy.edits.handlers import handler_function
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.numbers import grouped
from roadworthy.edits.source import SourceFile
from roadworthy.languages import form
from roadworthy.views.data.field_limits import Limits


class Limited(Struct, frozen=True):
    """A field of a model and the limits that it is to have."""

    name: str
    limits: Limits


def body_model(app: App, endpoint: Endpoint, fields: Sequence[str]) -> tuple[str, form.Class] | None:
    """The model that an endpoint's body is read as, with its file: the one its parameters name that has the fields."""
    function = handler_function(app, endpoint)
    names = [_last_name(p.annotation) for p in (function.parameters if function is not None else ())]
    for path, module in sorted(app.modules.items()):
        for node in module.body if module.language == "python" else ():
            if isinstance(node, form.Class) and node.name in names and set(fields) & set(_fields(node)):
                return path, node
    return None


def _last_name(annotation: form.Expr | None) -> str:
    if isinstance(annotation, form.Member):
        return annotation.name
    if isinstance(annotation, form.Index):
        inner = annotation.key
        first = inner.items[0] if isinstance(inner, form.Sequence) and inner.items else inner
        return _last_name(first)
    return annotation.name if isinstance(annotation, form.Name) else ""


def _fields(model: form.Class) -> dict[str, form.Define]:
    return {
        statement.target.name: statement
        for statement in model.body
        if isinstance(statement, form.Define) and isinstance(statement.target, form.Name)
    }


def limit_fields(
    app: App, path: str, model: form.Class, limited: Sequence[Limited], plain: tuple[str, str]
) -> list[Change]:
    """Puts limits on fields of a model. `plain` is the name of the pattern of plain text and the module it is in."""
    source = SourceFile(app, path)
    fields = _fields(model)
    changes: list[Change] = []
    words: list[str] = []
    for item in limited:
        statement = fields.get(item.name)
        rules = rules_of(item.limits, plain[0])
        if statement is None or not rules:
            continue
        changes.append(_limit(source, statement, rules))
        words.append(rules)
    if words:
        changes += import_from(source, ["Field"], "pydantic")
        if any(plain[0] in rules for rules in words):
            changes += import_from(source, [plain[0]], plain[1])
    return changes


def _limit(source: SourceFile, statement: form.Define, rules: str) -> Change:
    value = statement.value
    if isinstance(value, form.Call) and isinstance(value.callee, form.Name) and value.callee.name == "Field":
        comma = ", " if value.arguments or value.keywords else ""
        return source.insert(value.span.end - 1, f"{comma}{rules}")
    if value is None:
        return source.insert(statement.span.end, f" = Field({rules})")
    default = source.content[value.span.start : value.span.end].decode()
    return Change(source.path, value.span.start, value.span.end, f"Field(default={default}, {rules})")


def rules_of(limits: Limits, plain: str) -> str:
    """The arguments of `Field` for these limits; '' for values that their type limits."""
    if limits.kind == "number":
        return f"ge={grouped(limits.low)}, le={grouped(limits.high)}"
    if limits.kind == "text":
        return f"max_length={grouped(limits.longest)}, pattern={plain}"
    if limits.kind == "choice":
        return f'pattern=r"^({"|".join(limits.words)})$"'
    return "max_length=100" if limits.kind == "list" else ""


_TYPES = {
    "text": "str",
    "choice": "str",
    "boolean": "bool",
    "time": "datetime",
    "list": "list[str]",
    "json": "Any",
}
_EMPTY = {"text": '""', "choice": '""', "boolean": "False", "time": "None", "list": "[]", "json": "None"}


def model_source(name: str, shape: Shape, plain: str) -> str:
    """A model of a body as source. Fields that may be left out have a default that `exclude_unset` never shows."""
    lines = [f"class {name}(BaseModel):"]
    lines += [f"    {_field(field, plain)}" for field in shape.fields]
    return "\n".join(lines)


def _field(field: Shape, plain: str) -> str:
    limits = field.limits or Limits("json")
    number = "int" if limits.whole else "float"
    kind = number if limits.kind == "number" else _TYPES[limits.kind]
    rules = rules_of(limits, plain)
    if field.needed:
        return f"{field.name}: {kind}" + (f" = Field({rules})" if rules else "")
    empty = "0" if limits.kind == "number" else _EMPTY[limits.kind]
    default = "None" if field.nullable else empty
    kind = f"{kind} | None" if field.nullable and kind != "Any" else kind
    return f"{field.name}: {kind} = Field(default={default}" + (f", {rules})" if rules else ")")


def typing_imports(text: str) -> list[tuple[str, str]]:
    """What a model's source needs imported, as (module, name)."""
    found = [("pydantic", "BaseModel"), ("pydantic", "Field")]
    found += [("typing", "Any")] if "Any" in text else []
    return found + ([("datetime", "datetime")] if "datetime" in text else [])
