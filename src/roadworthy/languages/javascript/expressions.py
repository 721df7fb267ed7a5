"""Expressions: names, members, calls, operators, records and sequences."""

from __future__ import annotations

from tree_sitter import Node as Syntax

from roadworthy.languages.form import (
    Assignment,
    Await,
    Call,
    Conditional,
    Entry,
    Expr,
    Index,
    Literal,
    Member,
    Name,
    Operation,
    Other,
    Record,
    Sequence,
    Spread,
    Template,
    Yield,
)
from roadworthy.languages.javascript.functions import method
from roadworthy.languages.javascript.literals import string, template_parts
from roadworthy.languages.javascript.reader import TRANSPARENT, Reader, parts, unwrap
from roadworthy.languages.javascript.typed_calls import lifted

OPERATORS = {"&&": "and", "||": "or", "!": "not", "===": "==", "!==": "!="}
UNARY = {"-": "neg", "!": "not"}


def name(reader: Reader, node: Syntax) -> Expr:
    """A variable, `this`, `super`, or the `import` of `import()`."""
    start, end = node.start_byte, node.end_byte
    if start == end:
        return Other(reader.between(start, end), "missing")
    return Name(reader.between(start, end), reader.cut(start, end))


def transparent(reader: Reader, node: Syntax) -> Expr:
    """Parentheses and type assertions stand for the value inside."""
    inner = unwrap(node)
    if inner.type in TRANSPARENT:
        return Other(reader.span(node), "missing")
    return reader.expression(inner)


def member(reader: Reader, node: Syntax) -> Expr:
    """`object.name`, `object?.name`, `object.#name`."""
    children = node.children
    name = reader.text(children[-1])
    return lifted(reader, node, children[0], lambda inner, span: Member(span, inner, name))


def meta(reader: Reader, node: Syntax) -> Member:
    """`import.meta`, `new.target`: members of a name that no variable can have."""
    children = node.children
    keyword = Name(reader.span(children[0]), reader.text(children[0]))
    return Member(reader.span(node), keyword, reader.text(children[-1]))


def index(reader: Reader, node: Syntax) -> Expr:
    """`object[key]`, `object?.[key]`."""
    found = parts(node)
    key = reader.expression(found[-1])
    return lifted(reader, node, found[0], lambda inner, span: Index(span, inner, key))


def call(reader: Reader, node: Syntax) -> Expr:
    """`callee(arguments)`, or a tagged template. JavaScript's grammar takes `await (request)` for a call."""
    children = node.children
    last = children[-1]
    if last.type == "template_string":
        return Template(reader.span(node), template_parts(reader, last), reader.expression(children[0]))
    awaited = parts(last) if reader.text(children[0]) == "await" else []
    if len(awaited) == 1:
        return Await(reader.span(node), reader.expression(awaited[0]))
    return lifted(reader, node, children[0], lambda callee, span: Call(span, callee, arguments(reader, last)))


def new(reader: Reader, node: Syntax) -> Call:
    """`new Callee(arguments)`; the arguments may be left out."""
    found = parts(node)
    last = found[-1]
    given = arguments(reader, last) if last.type == "arguments" else ()
    return Call(reader.span(node), reader.expression(found[0]), given, (), True)


def arguments(reader: Reader, node: Syntax) -> tuple[Expr, ...]:
    """What stands between the parentheses of a call."""
    return tuple([reader.expression(child) for child in node.named_children if not child.is_extra])


def binary(reader: Reader, node: Syntax) -> Operation:
    """`left operator right`."""
    children = node.children
    operator = children[1].type if len(children) == 3 else operator_of(node)
    operands = (reader.expression(children[0]), reader.expression(children[-1]))
    return Operation(reader.span(node), OPERATORS.get(operator, operator), operands)


def operator_of(node: Syntax) -> str:
    """The operator of an expression that has comments in it."""
    return next((child.type for child in node.children if not child.is_named), "")


def unary(reader: Reader, node: Syntax) -> Operation:
    """`operator value`."""
    operator = operator_of(node)
    operand = reader.expression(node.children[-1])
    return Operation(reader.span(node), UNARY.get(operator, operator), (operand,))


def update(reader: Reader, node: Syntax) -> Assignment:
    """`x++`, `--x`: plus or minus the literal 1, which stands where the operator does."""
    sign = next(child for child in node.children if not child.is_named)
    one = Literal(reader.span(sign), 1)
    return Assignment(reader.span(node), reader.target(parts(node)[0]), one, sign.type[:1])


def assignment(reader: Reader, node: Syntax) -> Assignment:
    """`target = value`."""
    children = node.children
    target = reader.target(children[0])
    return Assignment(reader.span(node), target, reader.bound(children[-1], bound_name(target)))


def bound_name(target: object) -> str:
    """What a function is called that is assigned to `target`; `module.exports` names nothing."""
    if isinstance(target, Name):
        return target.name
    if isinstance(target, Member):
        whole = isinstance(target.object, Name) and (target.object.name, target.name) == ("module", "exports")
        return "" if whole else target.name
    return ""


def augmented(reader: Reader, node: Syntax) -> Assignment:
    """`target += value`, `target ||= value`."""
    children = node.children
    target = reader.target(children[0])
    operator = operator_of(node)[:-1]
    value = reader.bound(children[-1], bound_name(target))
    return Assignment(reader.span(node), target, value, OPERATORS.get(operator, operator))


def conditional(reader: Reader, node: Syntax) -> Conditional:
    """`test ? then : otherwise`."""
    test, then, otherwise = parts(node)[:3]
    return Conditional(
        reader.span(node), reader.expression(test), reader.expression(then), reader.expression(otherwise)
    )


def await_(reader: Reader, node: Syntax) -> Await:
    """`await value`."""
    return Await(reader.span(node), reader.expression(node.children[-1]))


def yield_(reader: Reader, node: Syntax) -> Yield:
    """`yield`, `yield value`, `yield* value`."""
    found = parts(node)
    return Yield(reader.span(node), reader.expression(found[0]) if found else None)


def spread(reader: Reader, node: Syntax) -> Spread:
    """`...value`."""
    return Spread(reader.span(node), reader.expression(node.children[-1]))


def sequence(reader: Reader, node: Syntax) -> Other:
    """`a, b`: no form of its own."""
    return Other(reader.span(node), "sequence", tuple(reader.expression(child) for child in parts(node)))


def array(reader: Reader, node: Syntax) -> Sequence:
    """`[a, , ...b]`; a hole is the undefined that it reads as."""
    items: list[Expr] = []
    hole = True
    for child in node.children:
        if child.is_named:
            if not child.is_extra:
                items.append(reader.expression(child))
                hole = False
        elif child.type == ",":
            if hole:
                items.append(Literal(reader.span(child), None))
            hole = True
    return Sequence(reader.span(node), tuple(items))


def record(reader: Reader, node: Syntax) -> Record:
    """`{ key: value, short, ...rest, method() {} }`."""
    found: list[Entry] = []
    for child in node.named_children:
        lower = ENTRIES.get(child.type)
        if lower is not None:
            found.append(lower(reader, child))
    return Record(reader.span(node), tuple(found))


def pair(reader: Reader, node: Syntax) -> Entry:
    """`key: value`."""
    children = node.children
    lowered = key(reader, children[0])
    called = lowered.value if isinstance(lowered, Literal) and isinstance(lowered.value, str) else ""
    return Entry(reader.span(node), lowered, reader.bound(children[-1], called))


def key(reader: Reader, node: Syntax) -> Expr:
    """The key of an entry: a literal, or the expression of a computed one."""
    kind = node.type
    if kind == "string":
        return string(reader, node)
    if kind == "computed_property_name":
        inner = parts(node)
        return reader.expression(inner[0]) if inner else Other(reader.span(node), "missing")
    if kind == "number":
        return reader.expression(node)
    start, end = node.start_byte, node.end_byte
    return Literal(reader.between(start, end), reader.cut(start, end))


def short(reader: Reader, node: Syntax) -> Entry:
    """`{ name }`."""
    span, text = reader.span(node), reader.text(node)
    return Entry(span, Literal(span, text), Name(span, text))


def spread_entry(reader: Reader, node: Syntax) -> Entry:
    """`{ ...value }`."""
    return Entry(reader.span(node), None, reader.expression(node.children[-1]))


def method_entry(reader: Reader, node: Syntax) -> Entry:
    """`{ method() {}, get value() {} }`."""
    called = node.child_by_field_name("name")
    lowered = key(reader, called) if called is not None else None
    return Entry(reader.span(node), lowered, method(reader, node, ()))


ENTRIES = {
    "pair": pair,
    "shorthand_property_identifier": short,
    "spread_element": spread_entry,
    "method_definition": method_entry,
}

EXPRESSIONS = {
    "identifier": name,
    "this": name,
    "super": name,
    "import": name,
    "private_property_identifier": name,
    **dict.fromkeys(TRANSPARENT, transparent),
    "member_expression": member,
    "nested_identifier": member,
    "meta_property": meta,
    "subscript_expression": index,
    "call_expression": call,
    "new_expression": new,
    "binary_expression": binary,
    "unary_expression": unary,
    "update_expression": update,
    "assignment_expression": assignment,
    "augmented_assignment_expression": augmented,
    "ternary_expression": conditional,
    "await_expression": await_,
    "yield_expression": yield_,
    "spread_element": spread,
    "sequence_expression": sequence,
    "array": array,
    "object": record,
}
