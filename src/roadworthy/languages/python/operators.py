"""Operators, spelled as in every language."""

from __future__ import annotations

from tree_sitter import Node

from roadworthy.languages.form import Expr, Operation, Other
from roadworthy.languages.python.lowering import (
    Lowering,
    field_id,
    lowers_expression,
    parts,
    span_between,
    span_of,
    token_of,
)

_LEFT, _RIGHT, _OPERATOR = field_id("left"), field_id("right"), field_id("operator")
_OPERATORS, _ARGUMENT = field_id("operators"), field_id("argument")

_SPELLING = {"is": "==", "is not": "!=", "<>": "!="}


@lowers_expression("binary_operator", "boolean_operator")
def _binary(lowering: Lowering, node: Node) -> Expr:
    operator = node.child_by_field_id(_OPERATOR)
    operands = (lowering.field(node, _LEFT), lowering.field(node, _RIGHT))
    return Operation(span_of(node), operator.type if operator is not None else "", operands)


@lowers_expression("union_type")
def _union(lowering: Lowering, node: Node) -> Expr:
    return Operation(span_of(node), "|", tuple([lowering.expression(part) for part in parts(node)]))


@lowers_expression("not_operator")
def _not(lowering: Lowering, node: Node) -> Expr:
    return Operation(span_of(node), "not", (lowering.field(node, _ARGUMENT),))


@lowers_expression("unary_operator")
def _unary(lowering: Lowering, node: Node) -> Expr:
    sign = token_of(node)
    return Operation(span_of(node), "neg" if sign == "-" else sign, (lowering.field(node, _ARGUMENT),))


@lowers_expression("comparison_operator")
def _comparison(lowering: Lowering, node: Node) -> Expr:
    operands = parts(node)
    signs = [_SPELLING.get(sign.type, sign.type) for sign in node.children_by_field_id(_OPERATORS)]
    lowered = [lowering.expression(operand) for operand in operands]
    if len(lowered) != len(signs) + 1 or not signs:
        return Other(span_of(node), "comparison", tuple(lowered))
    if len(signs) == 1:
        return Operation(span_of(node), signs[0], (lowered[0], lowered[1]))
    links = [
        Operation(
            span_between(operands[place], operands[place + 1]), sign, (lowered[place], lowered[place + 1])
        )
        for place, sign in enumerate(signs)
    ]
    return Operation(span_of(node), "and", tuple(links))
