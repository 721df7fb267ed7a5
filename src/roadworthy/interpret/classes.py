"""Runs classes: their members in order, decorators from the inside out."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from roadworthy.interpret import expressions
from roadworthy.interpret.containers import ClassValue, Closure
from roadworthy.interpret.scope import ClassScope, Scope
from roadworthy.interpret.values import External, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.run import Run

_BUILT_IN = frozenset(dir(builtins))


def define_class(run: Run, node: form.Class, scope: Scope) -> Value:
    """Evaluates a class: its bases, then its body in a scope whose names become its attributes."""
    bases = [_base(run, base, scope) for base in node.bases]
    kind = ClassValue(node, bases, scope, run.module)
    body = ClassScope(scope)
    body.bind(node.name, kind)
    body.methods.bind(node.name, kind)
    for statement in node.body:
        _class_member(run, statement, body, kind)
    kind.attributes = {name: value for name, value in body.names.items() if value is not kind}
    for name, own in kind.attributes.items():
        if scope.find(name) is None:
            _seen_by_methods(body, name, own)
    for keyword in node.keywords:
        run.evaluate(keyword.value, scope)
    for model in run.program.library.class_models(kind):
        model(run, kind)
    value: Value = kind
    for decorator in reversed(node.decorators):
        value = expressions.decorate(run, run.evaluate(decorator, scope), value, decorator)
    return value


def _seen_by_methods(body: ClassScope, name: str, own: Value) -> None:
    """Defaults of parameters are worked out when a method is called, and may be the class's own constants, or name its functions."""
    if not isinstance(own, Closure):
        body.methods.bind(name, own)
    elif name not in _BUILT_IN:
        body.methods.header.bind(name, own)


def _base(run: Run, base: form.Expr, scope: Scope) -> Value:
    """What a class inherits: `models.Manager["Project"]` is the library's class and `Repository[User]` the app's, whatever they
    are of."""
    if isinstance(base, form.Index) and run.module.endswith(".py"):
        generic = run.evaluate(base.object, scope)
        if isinstance(generic, (External, ClassValue)):
            return generic
    return run.evaluate(base, scope)


def _class_member(run: Run, statement: form.Statement, body: Scope, kind: ClassValue) -> None:
    if isinstance(statement, form.Function):
        value = run.evaluate(statement, body)
        body.bind(statement.name, _as_method(statement, value, kind))
    else:
        run.execute((statement,), body)


def _as_method(node: form.Function, value: Value, kind: ClassValue) -> Value:
    names = {d.name for d in node.decorators if isinstance(d, form.Name)}
    if isinstance(value, Closure):
        if "classmethod" in names:
            return value.bind(kind)
        if "property" in names or "cached_property" in names:
            return Closure(form_getter(node), value.scope, value.module, None, node.name)
        if "staticmethod" in names:
            return Closure(without_instance(node), value.scope, value.module, None, node.name)
    return value


def form_getter(node: form.Function) -> form.Function:
    """The same function, read like a field."""
    return form.Function(
        node.span, node.name, node.parameters, node.body, node.is_async, node.generator, "getter"
    )


def without_instance(node: form.Function) -> form.Function:
    """The same function, taking no instance: an arrow in the one form's words."""
    return form.Function(
        node.span, node.name, node.parameters, node.body, node.is_async, node.generator, "arrow"
    )
