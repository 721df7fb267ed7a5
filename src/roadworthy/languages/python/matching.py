"""`match` and its patterns.

A pattern is lowered to the expression that it looks like: a class pattern is a call, alternatives are `|`.
A name that a pattern binds is an `Assignment` of an `Other` of kind `matched`.
"""

from __future__ import annotations

from tree_sitter import Node

from roadworthy.languages.form import (
    Assignment,
    Call,
    Case,
    Entry,
    Expr,
    Literal,
    Operation,
    Other,
    Record,
    Sequence,
    Spread,
    Statement,
    Switch,
)
from roadworthy.languages.python.expressions import tuple_of
from roadworthy.languages.python.lowering import (
    EXTRAS,
    IDENTIFIER,
    Lowering,
    field_id,
    kind_ids,
    lowers_expression,
    lowers_statement,
    parts,
    span_between,
    span_of,
    token_of,
)

_SUBJECT, _BODY, _GUARD, _CONSEQUENCE = (field_id(n) for n in ("subject", "body", "guard", "consequence"))
_KEY, _VALUE = field_id("key"), field_id("value")

_CASE, _CASE_PATTERN = kind_ids("case_clause"), kind_ids("case_pattern")
_DOTTED, _SPLAT, _KEYWORD = kind_ids("dotted_name"), kind_ids("splat_pattern"), kind_ids("keyword_pattern")
_AS_PATTERN = kind_ids("as_pattern")


@lowers_statement("match_statement")
def _match(lowering: Lowering, node: Node, out: list[Statement]) -> None:
    subjects = node.children_by_field_id(_SUBJECT)
    subject = tuple_of(lowering, subjects) if subjects else Other(span_of(node), "missing")
    body = node.child_by_field_id(_BODY)
    clauses = body.named_children if body is not None else []
    cases = tuple([_case(lowering, clause) for clause in clauses if clause.kind_id in _CASE])
    out.append(Switch(span_of(node), subject, cases))


def _case(lowering: Lowering, node: Node) -> Case:
    patterns = [part for part in node.named_children if part.kind_id in _CASE_PATTERN]
    test = _test(lowering, patterns)
    guard = node.child_by_field_id(_GUARD)
    if guard is not None:
        condition = tuple_of(lowering, parts(guard) or [guard])
        both = (test, condition) if test is not None else (condition,)
        span = span_between(patterns[0], guard) if patterns else span_of(guard)
        test = Operation(span, "and", both) if len(both) > 1 else condition
    return Case(span_of(node), test, lowering.block(node.child_by_field_id(_CONSEQUENCE)))


def _test(lowering: Lowering, patterns: list[Node]) -> Expr | None:
    if len(patterns) == 1:
        pattern = lowering.expression(patterns[0])
        return None if isinstance(pattern, Other) and pattern.kind == "anything" else pattern
    return tuple_of(lowering, patterns) if patterns else None


@lowers_expression("case_pattern")
def _pattern(lowering: Lowering, node: Node) -> Expr:
    inner = parts(node)
    if not inner:
        return Other(span_of(node), "anything")
    only = inner[0]
    if only.kind_id in _DOTTED and only.named_child_count == 1:
        return _capture(lowering, only)
    if only.kind_id in _AS_PATTERN:
        return _as_pattern(lowering, only)
    if token_of(node) == "-":
        return Operation(span_of(node), "neg", (lowering.expression(only),))
    return lowering.expression(only)


def _capture(lowering: Lowering, node: Node) -> Expr:
    span = span_of(node)
    if lowering.text(node) == "_":
        return Other(span, "anything")
    return Assignment(span, lowering.name(node), Other(span, "matched"))


def _as_pattern(lowering: Lowering, node: Node) -> Expr:
    inner = parts(node)
    if len(inner) < 2:
        return lowering.expression(inner[0]) if inner else Other(span_of(node), "missing")
    return Assignment(span_of(node), lowering.name(inner[-1]), lowering.expression(inner[0]))


@lowers_expression("union_pattern")
def _union(lowering: Lowering, node: Node) -> Expr:
    return Operation(span_of(node), "|", tuple(_signed_parts(lowering, node.children)))


def _signed_parts(lowering: Lowering, nodes: list[Node]) -> list[Expr]:
    """The patterns among `nodes`; a minus stands before its number as a sibling."""
    lowered: list[Expr] = []
    minus: Node | None = None
    for node in nodes:
        if node.type == "-":
            minus = node
        elif node.is_named and node.kind_id not in EXTRAS:
            part = _part(lowering, node)
            lowered.append(
                Operation(span_between(minus, node), "neg", (part,)) if minus is not None else part
            )
            minus = None
    return lowered


def _part(lowering: Lowering, node: Node) -> Expr:
    if node.kind_id in _DOTTED and node.named_child_count == 1:
        return _capture(lowering, node)
    return lowering.expression(node)


@lowers_expression("splat_pattern")
def _splat(lowering: Lowering, node: Node) -> Expr:
    inner = parts(node)
    span = span_of(node)
    captured: Expr = Other(span, "anything")
    if inner:
        inside = span_of(inner[0])
        captured = Assignment(inside, lowering.name(inner[0]), Other(inside, "matched"))
    return Spread(span, captured, mapping=token_of(node) == "**")


@lowers_expression("class_pattern")
def _class_pattern(lowering: Lowering, node: Node) -> Expr:
    callee, *given = parts(node) or [node]
    if callee == node:
        return Other(span_of(node), "missing")
    arguments: list[Expr] = []
    keywords: list[Entry] = []
    for part in given:
        inner = parts(part)
        if inner and inner[0].kind_id in _KEYWORD:
            keywords.append(_keyword(lowering, inner[0]))
        else:
            arguments.append(lowering.expression(part))
    return Call(span_of(node), lowering.expression(callee), tuple(arguments), tuple(keywords))


@lowers_expression("keyword_pattern")
def _lone_keyword(lowering: Lowering, node: Node) -> Expr:
    return Record(span_of(node), (_keyword(lowering, node),))


def _keyword(lowering: Lowering, node: Node) -> Entry:
    name, *rest = node.children or [node]
    key = Literal(span_of(name), lowering.text(name)) if name.kind_id in IDENTIFIER else None
    value = _signed_parts(lowering, rest)
    return Entry(span_of(node), key, value[0] if value else Other(span_of(node), "missing"))


@lowers_expression("dict_pattern")
def _dict_pattern(lowering: Lowering, node: Node) -> Expr:
    entries: list[Entry] = []
    keys, values = node.children_by_field_id(_KEY), node.children_by_field_id(_VALUE)
    for key, value in zip(keys, values, strict=False):
        entries.append(Entry(span_between(key, value), lowering.expression(key), _part(lowering, value)))
    for part in node.named_children:
        if part.kind_id in _SPLAT:
            entries.append(Entry(span_of(part), None, lowering.expression(part)))
    return Record(span_of(node), tuple(entries))


@lowers_expression("complex_pattern")
def _complex(lowering: Lowering, node: Node) -> Expr:
    return Sequence(span_of(node), tuple([lowering.expression(part) for part in parts(node)]), "complex")
