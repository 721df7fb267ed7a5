"""Where a module declares what it exports."""

from __future__ import annotations

from roadworthy.app import Location
from roadworthy.app.location import at
from roadworthy.frameworks.written import body_of
from roadworthy.interpret import Closure, Program, Value
from roadworthy.languages import form


def declaration(program: Program, path: str, name: str) -> form.Node:
    """The statement that makes what a module exports under a name; the export itself where that stands elsewhere."""
    module = program.modules[path]
    local = name
    export: form.Node | None = None
    for statement in module.body:
        if isinstance(statement, form.Export):
            for one in statement.names:
                if one.exported == name:
                    local, export = one.local, statement
    for statement in module.body:
        if local in _names(statement):
            return statement
    return export or _whole(module)


def _names(statement: form.Statement) -> tuple[str, ...]:
    if isinstance(statement, (form.Function, form.Class)):
        return (statement.name,)
    target = statement.target if isinstance(statement, form.Define) else None
    if isinstance(target, form.Name):
        return (target.name,)
    if isinstance(target, form.RecordTarget):
        return tuple(field.target.name for field in target.fields if isinstance(field.target, form.Name))
    return ()


def _whole(module: form.Module) -> form.Node:
    return module.body[0] if module.body else form.Literal(form.Span(0, 0, 1, 1), None)


def body(value: Value, path: str, node: form.Node) -> Location:
    """The statements of a handler that stands inside its own declaration; else the declaration as a whole."""
    inside = (
        isinstance(value, Closure)
        and value.module == path
        and node.span.start <= value.function.span.start
        and value.function.span.end <= node.span.end
    )
    return body_of(value) if inside and isinstance(value, Closure) else at(path, node)
