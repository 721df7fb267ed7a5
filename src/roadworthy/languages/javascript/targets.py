"""What is assigned to: names, members, and patterns that take values apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tree_sitter import Node as Syntax

from roadworthy.languages.form import (
    Expr,
    FieldTarget,
    Index,
    Member,
    Name,
    RecordTarget,
    SequenceTarget,
    Target,
)
from roadworthy.languages.javascript.literals import unquoted
from roadworthy.languages.javascript.reader import TRANSPARENT, Reader, parts, unwrap

DEFAULTED = frozenset({"assignment_pattern", "object_assignment_pattern", "assignment_expression"})


def name_target(reader: Reader, node: Syntax) -> Name:
    """A variable."""
    start, end = node.start_byte, node.end_byte
    return Name(reader.between(start, end), reader.cut(start, end))


def member_target(reader: Reader, node: Syntax) -> Member:
    """`object.name`."""
    children = node.children
    return Member(reader.span(node), reader.expression(children[0]), reader.text(children[-1]))


def index_target(reader: Reader, node: Syntax) -> Index:
    """`object[key]`."""
    found = parts(node)
    return Index(reader.span(node), reader.expression(found[0]), reader.expression(found[-1]))


def transparent_target(reader: Reader, node: Syntax) -> Target:
    """`(a as any) = b`."""
    inner = unwrap(node)
    if inner.type in TRANSPARENT:
        return Name(reader.span(node), "")
    return reader.target(inner)


def with_default(reader: Reader, node: Syntax) -> tuple[Target, Expr | None]:
    """`target = default`, or a target alone."""
    if node.type not in DEFAULTED:
        return reader.target(node), None
    children = node.children
    target = reader.target(children[0])
    return target, reader.bound(children[-1], target.name if isinstance(target, Name) else "")


def record_target(reader: Reader, node: Syntax) -> RecordTarget:
    """`{ a, b: c = 1, ...rest }`."""
    fields: list[FieldTarget] = []
    rest: Target | None = None
    for child in parts(node):
        if child.type in ("rest_pattern", "spread_element"):
            rest = reader.target(child.children[-1])
        else:
            fields.append(field_target(reader, child))
    return RecordTarget(reader.span(node), tuple(fields), rest)


def field_target(reader: Reader, node: Syntax) -> FieldTarget:
    """One field of a record target; the key of a computed one that is no constant is ''."""
    if node.type in ("pair_pattern", "pair"):
        target, default = with_default(reader, node.children[-1])
        return FieldTarget(field_key(reader, node.children[0]), target, default)
    target, default = with_default(reader, node)
    return FieldTarget(target.name if isinstance(target, Name) else "", target, default)


def field_key(reader: Reader, node: Syntax) -> str:
    """The key of a field as text."""
    if node.type == "computed_property_name":
        inner = parts(node)
        return field_key(reader, inner[0]) if inner and inner[0].type in ("string", "number") else ""
    text = reader.text(node)
    return unquoted(text) if node.type == "string" else text


def sequence_target(reader: Reader, node: Syntax) -> SequenceTarget:
    """`[a, , b = 1, ...rest]`; `defaults` is as long as `items`, or empty when there is none."""
    items: list[Target | None] = []
    defaults: list[Expr | None] = []
    rest: Target | None = None
    for child in slots(node):
        if child is not None and child.type in ("rest_pattern", "spread_element"):
            rest = reader.target(child.children[-1])
            continue
        target, default = (None, None) if child is None else with_default(reader, child)
        items.append(target)
        defaults.append(default)
    some = any(default is not None for default in defaults)
    return SequenceTarget(reader.span(node), tuple(items), tuple(defaults) if some else (), rest)


def slots(node: Syntax) -> Iterator[Syntax | None]:
    """What stands between the commas of a bracket; None for a hole."""
    hole = True
    for child in node.children:
        if child.type == ",":
            if hole:
                yield None
            hole = True
        elif child.is_named and not child.is_extra:
            hole = False
            yield child


TARGETS: dict[str, Callable[[Reader, Syntax], Target]] = {
    "identifier": name_target,
    "shorthand_property_identifier_pattern": name_target,
    "shorthand_property_identifier": name_target,
    "private_property_identifier": name_target,
    "type_identifier": name_target,
    "undefined": name_target,
    "this": name_target,
    "member_expression": member_target,
    "subscript_expression": index_target,
    "object_pattern": record_target,
    "object": record_target,
    "array_pattern": sequence_target,
    "array": sequence_target,
    **dict.fromkeys(TRANSPARENT, transparent_target),
}
