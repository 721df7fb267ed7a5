"""Classes and TypeScript's enums and namespaces."""

from __future__ import annotations

from tree_sitter import Node as Syntax

from roadworthy.languages.form import (
    Block,
    Class,
    Define,
    Entry,
    Export,
    Expr,
    Index,
    Literal,
    Name,
    Operation,
    Record,
    Statement,
    Target,
)
from roadworthy.languages.javascript.functions import (
    PROPERTY_NAMES,
    annotation,
    decorated,
    field_type,
    method,
    property_name,
)
from roadworthy.languages.javascript.reader import Reader, parts

FIELDS = frozenset({"public_field_definition", "field_definition"})


def class_(reader: Reader, node: Syntax, name: str = "", before: tuple[Syntax, ...] = ()) -> Class:
    """A class, declared or as a value, with decorators that stand `before` it (`@d export class`)."""
    decorators = list(before)
    bases: tuple[Expr, ...] = ()
    body: tuple[Statement, ...] = ()
    for child in node.named_children:
        kind = child.type
        if kind in ("identifier", "type_identifier"):
            name = reader.text(child)
        elif kind == "decorator":
            decorators.append(child)
        elif kind == "class_heritage":
            bases = heritage(reader, child)
        elif kind == "class_body":
            body = class_body(reader, child)
    start = min([node.start_byte, *[decorator.start_byte for decorator in decorators]])
    span = reader.between(start, node.end_byte)
    return Class(span, name, bases, (), body, decorated(reader, decorators))


def class_statement(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """A declared class."""
    out.append(class_(reader, node))


def heritage(reader: Reader, node: Syntax) -> tuple[Expr, ...]:
    """What a class extends; what it implements are types."""
    found = parts(node)
    clauses = [child for child in found if child.type == "extends_clause"]
    known = reader.tables.expressions
    values = [value for clause in clauses for value in parts(clause)] if clauses else found
    return tuple(reader.expression(value) for value in values if value.type in known)


def class_body(reader: Reader, node: Syntax) -> tuple[Statement, ...]:
    """Methods, fields and static blocks in order; signatures are types."""
    out: list[Statement] = []
    decorators: list[Syntax] = []
    reader.depth += 1  # a class in a class takes twice the frames of other nesting
    for child in node.named_children:
        kind = child.type
        if kind == "decorator":
            decorators.append(child)
            continue
        if kind == "method_definition":
            out.append(method(reader, child, tuple(decorators)))
        elif kind in FIELDS:
            out.extend(field(reader, child))
        elif kind == "class_static_block":
            out.append(static_block(reader, child))
        elif child.is_extra:
            continue
        decorators.clear()
    reader.depth -= 1
    return tuple(out)


def field(reader: Reader, node: Syntax) -> list[Statement]:
    """`name = value`; a declared or abstract one does not exist at run time."""
    decorators: list[Syntax] = []
    name: Syntax | None = None
    value: Syntax | None = None
    assigned = False
    for child in node.children:
        kind = child.type
        if kind in ("declare", "abstract"):
            return []
        if kind == "=":
            assigned = True
        elif kind == "decorator":
            decorators.append(child)
        elif assigned and child.is_named and not child.is_extra:
            value = child
        elif name is None and kind in PROPERTY_NAMES:
            name = child
    if name is None:
        return []
    lowered = None if value is None else reader.bound(value, property_name(reader, name))
    target = field_name(reader, name)
    noted = field_type(reader, node, decorators) or annotation(reader, decorators)
    return [Define(reader.span(node), target, lowered, noted)]


def field_name(reader: Reader, node: Syntax) -> Target:
    """The name of a field; `this[key]` for a computed one that is no constant."""
    span = reader.span(node)
    inner = parts(node) if node.type == "computed_property_name" else []
    if inner and inner[0].type != "string":
        return Index(span, Name(span, "this"), reader.expression(inner[0]))
    return Name(span, property_name(reader, node))


def static_block(reader: Reader, node: Syntax) -> Block:
    """`static { body }`."""
    return Block(reader.span(node), reader.body(node.child_by_field_name("body")))


def enum(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """`enum Name { A, B = 'b' }` is a constant record; members without a value count on from the last."""
    name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is None or body is None:
        return
    entries: list[Entry] = []
    following: int | None = 0
    for child in parts(body):
        made = enum_entry(reader, child, following)
        entries.append(made)
        last = constant_integer(made.value)
        following = None if last is None else last + 1
    record = Record(reader.span(body), tuple(entries))
    out.append(Define(reader.span(node), Name(reader.span(name), reader.text(name)), record, None, "const"))


def enum_entry(reader: Reader, node: Syntax, following: int | None) -> Entry:
    """One member: its own value, else the number that follows the last (None when that is not known)."""
    span = reader.span(node)
    if node.type == "enum_assignment":
        key, value = parts(node)[0], parts(node)[-1]
        return Entry(span, Literal(reader.span(key), property_name(reader, key)), reader.expression(value))
    return Entry(span, Literal(span, property_name(reader, node)), Literal(span, following))


def constant_integer(value: Expr) -> int | None:
    """The integer that `value` is, where it is one."""
    if isinstance(value, Literal):
        return value.value if isinstance(value.value, int) and not isinstance(value.value, bool) else None
    if isinstance(value, Operation) and value.operator == "neg":
        inner = constant_integer(value.operands[0])
        return None if inner is None else -inner
    return None


def namespace(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """`namespace Name { body }`: a block. Its exports are members of the namespace, not of the module."""
    body = reader.body(node.child_by_field_name("body"))
    out.append(Block(reader.span(node), tuple(one for one in body if not isinstance(one, Export))))


NAMED = {"class": class_}

EXPRESSIONS = {"class": class_}

STATEMENTS = {
    "class_declaration": class_statement,
    "abstract_class_declaration": class_statement,
    "enum_declaration": enum,
    "internal_module": namespace,
    "module": namespace,
}
