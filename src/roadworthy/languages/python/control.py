"""Statements that hold statements: conditions, loops, try, with."""

from __future__ import annotations

from tree_sitter import Node

from roadworthy.languages.form import (
    Expr,
    Handler,
    If,
    Loop,
    Name,
    Span,
    Statement,
    Target,
    Try,
    With,
    WithItem,
)
from roadworthy.languages.python.lowering import (
    DEEPEST,
    Lowering,
    field_id,
    kind_ids,
    lowers_statement,
    parts,
    span_between,
    span_of,
    token_of,
)
from roadworthy.languages.python.targets import lower_target

_CONDITION, _CONSEQUENCE = field_id("condition"), field_id("consequence")
_ALTERNATIVE, _BODY, _LEFT, _RIGHT = (field_id(n) for n in ("alternative", "body", "left", "right"))
_VALUE, _ALIAS = field_id("value"), field_id("alias")

_BLOCK = kind_ids("block")
_ELIF, _ELSE = kind_ids("elif_clause"), kind_ids("else_clause")
_EXCEPT, _FINALLY = kind_ids("except_clause"), kind_ids("finally_clause")
_WITH_CLAUSE, _WITH_ITEM = kind_ids("with_clause"), kind_ids("with_item")
_AS_PATTERN, _PARENTHESES = kind_ids("as_pattern"), kind_ids("parenthesized_expression")


@lowers_statement("if_statement")
def _if(lowering: Lowering, node: Node, out: list[Statement]) -> None:
    clauses = node.children_by_field_id(_ALTERNATIVE)
    elifs = [clause for clause in clauses if clause.kind_id in _ELIF]
    otherwise: tuple[Statement, ...] = ()
    for clause in clauses:
        if clause.kind_id in _ELSE:
            otherwise = lowering.block(clause.child_by_field_id(_BODY))
    room = max(DEEPEST - lowering.depth - 1, 0)
    if len(elifs) > room:
        lowering.errors.append(span_between(elifs[room], elifs[-1]))
    depth = lowering.depth
    for place in reversed(range(len(elifs[:room]))):
        clause = elifs[place]
        start = clause.start_point[0] + 1
        span = Span(clause.start_byte, node.end_byte, start, node.end_point[0] + 1)
        lowering.depth = depth + place + 1  # an elif nests as deep as it stands in the chain
        otherwise = (_branch(lowering, clause, span, otherwise),)
    lowering.depth = depth
    out.append(_branch(lowering, node, span_of(node), otherwise))


def _branch(lowering: Lowering, node: Node, span: Span, otherwise: tuple[Statement, ...]) -> If:
    test = lowering.field(node, _CONDITION)
    return If(span, test, lowering.block(node.child_by_field_id(_CONSEQUENCE)), otherwise)


@lowers_statement("for_statement")
def _for(lowering: Lowering, node: Node, out: list[Statement]) -> None:
    target = lower_target(lowering, node.child_by_field_id(_LEFT) or node)
    subject = lowering.field(node, _RIGHT)
    body = lowering.block(node.child_by_field_id(_BODY))
    otherwise = _else_of(lowering, node)
    out.append(Loop(span_of(node), "each", target, subject, body, token_of(node) == "async", otherwise))


@lowers_statement("while_statement")
def _while(lowering: Lowering, node: Node, out: list[Statement]) -> None:
    test = lowering.field(node, _CONDITION)
    body = lowering.block(node.child_by_field_id(_BODY))
    out.append(Loop(span_of(node), "while", None, test, body, otherwise=_else_of(lowering, node)))


def _else_of(lowering: Lowering, node: Node) -> tuple[Statement, ...]:
    clause = node.child_by_field_id(_ALTERNATIVE)
    return lowering.block(clause.child_by_field_id(_BODY)) if clause is not None else ()


@lowers_statement("try_statement")
def _try(lowering: Lowering, node: Node, out: list[Statement]) -> None:
    handlers: list[Handler] = []
    otherwise: tuple[Statement, ...] = ()
    final: tuple[Statement, ...] = ()
    body = lowering.block(node.child_by_field_id(_BODY))
    for clause in node.named_children:
        if clause.kind_id in _EXCEPT:
            handlers.append(_handler(lowering, clause))
        elif clause.kind_id in _ELSE:
            otherwise = lowering.block(clause.child_by_field_id(_BODY))
        elif clause.kind_id in _FINALLY:
            final = lowering.block(_block_in(clause))
    out.append(Try(span_of(node), body, tuple(handlers), otherwise, final))


def _block_in(node: Node) -> Node | None:
    return next((child for child in node.named_children if child.kind_id in _BLOCK), None)


def _handler(lowering: Lowering, node: Node) -> Handler:
    caught = node.children_by_field_id(_VALUE)
    types: Expr | None = None
    target: Target | None = None
    if caught:
        types, target = _value_and_alias(lowering, caught[0])
    if len(caught) > 1:  # Python 2's `except Error, error`
        target = lower_target(lowering, caught[1])
    return Handler(span_of(node), target, types, lowering.block(_block_in(node)))


def _value_and_alias(lowering: Lowering, node: Node) -> tuple[Expr, Target | None]:
    """The parts of `value as target`, with or without parentheses around."""
    bare = node
    while bare.kind_id in _PARENTHESES and len(parts(bare)) == 1:
        bare = parts(bare)[0]
    alias = bare.child_by_field_id(_ALIAS) if bare.kind_id in _AS_PATTERN else None
    if alias is None:
        return lowering.expression(bare), None
    return lowering.expression(parts(bare)[0]), lower_target(lowering, alias)


@lowers_statement("with_statement")
def _with(lowering: Lowering, node: Node, out: list[Statement]) -> None:
    items: list[WithItem] = []
    for clause in node.named_children:
        if clause.kind_id in _WITH_CLAUSE:
            items += [_item(lowering, item) for item in clause.named_children if item.kind_id in _WITH_ITEM]
    body = lowering.block(node.child_by_field_id(_BODY))
    out.append(With(span_of(node), tuple(items), body, token_of(node) == "async"))


def _item(lowering: Lowering, node: Node) -> WithItem:
    value = node.child_by_field_id(_VALUE)
    if value is None:
        return WithItem(Name(span_of(node), ""))
    return WithItem(*_value_and_alias(lowering, value))
