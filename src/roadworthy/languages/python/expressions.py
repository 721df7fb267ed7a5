"""Names, calls, displays and comprehensions."""

from __future__ import annotations

from tree_sitter import Node

from roadworthy.languages.form import (
    Assignment,
    Await,
    Call,
    Comprehension,
    Conditional,
    Entry,
    Expr,
    ForClause,
    Index,
    Literal,
    Member,
    Other,
    Record,
    Sequence,
    Span,
    Spread,
    Yield,
)
from roadworthy.languages.python.lowering import (
    IDENTIFIER,
    Lowering,
    field_id,
    kind_ids,
    lowers_expression,
    parts,
    span_between,
    span_of,
)
from roadworthy.languages.python.targets import lower_target

_OBJECT, _ATTRIBUTE = field_id("object"), field_id("attribute")
_FUNCTION, _ARGUMENTS = field_id("function"), field_id("arguments")
_KEY, _VALUE, _SUBSCRIPT = field_id("key"), field_id("value"), field_id("subscript")
_NAME, _BODY, _LEFT, _RIGHT, _ALIAS = (field_id(n) for n in ("name", "body", "left", "right", "alias"))

_ARGUMENT_LIST = kind_ids("argument_list")
_LIST_SPLAT = kind_ids("list_splat")
_DICTIONARY_SPLAT = kind_ids("dictionary_splat")
_KEYWORD = kind_ids("keyword_argument")
_PAIR = kind_ids("pair")
_FOR = kind_ids("for_in_clause")
_IF = kind_ids("if_clause")


@lowers_expression("identifier")
def _name(lowering: Lowering, node: Node) -> Expr:
    if node.start_byte == node.end_byte:
        return Other(span_of(node), "missing")
    return lowering.name(node)


@lowers_expression("dotted_name")
def _dotted_name(lowering: Lowering, node: Node) -> Expr:
    names = [child for child in node.named_children if child.kind_id in IDENTIFIER]
    if not names:
        return Other(span_of(node), "missing")
    lowered: Expr = lowering.name(names[0])
    for name in names[1:]:
        lowered = Member(span_between(names[0], name), lowered, lowering.text(name))
    return lowered


@lowers_expression("attribute", "member_type")
def _member(lowering: Lowering, node: Node) -> Expr:
    name = node.child_by_field_id(_ATTRIBUTE)
    if name is None:
        return Other(span_of(node), "attribute", tuple([lowering.expression(part) for part in parts(node)]))
    return Member(span_of(node), lowering.field(node, _OBJECT), lowering.text(name))


@lowers_expression("subscript")
def _index(lowering: Lowering, node: Node) -> Expr:
    keys = node.children_by_field_id(_SUBSCRIPT)
    value = lowering.field(node, _VALUE)
    if not keys:
        return Other(span_of(node), "missing", (value,))
    return Index(span_of(node), value, tuple_of(lowering, keys))


@lowers_expression("slice")
def _slice(lowering: Lowering, node: Node) -> Expr:
    """Always start and stop, and step if there is one: an absent bound is None where it would stand."""
    bounds: list[Expr] = []
    absent = True
    for child in node.children:
        if child.type == ":":
            if absent:
                bounds.append(_nothing_before(child))
            absent = True
        elif child.is_named and child.type != "comment":
            bounds.append(lowering.expression(child))
            absent = False
    if absent and len(bounds) < 2:
        row = node.end_point[0] + 1
        bounds.append(Literal(Span(node.end_byte, node.end_byte, row, row), None))
    return Other(span_of(node), "slice", tuple(bounds))


def _nothing_before(node: Node) -> Literal:
    row = node.start_point[0] + 1
    return Literal(Span(node.start_byte, node.start_byte, row, row), None)


@lowers_expression("call")
def _call(lowering: Lowering, node: Node) -> Expr:
    callee = lowering.field(node, _FUNCTION)
    given = node.child_by_field_id(_ARGUMENTS)
    if given is None:
        return Call(span_of(node), callee)
    if given.kind_id not in _ARGUMENT_LIST:
        return Call(span_of(node), callee, (lowering.expression(given),))
    arguments, keywords = lower_arguments(lowering, given)
    return Call(span_of(node), callee, arguments, keywords)


def lower_arguments(lowering: Lowering, node: Node) -> tuple[tuple[Expr, ...], tuple[Entry, ...]]:
    """The arguments by position and by keyword of an argument list; `**value` is a keyword without a key."""
    arguments: list[Expr] = []
    keywords: list[Entry] = []
    for part in parts(node):
        if part.kind_id in _KEYWORD:
            keywords.append(_keyword(lowering, part))
        elif part.kind_id in _DICTIONARY_SPLAT:
            keywords.append(_spread_entry(lowering, part))
        else:
            arguments.append(lowering.expression(part))
    return tuple(arguments), tuple(keywords)


def _keyword(lowering: Lowering, node: Node) -> Entry:
    name = node.child_by_field_id(_NAME)
    key = Literal(span_of(name), lowering.text(name)) if name is not None else None
    return Entry(span_of(node), key, lowering.field(node, _VALUE))


def _spread_entry(lowering: Lowering, node: Node) -> Entry:
    return Entry(span_of(node), None, _inner(lowering, node))


def _inner(lowering: Lowering, node: Node) -> Expr:
    inner = parts(node)
    return lowering.expression(inner[0]) if inner else Other(span_of(node), "missing")


@lowers_expression("list_splat", "list_splat_pattern", "parenthesized_list_splat", "splat_type")
def _spread(lowering: Lowering, node: Node) -> Expr:
    return Spread(span_of(node), _inner(lowering, node))


@lowers_expression("dictionary_splat", "dictionary_splat_pattern")
def _mapping_spread(lowering: Lowering, node: Node) -> Expr:
    return Spread(span_of(node), _inner(lowering, node), mapping=True)


@lowers_expression("parenthesized_expression", "type", "constrained_type")
def _wrapped(lowering: Lowering, node: Node) -> Expr:
    return _inner(lowering, node)


def tuple_of(lowering: Lowering, nodes: list[Node]) -> Expr:
    """One expression as it is, several as a tuple. `nodes` is not empty."""
    if len(nodes) == 1:
        return lowering.expression(nodes[0])
    items = tuple([lowering.expression(node) for node in nodes])
    return Sequence(span_between(nodes[0], nodes[-1]), items, "tuple")


def _sequence(lowering: Lowering, node: Node, kind: str) -> Expr:
    return Sequence(span_of(node), tuple([lowering.expression(part) for part in parts(node)]), kind)


@lowers_expression("list", "list_pattern")
def _list(lowering: Lowering, node: Node) -> Expr:
    return _sequence(lowering, node, "list")


@lowers_expression("tuple", "expression_list", "pattern_list", "tuple_pattern")
def _tuple(lowering: Lowering, node: Node) -> Expr:
    return _sequence(lowering, node, "tuple")


@lowers_expression("set")
def _set(lowering: Lowering, node: Node) -> Expr:
    return _sequence(lowering, node, "set")


@lowers_expression("dictionary")
def _record(lowering: Lowering, node: Node) -> Expr:
    entries: list[Entry] = []
    for part in node.named_children:
        if part.kind_id in _PAIR:
            key, value = lowering.field(part, _KEY), lowering.field(part, _VALUE)
            entries.append(Entry(span_of(part), key, value))
        elif part.kind_id in _DICTIONARY_SPLAT:
            entries.append(_spread_entry(lowering, part))
    return Record(span_of(node), tuple(entries))


@lowers_expression("list_comprehension")
def _list_comprehension(lowering: Lowering, node: Node) -> Expr:
    return _comprehension(lowering, node, "list")


@lowers_expression("set_comprehension")
def _set_comprehension(lowering: Lowering, node: Node) -> Expr:
    return _comprehension(lowering, node, "set")


@lowers_expression("generator_expression")
def _generator(lowering: Lowering, node: Node) -> Expr:
    return _comprehension(lowering, node, "generator")


@lowers_expression("dictionary_comprehension")
def _dictionary_comprehension(lowering: Lowering, node: Node) -> Expr:
    return _comprehension(lowering, node, "dict")


def _comprehension(lowering: Lowering, node: Node, kind: str) -> Expr:
    clauses: list[ForClause] = []
    body = node.child_by_field_id(_BODY)
    for part in node.named_children:
        if part.kind_id in _FOR:
            clauses.append(_for_clause(lowering, part))
        elif part.kind_id in _IF and clauses:
            last = clauses[-1]
            conditions = (*last.conditions, _inner(lowering, part))
            clauses[-1] = ForClause(last.target, last.iterable, conditions)
    if body is not None and body.kind_id in _PAIR:
        key, value = lowering.field(body, _KEY), lowering.field(body, _VALUE)
        return Comprehension(span_of(node), value, tuple(clauses), key, kind)
    return Comprehension(span_of(node), lowering.field(node, _BODY), tuple(clauses), None, kind)


def _for_clause(lowering: Lowering, node: Node) -> ForClause:
    iterables = node.children_by_field_id(_RIGHT)
    iterable = tuple_of(lowering, iterables) if iterables else Other(span_of(node), "missing")
    return ForClause(lower_target(lowering, node.child_by_field_id(_LEFT) or node), iterable)


@lowers_expression("conditional_expression")
def _conditional(lowering: Lowering, node: Node) -> Expr:
    lowered = [lowering.expression(part) for part in parts(node)]
    if len(lowered) != 3:
        return Other(span_of(node), "conditional", tuple(lowered))
    then, test, otherwise = lowered
    return Conditional(span_of(node), test, then, otherwise)


@lowers_expression("await")
def _await(lowering: Lowering, node: Node) -> Expr:
    return Await(span_of(node), _inner(lowering, node))


@lowers_expression("yield")
def _yield(lowering: Lowering, node: Node) -> Expr:
    lowering.yields = True
    values = parts(node)
    return Yield(span_of(node), tuple_of(lowering, values) if values else None)


@lowers_expression("named_expression")
def _walrus(lowering: Lowering, node: Node) -> Expr:
    target = lower_target(lowering, node.child_by_field_id(_NAME) or node)
    return Assignment(span_of(node), target, lowering.field(node, _VALUE))


@lowers_expression("as_pattern")
def _aliased(lowering: Lowering, node: Node) -> Expr:
    """`value as target` where no with or except took it apart."""
    alias = node.child_by_field_id(_ALIAS)
    if alias is None:
        return _inner(lowering, node)
    return Assignment(span_of(node), lower_target(lowering, alias), _inner(lowering, node))
