"""Functions of every kind, and their parameters."""

from __future__ import annotations

from tree_sitter import Node as Syntax

from roadworthy.languages.form import (
    Assignment,
    Evaluate,
    Expr,
    Function,
    Member,
    Name,
    Other,
    Parameter,
    Return,
    Statement,
)
from roadworthy.languages.javascript.literals import unquoted
from roadworthy.languages.javascript.reader import Reader, parts
from roadworthy.languages.javascript.targets import with_default

PROPERTY_NAMES = frozenset(
    {"property_identifier", "private_property_identifier", "string", "number", "computed_property_name"}
)
PROPERTY_MARKS = frozenset({"accessibility_modifier", "override_modifier", "readonly"})
KINDS = {"get": "getter", "set": "setter"}


def arrow(reader: Reader, node: Syntax, name: str = "") -> Function:
    """`(parameters) => value`, `async parameter => { body }`."""
    is_async = False
    given: tuple[Parameter, ...] = ()
    children = node.children
    for child in children:
        kind = child.type
        if kind == "=>":
            break
        if kind == "formal_parameters":
            given = parameters(reader, child)
        elif kind == "identifier":
            given = (parameter(reader, child),)
        elif kind == "async":
            is_async = True
    return Function(reader.span(node), name, given, arrow_body(reader, children[-1]), is_async, kind="arrow")


def arrow_body(reader: Reader, node: Syntax) -> tuple[Statement, ...]:
    """A block's statements, or the return of the expression that stands for one."""
    if node.type == "statement_block":
        return reader.statements(node.named_children)
    return (Return(reader.span(node), reader.expression(node)),)


def function(reader: Reader, node: Syntax, name: str = "") -> Function:
    """A function or generator, declared or as a value; its own name wins over the one it is bound to."""
    is_async = generator = False
    given: tuple[Parameter, ...] = ()
    body: tuple[Statement, ...] = ()
    for child in node.children:
        kind = child.type
        if kind == "identifier":
            name = reader.text(child)
        elif kind == "formal_parameters":
            given = parameters(reader, child)
        elif kind == "statement_block":
            body = reader.statements(child.named_children)
        elif kind == "async":
            is_async = True
        elif kind == "*":
            generator = True
    return Function(reader.span(node), name, given, body, is_async, generator)


def function_statement(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """A declared function."""
    out.append(function(reader, node))


def method(reader: Reader, node: Syntax, before: tuple[Syntax, ...]) -> Function:
    """A method, getter, setter or constructor of a class or object, with the decorators `before` it."""
    marks: set[str] = set()
    decorators = list(before)
    name, kind = "", "method"
    given: tuple[Parameter, ...] = ()
    properties: tuple[Statement, ...] = ()
    body: tuple[Statement, ...] = ()
    for child in node.children:
        found = child.type
        if found in PROPERTY_NAMES:
            name = property_name(reader, child)
            kind = method_kind(name, node, marks)
        elif found == "formal_parameters":
            given = parameters(reader, child)
            properties = parameter_properties(reader, child) if kind == "constructor" else ()
        elif found == "statement_block":
            body = reader.statements(child.named_children)
        elif found == "decorator":
            decorators.append(child)
        else:
            marks.add(found)
    start = decorators[0].start_byte if decorators else node.start_byte
    return Function(
        reader.between(min(start, node.start_byte), node.end_byte),
        name,
        given,
        properties + body,
        "async" in marks,
        "*" in marks,
        kind,
        decorated(reader, decorators),
        static="static" in marks,
    )


def method_kind(name: str, node: Syntax, marks: set[str]) -> str:
    """What a member is by its name and the words before it; an object has no constructor."""
    for mark, kind in KINDS.items():
        if mark in marks:
            return kind
    parent = node.parent
    in_class = parent is not None and parent.type == "class_body"
    return "constructor" if name == "constructor" and in_class and "static" not in marks else "method"


def property_name(reader: Reader, node: Syntax) -> str:
    """The name of a member or entry; a computed one that is no constant as written, `[Symbol.iterator]`."""
    text = reader.text(node)
    if node.type == "string":
        return unquoted(text)
    if node.type == "computed_property_name":
        inner = parts(node)
        return unquoted(reader.text(inner[0])) if inner and inner[0].type == "string" else text
    return text


def decorated(reader: Reader, nodes: list[Syntax]) -> tuple[Expr, ...]:
    """The values of decorators, outermost first."""
    return tuple(reader.expression(node.children[-1]) for node in nodes)


def annotation(reader: Reader, nodes: list[Syntax]) -> Other | None:
    """Decorators of a field or parameter, which have no other place: `Other` of kind 'decorators'."""
    if not nodes:
        return None
    span = reader.between(nodes[0].start_byte, nodes[-1].end_byte)
    return Other(span, "decorators", decorated(reader, nodes))


def parameters(reader: Reader, node: Syntax) -> tuple[Parameter, ...]:
    """All parameters; TypeScript's `this` is only a type."""
    found = [parameter(reader, child) for child in node.named_children if not child.is_extra]
    return tuple([one for one in found if not (isinstance(one.target, Name) and one.target.name == "this")])


def parameter(reader: Reader, node: Syntax) -> Parameter:
    """One parameter, of either grammar."""
    pattern = node
    value: Syntax | None = None
    decorators: list[Syntax] = []
    declared: Other | None = None
    if node.type in ("required_parameter", "optional_parameter"):
        pattern, value, decorators = typed_parameter(node)
        declared = injected(reader, node, decorators)
    rest = pattern.type == "rest_pattern"
    target, default = with_default(reader, pattern.children[-1] if rest else pattern)
    if value is not None:
        default = reader.bound(value, target.name if isinstance(target, Name) else "")
    noted = declared or annotation(reader, decorators)
    return Parameter(reader.span(node), target, default, noted, "*" if rest else "")


def injected(reader: Reader, node: Syntax, decorators: list[Syntax]) -> Other | None:
    """The type of a parameter that is decorated or becomes a property, before its decorators: `Other` of kind 'typed'.
    What is handed in there is decided by the type (dependency injection)."""
    if not decorators and not any(child.type in PROPERTY_MARKS for child in node.children):
        return None
    type_annotation = next((child for child in node.children if child.type == "type_annotation"), None)
    named = type_name(type_annotation) if type_annotation is not None else None
    if named is None:
        return None
    span = reader.span(named)
    return Other(span, "typed", (Name(span, reader.text(named)), *decorated(reader, decorators)))


def field_type(reader: Reader, node: Syntax, decorators: list[Syntax]) -> Other | None:
    """The type of a decorated field that says one by a name (`age: number`, `born?: Date | null`), before its decorators:
    `Other` of kind 'typed'. Libraries that keep records read it."""
    noted = next((child for child in node.children if child.type == "type_annotation"), None)
    if not decorators or noted is None or not parts(noted):
        return None
    named = _certain_type(reader, parts(noted)[0])
    if named is None:
        return None
    span = reader.span(named)
    return Other(span, "typed", (Name(span, reader.text(named)), *decorated(reader, decorators)))


def _certain_type(reader: Reader, node: Syntax) -> Syntax | None:
    """The one name in a type, `| null` and `| undefined` left aside."""
    if node.type == "union_type":
        inner = [one for one in parts(node) if reader.text(one) not in ("null", "undefined")]
        return _certain_type(reader, inner[0]) if len(inner) == 1 else None
    return node if node.type in ("type_identifier", "predefined_type") else None


def type_name(node: Syntax) -> Syntax | None:
    """The name in `: Name` and `: Name<Argument>`; None for other types."""
    inner = parts(node)[0] if parts(node) else None
    if inner is not None and inner.type == "generic_type":
        inner = parts(inner)[0]
    return inner if inner is not None and inner.type == "type_identifier" else None


def typed_parameter(node: Syntax) -> tuple[Syntax, Syntax | None, list[Syntax]]:
    """Pattern, default and decorators of a TypeScript parameter."""
    pattern = node
    value: Syntax | None = None
    decorators: list[Syntax] = []
    assigned = False
    for child in node.children:
        kind = child.type
        if kind == "decorator":
            decorators.append(child)
        elif kind == "=":
            assigned = True
        elif child.is_named and not child.is_extra and kind not in PROPERTY_MARKS:
            if assigned:
                value = child
            elif pattern is node:
                pattern = child
    return pattern, value, decorators


def parameter_properties(reader: Reader, node: Syntax) -> tuple[Statement, ...]:
    """`constructor(private x: X)` also says `this.x = x`, which stands at the head of the body."""
    found: list[Statement] = []
    for child in node.named_children:
        if any(mark.type in PROPERTY_MARKS for mark in child.children):
            target = parameter(reader, child).target
            if isinstance(target, Name):
                span = target.span
                member = Member(span, Name(span, "this"), target.name)
                found.append(Evaluate(span, Assignment(span, member, Name(span, target.name))))
    return tuple(found)


NAMED = {
    "arrow_function": arrow,
    "function_expression": function,
    "generator_function": function,
}

EXPRESSIONS = {
    "arrow_function": arrow,
    "function_expression": function,
    "generator_function": function,
}

STATEMENTS = {
    "function_declaration": function_statement,
    "generator_function_declaration": function_statement,
}
