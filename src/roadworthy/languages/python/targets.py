"""What assignments, loops and `as` bind."""

from __future__ import annotations

from tree_sitter import Node

from roadworthy.languages.form import Index, Member, Name, SequenceTarget, Target
from roadworthy.languages.python.lowering import DEEPEST, IDENTIFIER, Lowering, kind_ids, parts, span_of

_SPLATS = kind_ids("list_splat_pattern", "list_splat")
_SEQUENCES = kind_ids("pattern_list", "tuple_pattern", "list_pattern", "tuple", "list", "expression_list")
_PLACES = kind_ids("attribute", "subscript")
_WRAPPERS = kind_ids("parenthesized_expression", "as_pattern_target", "type")


def lower_target(lowering: Lowering, node: Node) -> Target:
    """The target at `node`. What cannot be bound, in code that did not parse, is the empty name."""
    if node.kind_id in IDENTIFIER:
        return lowering.name(node)
    if node.kind_id in _SEQUENCES and lowering.depth < DEEPEST:
        return _sequence(lowering, node)
    if node.kind_id in _WRAPPERS or node.kind_id in _SPLATS:
        return _wrapped(lowering, node)
    if node.kind_id in _PLACES:
        place = lowering.expression(node)
        if isinstance(place, Member | Index):
            return place
    return Name(span_of(node), "")


def _wrapped(lowering: Lowering, node: Node) -> Target:
    inner = parts(node)
    if len(inner) != 1 or lowering.depth >= DEEPEST:
        return Name(span_of(node), "")
    lowering.depth += 1
    target = lower_target(lowering, inner[0])
    lowering.depth -= 1
    return target


def _sequence(lowering: Lowering, node: Node) -> Target:
    items: list[Target] = []
    rest: Target | None = None
    lowering.depth += 1
    for part in parts(node):
        if part.kind_id in _SPLATS:
            rest = _wrapped(lowering, part)
        else:
            items.append(lower_target(lowering, part))
    lowering.depth -= 1
    return SequenceTarget(span_of(node), tuple(items), (), rest)
