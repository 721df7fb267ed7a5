"""JSX: elements, fragments, attributes and text."""

from __future__ import annotations

from html import unescape

from tree_sitter import Node as Syntax

from roadworthy.languages.form import Element, Entry, Expr, Literal
from roadworthy.languages.javascript.reader import Reader, parts
from roadworthy.regex import regex

LINE_BREAK = regex(r"\s*\n\s*")
TEXT = frozenset({"jsx_text", "html_character_reference"})
TAGS = frozenset({"identifier", "member_expression", "nested_identifier", "jsx_namespace_name"})


def element(reader: Reader, node: Syntax) -> Element:
    """`<tag attributes>children</tag>`, `<>children</>`."""
    found = parts(node)
    tag, attributes = opening(reader, found[0])
    return Element(reader.span(node), tag, attributes, children(reader, node))


def self_closing(reader: Reader, node: Syntax) -> Element:
    """`<tag attributes />`."""
    tag, attributes = opening(reader, node)
    return Element(reader.span(node), tag, attributes)


def opening(reader: Reader, node: Syntax) -> tuple[str, tuple[Entry, ...]]:
    """Tag and attributes of an opening or self-closing element; the tag of a fragment is ''."""
    tag = ""
    attributes: list[Entry] = []
    for child in node.named_children:
        kind = child.type
        if kind == "jsx_attribute":
            attributes.append(attribute(reader, child))
        elif kind == "jsx_expression":
            attributes.extend(spread_attribute(reader, child))
        elif kind in TAGS and not tag:
            tag = "".join(reader.text(child).split())
    return tag, tuple(attributes)


def attribute(reader: Reader, node: Syntax) -> Entry:
    """`name`, `name="text"`, `name={value}`, `xlink:href="text"`."""
    found = parts(node)
    key = Literal(reader.span(found[0]), reader.text(found[0]))
    value = attribute_value(reader, found[-1]) if len(found) > 1 else Literal(key.span, True)
    return Entry(reader.span(node), key, value)


def attribute_value(reader: Reader, node: Syntax) -> Expr:
    """The value of an attribute. Text has entities and no escapes; `{}` is nothing."""
    if node.type == "string":
        return Literal(reader.span(node), unescape(reader.text(node)[1:-1]))
    if node.type != "jsx_expression":
        return reader.expression(node)
    found = parts(node)
    return reader.expression(found[0]) if found else Literal(reader.span(node), None)


def spread_attribute(reader: Reader, node: Syntax) -> list[Entry]:
    """`{...properties}`."""
    return [
        Entry(reader.span(node), None, reader.expression(child.children[-1]))
        for child in parts(node)
        if child.type == "spread_element"
    ]


def children(reader: Reader, node: Syntax) -> tuple[Expr, ...]:
    """What stands between the tags: texts, elements and expressions; not comments and white space."""
    found: list[Expr] = []
    texts: list[Syntax] = []
    for child in node.named_children[1:]:
        kind = child.type
        if kind in TEXT:
            texts.append(child)
            continue
        found.extend(text(reader, texts))
        texts.clear()
        if kind == "jsx_expression":
            found.extend(reader.expression(inner) for inner in parts(child))
        elif kind != "jsx_closing_element" and not child.is_extra:
            found.append(reader.expression(child))
    found.extend(text(reader, texts))
    return tuple(found)


def text(reader: Reader, nodes: list[Syntax]) -> list[Literal]:
    """Neighbouring pieces of text as one, trimmed; its lines are joined by a space, as React does."""
    if not nodes:
        return []
    start, end = nodes[0].start_byte, nodes[-1].end_byte
    value = LINE_BREAK.sub(" ", unescape(reader.cut(start, end).strip()))
    return [Literal(reader.between(start, end), value)] if value else []


EXPRESSIONS = {
    "jsx_element": element,
    "jsx_self_closing_element": self_closing,
}
