"""Limits on the models of a FastAPI app, and a model where a body was any dict."""

from __future__ import annotations

from roadworthy.app import App, Endpoint, Table
from roadworthy.edits import Change, NewFile
from roadworthy.edits.body_shape import Shape
from roadworthy.edits.handlers import handler_function
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.pydantic_model import Limited, body_model, limit_fields, model_source, typing_imports
from roadworthy.edits.python_modules import module_name, server_package
from roadworthy.edits.source import SourceFile
from roadworthy.edits.template import fill
from roadworthy.edits.unused_import import drop_unused
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.data.field_limits import limits_of
from roadworthy.views.data.request_fields import written_fields

_PLAIN = "PLAIN_TEXT"
# A schema's words that limit a value already.
_LIMITED = regex(
    r"\b(ge|gt|le|lt|max|min|max_length|pattern|regex|validated|enum|literal|Literal|email|uuid)\b"
)


def limit_model(app: App, endpoint: Endpoint) -> tuple[list[Change], list[NewFile]]:
    """Limits for the fields of the endpoint's model that have none; empty when its model is not found."""
    limited = _unlimited(app, endpoint)
    found = body_model(app, endpoint, [item.name for item in limited])
    if found is None:
        return [], []
    path, model = found
    file = _plain_text(app)
    source = SourceFile(app, path)
    changes = limit_fields(app, path, model, limited, (_PLAIN, module_name(app, source, file.path)))
    uses = any(_PLAIN in change.text for change in changes)
    return changes, [file] if uses else []


def _unlimited(app: App, endpoint: Endpoint) -> list[Limited]:
    found: dict[str, Limited] = {}
    for field in written_fields(app, endpoint):
        if field.rules is not None and not _LIMITED.search(field.rules):
            found.setdefault(field.name, Limited(field.name, limits_of(app, field.table, field.column)))
    for query in endpoint.queries:
        table = app.table(query.table)
        for item in query.filters:
            for leaf in item.value.sources():
                keyed = (
                    leaf.kind == "parsed" and len(leaf.path) == 1 and not _LIMITED.search(_rule(leaf.schema))
                )
                column = table.column(item.column) if table is not None else None
                if keyed and table is not None and column is not None and leaf.path[0] not in found:
                    found[leaf.path[0]] = Limited(leaf.path[0], limits_of(app, table, column))
    return list(found.values())


def _rule(schema: tuple[tuple[str, str], ...]) -> str:
    return dict(schema).get("", "")


def name_fields(
    app: App, endpoint: Endpoint, shape: Shape, table: Table
) -> tuple[list[Change], list[NewFile]]:
    """A model in the place of a body that was any dict; the handler still gets a dict, of what was sent."""
    function = handler_function(app, endpoint)
    parameter = next((p for p in (function.parameters if function is not None else ()) if _any_dict(p)), None)
    if function is None or parameter is None or parameter.default is None:
        return [], []
    source = SourceFile(app, endpoint.handler.path)
    file = _plain_text(app)
    model = "".join(word.title() for word in function.name.split("_")) + "Body"
    reader = f"{function.name}_body"
    text = model_source(model, shape, _PLAIN)
    reads = (
        f"def {reader}(body: {model}) -> dict[str, Any]:\n"
        f'    """The fields that were sent, checked. Rows of {table.name} take no others from outside."""\n'
        "    return body.model_dump(exclude_unset=True)"
    )
    start = min([function.span.start, *(d.span.start for d in function.decorators)])
    changes = [
        Change(source.path, parameter.default.span.start, parameter.default.span.end, f"Depends({reader})"),
        source.insert(source.line_start(start), f"{text}\n\n\n{reads}\n\n\n"),
    ]
    changes += drop_unused(source, "Body", uses=1)
    wanted = [("fastapi", "Depends"), ("typing", "Any"), *typing_imports(text)]
    for module in dict.fromkeys(module for module, _ in wanted):
        changes += import_from(source, [name for other, name in wanted if other == module], module)
    if _PLAIN in text:
        changes += import_from(source, [_PLAIN], module_name(app, source, file.path))
    return changes, [file] if _PLAIN in text else []


def _any_dict(parameter: form.Parameter) -> bool:
    """`payload: dict = Body(...)`."""
    kind, default = parameter.annotation, parameter.default
    name = kind.object if isinstance(kind, form.Index) else kind
    named = isinstance(name, form.Name) and name.name in ("dict", "Dict", "Any")
    called = (
        isinstance(default, form.Call)
        and isinstance(default.callee, form.Name)
        and default.callee.name == "Body"
    )
    return named and called


def _plain_text(app: App) -> NewFile:
    return NewFile(f"{server_package(app)}/validation.py".lstrip("/"), fill(__package__, "validation.py"))
