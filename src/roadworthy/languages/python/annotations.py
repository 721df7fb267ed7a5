"""Annotations, kept as expressions; one that is written as text is read as the expression that it spells."""

from __future__ import annotations

from tree_sitter import Node, Parser, Point, Range

from roadworthy.languages.form import Expr, Index, Sequence
from roadworthy.languages.python.lowering import (
    DEEPEST,
    LANGUAGE,
    Lowering,
    field_id,
    kind_ids,
    lowers_expression,
    parts,
    span_between,
    span_of,
)

_LONGEST_TEXT = 200
"""Characters of an annotation in quotes that is still read; what is longer is a text."""

_TYPE = kind_ids("type", "parenthesized_expression")
_GENERIC = kind_ids("generic_type")
_SUBSCRIPT_KIND = kind_ids("subscript")
_STRING = kind_ids("string")
_CONTENT = kind_ids("string_content")
_TYPE_PARAMETER = kind_ids("type_parameter")
_EXPRESSION_STATEMENT = kind_ids("expression_statement")
_VALUE, _SUBSCRIPT = field_id("value"), field_id("subscript")

# Their arguments are values: in Literal["draft"] the text is meant.
_VALUE_GENERICS = frozenset({b"Literal", b"Annotated"})


def lower_annotation(lowering: Lowering, node: Node | None) -> Expr | None:
    """The annotation at `node`, None when there is none."""
    return None if node is None else _annotation(lowering, node)


def _annotation(lowering: Lowering, node: Node) -> Expr:
    if lowering.depth >= DEEPEST:
        return lowering.too_deep(node)
    lowering.depth += 1
    lowered = _lower_by_kind(lowering, node)
    lowering.depth -= 1
    return lowered


def _lower_by_kind(lowering: Lowering, node: Node) -> Expr:
    if node.kind_id in _TYPE:
        inner = parts(node)
        return _annotation(lowering, inner[0]) if len(inner) == 1 else lowering.expression(node)
    if node.kind_id in _GENERIC:
        return _generic(lowering, node)
    if node.kind_id in _SUBSCRIPT_KIND:
        return _subscript(lowering, node)
    if node.kind_id in _STRING:
        return _quoted(lowering, node) or lowering.expression(node)
    return lowering.expression(node)


@lowers_expression("generic_type")
def _generic(lowering: Lowering, node: Node) -> Expr:
    name, *rest = parts(node)
    arguments = [part for holder in rest if holder.kind_id in _TYPE_PARAMETER for part in parts(holder)]
    base = lowering.expression(name)
    return Index(span_of(node), base, _arguments(lowering, name, arguments)) if arguments else base


def _subscript(lowering: Lowering, node: Node) -> Expr:
    value, keys = node.child_by_field_id(_VALUE), node.children_by_field_id(_SUBSCRIPT)
    if value is None or not keys:
        return lowering.expression(node)
    return Index(span_of(node), lowering.expression(value), _arguments(lowering, value, keys))


def _arguments(lowering: Lowering, generic: Node, nodes: list[Node]) -> Expr:
    name = lowering.source[generic.start_byte : generic.end_byte].rpartition(b".")[2]
    lower = lowering.expression if name in _VALUE_GENERICS else lambda node: _annotation(lowering, node)
    lowered = [lower(node) for node in nodes]
    if len(lowered) == 1:
        return lowered[0]
    return Sequence(span_between(nodes[0], nodes[-1]), tuple(lowered), "tuple")


def _quoted(lowering: Lowering, node: Node) -> Expr | None:
    """The expression in a text, with the spans that it has in the file; None when it is more than a type."""
    contents = [child for child in node.named_children if child.kind_id in _CONTENT]
    if len(contents) != 1 or node.named_child_count != 3 or contents[0].named_child_count:
        return None
    content = contents[0]
    if (
        content.end_byte - content.start_byte > _LONGEST_TEXT
        or content.start_point[0] != content.end_point[0]
    ):
        return None
    # The same bytes, of which the parser looks at the text only: offsets and lines stay those of the file.
    parser = Parser(LANGUAGE, included_ranges=[_range_of(content)])
    tree = parser.parse(lowering.source)
    statements = tree.root_node.named_children
    if tree.root_node.has_error or len(statements) != 1 or statements[0].kind_id not in _EXPRESSION_STATEMENT:
        return None
    inner = parts(statements[0])
    return _annotation(lowering, inner[0]) if len(inner) == 1 else None


def _range_of(node: Node) -> Range:
    start, end = Point(*node.start_point), Point(*node.end_point)
    return Range(start, end, node.start_byte, node.end_byte)
