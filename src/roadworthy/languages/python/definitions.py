"""Functions, lambdas and classes."""

from __future__ import annotations

from tree_sitter import Node

from roadworthy.languages.form import (
    Call,
    Class,
    Expr,
    Function,
    Member,
    Name,
    Parameter,
    Return,
    Span,
    Statement,
)
from roadworthy.languages.python.annotations import lower_annotation
from roadworthy.languages.python.expressions import lower_arguments
from roadworthy.languages.python.lowering import (
    IDENTIFIER,
    Lowering,
    field_id,
    kind_ids,
    lowers_expression,
    lowers_statement,
    parts,
    span_of,
    token_of,
)
from roadworthy.languages.python.targets import lower_target

_NAME, _BODY, _VALUE, _TYPE = (field_id(name) for name in ("name", "body", "value", "type"))
_PARAMETERS, _RETURNS = field_id("parameters"), field_id("return_type")
_SUPERCLASSES, _DEFINITION = field_id("superclasses"), field_id("definition")

_DECORATOR = kind_ids("decorator")
_FUNCTION = kind_ids("function_definition")
_CLASS = kind_ids("class_definition")
_SPLAT, _MAPPING_SPLAT = kind_ids("list_splat_pattern"), kind_ids("dictionary_splat_pattern")
_SEPARATORS = kind_ids("positional_separator", "keyword_separator")
_WITH_NAME = kind_ids("default_parameter", "typed_default_parameter")
_TYPED = kind_ids("typed_parameter")

_GETTERS = frozenset({"property", "cached_property"})


@lowers_statement("function_definition")
def _function_statement(lowering: Lowering, node: Node, out: list[Statement]) -> None:
    out.append(_function(lowering, node, span_of(node), ()))


@lowers_statement("class_definition")
def _class_statement(lowering: Lowering, node: Node, out: list[Statement]) -> None:
    out.append(_class(lowering, node, span_of(node), ()))


@lowers_statement("decorated_definition")
def _decorated(lowering: Lowering, node: Node, out: list[Statement]) -> None:
    holders = [child for child in node.named_children if child.kind_id in _DECORATOR]
    decorators = tuple([lowering.expression(inner) for holder in holders for inner in parts(holder)[:1]])
    definition = node.child_by_field_id(_DEFINITION)
    if definition is not None and definition.kind_id in _FUNCTION:
        out.append(_function(lowering, definition, span_of(node), decorators))
    elif definition is not None and definition.kind_id in _CLASS:
        out.append(_class(lowering, definition, span_of(node), decorators))


def _function(lowering: Lowering, node: Node, span: Span, decorators: tuple[Expr, ...]) -> Function:
    parameters = lower_parameters(lowering, node.child_by_field_id(_PARAMETERS))
    returns = lower_annotation(lowering, node.child_by_field_id(_RETURNS))
    name = _name_text(lowering, node)
    marks = [_last_name(decorator) for decorator in decorators]
    kind = _kind(name, marks) if lowering.in_class else "function"
    outer = lowering.in_class, lowering.yields, lowering.outer
    lowering.in_class, lowering.yields, lowering.outer = False, False, set()
    body = lowering.block(node.child_by_field_id(_BODY))
    generator = lowering.yields
    lowering.in_class, lowering.yields, lowering.outer = outer
    static = "staticmethod" in marks and kind != "function"
    is_async = token_of(node) == "async"
    return Function(span, name, parameters, body, is_async, generator, kind, decorators, returns, static)


def _kind(name: str, marks: list[str]) -> str:
    if name == "__init__":
        return "constructor"
    if not _GETTERS.isdisjoint(marks):
        return "getter"
    return "setter" if "setter" in marks else "method"


def _last_name(decorator: Expr) -> str:
    """`setter` of `@price.setter`, `route` of `@app.route("/")`."""
    called = decorator.callee if isinstance(decorator, Call) else decorator
    return called.name if isinstance(called, Name | Member) else ""


def _name_text(lowering: Lowering, node: Node) -> str:
    name = node.child_by_field_id(_NAME)
    return lowering.text(name) if name is not None else ""


def _class(lowering: Lowering, node: Node, span: Span, decorators: tuple[Expr, ...]) -> Class:
    given = node.child_by_field_id(_SUPERCLASSES)
    bases, keywords = lower_arguments(lowering, given) if given is not None else ((), ())
    outer, lowering.in_class = lowering.in_class, True
    body = lowering.block(node.child_by_field_id(_BODY))
    lowering.in_class = outer
    return Class(span, _name_text(lowering, node), bases, keywords, body, decorators)


@lowers_expression("lambda")
def _anonymous_lambda(lowering: Lowering, node: Node) -> Expr:
    return lower_lambda(lowering, node, "")


def lower_lambda(lowering: Lowering, node: Node, name: str) -> Function:
    """A lambda, as an arrow with one `Return`; `name` is what it is bound to, if anything."""
    parameters = lower_parameters(lowering, node.child_by_field_id(_PARAMETERS))
    outer = lowering.in_class, lowering.yields
    lowering.in_class = lowering.yields = False
    body = lowering.field(node, _BODY)
    generator = lowering.yields
    lowering.in_class, lowering.yields = outer
    result = Return(body.span, body)
    return Function(span_of(node), name, parameters, (result,), generator=generator, kind="arrow")


def lower_parameters(lowering: Lowering, node: Node | None) -> tuple[Parameter, ...]:
    """The parameters in order; the separators `/` and `*` are left out."""
    if node is None:
        return ()
    return tuple([_parameter(lowering, part) for part in parts(node) if part.kind_id not in _SEPARATORS])


def _parameter(lowering: Lowering, node: Node) -> Parameter:
    if node.kind_id in IDENTIFIER:
        span = span_of(node)
        return Parameter(span, Name(span, lowering.text(node)))
    if node.kind_id in _WITH_NAME:
        target = lower_target(lowering, node.child_by_field_id(_NAME) or node)
        annotation = lower_annotation(lowering, node.child_by_field_id(_TYPE))
        return Parameter(span_of(node), target, lowering.field(node, _VALUE), annotation)
    bound = node
    if node.kind_id in _TYPED:
        bound = next(iter(parts(node)), node)
    rest = "*" if bound.kind_id in _SPLAT else "**" if bound.kind_id in _MAPPING_SPLAT else ""
    named = next(iter(parts(bound)), bound) if rest else bound
    annotation = lower_annotation(lowering, node.child_by_field_id(_TYPE))
    return Parameter(span_of(node), lower_target(lowering, named), None, annotation, rest)
