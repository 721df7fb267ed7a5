"""Constants: strings, templates, numbers, regular expressions."""

from __future__ import annotations

import re

from tree_sitter import Node as Syntax

from roadworthy.languages.form import Expr, Literal, Other, Template
from roadworthy.languages.javascript.reader import Reader, parts
from roadworthy.regex import regex

ESCAPE = regex(
    r"\\(?:u\{(?P<point>[0-9a-fA-F]+)\}|u(?P<unit>[0-9a-fA-F]{4})|x(?P<byte>[0-9a-fA-F]{2})"
    r"|(?P<octal>[0-3]?[0-7]{1,2})|(?P<line>\r\n|[\n\r\u2028\u2029])|(?P<one>.))",
    re.DOTALL,
)
SURROGATE = regex("[\ud800-\udfff]")
CONTROL = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}
SAFE_INTEGER = 2**53
"""Beyond this a JavaScript number is not exact, and it is kept as the float that it is."""


def string(reader: Reader, node: Syntax) -> Literal:
    """`'text'`, `"text"`."""
    start, end = node.start_byte, node.end_byte
    return Literal(reader.between(start, end), unquoted(reader.cut(start, end)))


def unquoted(written: str) -> str:
    """The value of a string as written in the source, quotes and escapes included."""
    # The closing quote is missing when the parser had to invent it.
    inner = written[1:-1] if len(written) > 1 and written[-1] == written[0] else written[1:]
    return unescaped(inner) if "\\" in inner else inner


def unescaped(text: str) -> str:
    """`text` with its escapes resolved; half a surrogate pair becomes U+FFFD, as it cannot be stored."""
    resolved = ESCAPE.sub(_escape, text)
    if SURROGATE.search(resolved):
        return resolved.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return resolved


def _escape(match: re.Match[str]) -> str:
    if one := match["one"]:
        return CONTROL.get(one, one)
    if match["line"]:
        return ""
    if octal := match["octal"]:
        return chr(int(octal, 8))
    point = int(match["point"] or match["unit"] or match["byte"], 16)
    return chr(point) if point <= 0x10FFFF else "\ufffd"


def template(reader: Reader, node: Syntax) -> Expr:
    """A template literal; one without holes is a text like any other."""
    found = template_parts(reader, node)
    if not found:
        return Literal(reader.span(node), "")
    if len(found) == 1 and isinstance(found[0], Literal) and not has_hole(node):
        return Literal(reader.span(node), found[0].value)
    return Template(reader.span(node), found)


def has_hole(node: Syntax) -> bool:
    """Whether a template literal has a `${}`."""
    return any(child.type == "template_substitution" for child in node.named_children)


def template_parts(reader: Reader, node: Syntax) -> tuple[Expr, ...]:
    """Text and expressions of a template literal in order; the text is what lies between the holes."""
    found: list[Expr] = []
    at = node.start_byte + 1
    for child in node.named_children:
        if child.type == "template_substitution":
            _text(reader, at, child.start_byte, found)
            found.extend(reader.expression(inner) for inner in parts(child))
            at = child.end_byte
    closing = node.children[-1] if node.children else node
    _text(reader, at, closing.start_byte if closing.type == "`" else node.end_byte, found)
    return tuple(found)


def _text(reader: Reader, start: int, end: int, found: list[Expr]) -> None:
    if start < end:
        text = reader.cut(start, end)
        found.append(Literal(reader.between(start, end), unescaped(text) if "\\" in text else text))


def number(reader: Reader, node: Syntax) -> Expr:
    """A number or BigInt."""
    try:
        return Literal(reader.span(node), number_value(reader.text(node)))
    except ValueError:  # the parser repaired what is no number
        return Other(reader.span(node), "number")


def number_value(written: str) -> int | float:
    """The value of a number as written. Raises ValueError when it is none."""
    digits = written.replace("_", "").removesuffix("n").lower()
    base = {"0x": 16, "0o": 8, "0b": 2}.get(digits[:2])
    if base is None and len(digits) > 1 and digits[0] == "0" and not digits.strip("01234567"):
        base = 8
    if base is not None:
        return _stored(int(digits, base))
    return _stored(float(digits))


def _stored(value: float) -> int | float:
    """An integer where it is exact, else a float."""
    if abs(value) <= SAFE_INTEGER:
        return int(value) if value == int(value) else value
    try:
        return float(value)
    except OverflowError:
        return float("inf")


def regular_expression(reader: Reader, node: Syntax) -> Other:
    """`/pattern/flags`: the pattern and, where there are any, the flags as written."""
    children = tuple(Literal(reader.span(part), reader.text(part)) for part in parts(node))
    return Other(reader.span(node), "regex", children)


def true(reader: Reader, node: Syntax) -> Literal:
    """`true`."""
    return Literal(reader.span(node), True)


def false(reader: Reader, node: Syntax) -> Literal:
    """`false`."""
    return Literal(reader.span(node), False)


def nothing(reader: Reader, node: Syntax) -> Literal:
    """`null`, `undefined`."""
    return Literal(reader.span(node), None)


EXPRESSIONS = {
    "string": string,
    "template_string": template,
    "number": number,
    "regex": regular_expression,
    "true": true,
    "false": false,
    "null": nothing,
    "undefined": nothing,
}
