"""Constants: numbers, text, f-strings."""

from __future__ import annotations

import re
import unicodedata

from tree_sitter import Node

from roadworthy.languages.form import Expr, Literal, Other, Span, Template
from roadworthy.languages.python.lowering import (
    Lowering,
    field_id,
    kind_ids,
    lowers_expression,
    parts,
    span_of,
)
from roadworthy.regex import regex

_EXPRESSION = field_id("expression")
_FORMAT = field_id("format_specifier")
_HOLE = kind_ids("interpolation")
_FORMAT_HOLE = kind_ids("format_expression")
_START = kind_ids("string_start")
_STRING = kind_ids("string")
_END = kind_ids("string_end")
_MARKS = _START | _HOLE | _END

_PACKABLE = range(-(2**63), 2**64)
"""The whole numbers that msgpack can hold; larger ones are kept as floats."""

_ESCAPE = regex(
    r"\\(\r\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^{}]*\}|.)", re.DOTALL
)
_SIMPLE_ESCAPES = {
    "\n": "", "\r\n": "", "\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n",
    "r": "\r", "t": "\t", "v": "\v",
}  # fmt: skip


@lowers_expression("true")
def _true(lowering: Lowering, node: Node) -> Expr:
    return Literal(span_of(node), True)


@lowers_expression("false")
def _false(lowering: Lowering, node: Node) -> Expr:
    return Literal(span_of(node), False)


@lowers_expression("none")
def _none(lowering: Lowering, node: Node) -> Expr:
    return Literal(span_of(node), None)


@lowers_expression("ellipsis")
def _ellipsis(lowering: Lowering, node: Node) -> Expr:
    return Other(span_of(node), "ellipsis")


@lowers_expression("integer", "float")
def _number(lowering: Lowering, node: Node) -> Expr:
    number = number_from(lowering.text(node))
    return Other(span_of(node), "number") if number is None else Literal(span_of(node), number)


def number_from(text: str) -> int | float | None:
    """The number that `text` spells in any version of Python, or None for an imaginary or broken one."""
    digits = text.replace("_", "").rstrip("lL")
    for parse in (lambda: int(digits, 0), lambda: int(digits, 8), lambda: float(digits)):
        try:
            number = parse()
        except ValueError:
            continue
        if isinstance(number, float) or number in _PACKABLE:
            return number
        return float(digits) if digits.isdecimal() else float("inf")
    return None


@lowers_expression("string")
def _string(lowering: Lowering, node: Node) -> Expr:
    plain = _plain_text(lowering.text(node))
    if plain is not None:
        return Literal(span_of(node), plain)
    pieces = _pieces(lowering, node)
    return _joined(node, pieces)


@lowers_expression("concatenated_string")
def _concatenated(lowering: Lowering, node: Node) -> Expr:
    pieces: list[Expr] = []
    for part in node.named_children:
        if part.kind_id in _STRING:
            pieces += _pieces(lowering, part)
    return _joined(node, pieces)


def _joined(node: Node, pieces: list[Expr]) -> Expr:
    texts = [piece.value for piece in pieces if isinstance(piece, Literal) and isinstance(piece.value, str)]
    if len(texts) == len(pieces):
        return Literal(span_of(node), "".join(texts))
    return Template(span_of(node), tuple(pieces))


def _plain_text(written: str) -> str | None:
    """The text of a complete literal without prefix and escapes, which most are; None for all others."""
    quote = written[:1]
    if quote not in ("'", '"') or "\\" in written or "\r" in written:
        return None
    width = 3 if written.startswith(quote * 3) and len(written) >= 6 else 1
    if len(written) < 2 * width or not written.endswith(quote * width):
        return None
    return written[width:-width]


def _pieces(lowering: Lowering, node: Node) -> list[Expr]:
    """The text and the holes of one literal, in order.

    Text is what stands between: the grammar has no node for all of it in raw literals.
    """
    pieces: list[Expr] = []
    prefix, width = "", 0
    last: Node | None = None
    for child in node.named_children:
        if child.kind_id not in _MARKS:
            continue
        if last is not None:
            pieces += _text_between(lowering, last, child, prefix, width)
        if child.kind_id in _START:
            written = lowering.text(child)
            prefix = written.rstrip("'\"").lower()
            width = len(written) - len(prefix)
        elif child.kind_id in _HOLE:
            pieces.append(_hole(lowering, child))
        last = child
    return pieces


def _text_between(lowering: Lowering, before: Node, after: Node, prefix: str, width: int) -> list[Expr]:
    start, end, last_point = before.end_byte, after.start_byte, after.start_point
    if after.kind_id in _END:  # for the grammar, the backslashes at the end of r"\\" belong to the end
        end, last_point = max(end, after.end_byte - width), after.end_point
    if start >= end:
        return []
    text = text_from(lowering.source[start:end].decode("utf-8", "replace"), prefix)
    return [Literal(Span(start, end, before.end_point[0] + 1, last_point[0] + 1), text)]


def _hole(lowering: Lowering, node: Node) -> Expr:
    value = lowering.field(node, _EXPRESSION)
    form = node.child_by_field_id(_FORMAT)
    if form is None or not form.named_child_count:
        return value
    within = [part for part in parts(form) if part.kind_id in _FORMAT_HOLE | _HOLE]
    if not within:
        return value
    widths = [lowering.field(part, _EXPRESSION) for part in within]
    return Other(span_of(node), "format", (value, *widths))


def text_from(written: str, prefix: str) -> str:
    """The text that `written`, what stands between the quotes, means with this prefix (lower case).

    Lone surrogates are replaced, since they cannot be stored.
    """
    text = written.replace("\r\n", "\n").replace("\r", "\n") if "\r" in written else written
    if "f" in prefix or "t" in prefix:
        text = text.replace("{{", "{").replace("}}", "}")
    if "\\" not in text or "r" in prefix:
        return text
    in_bytes = "b" in prefix

    def unescaped(found: re.Match[str]) -> str:
        character = _unescaped(found.group(1), in_bytes)
        return found.group(0) if character is None else character

    return _ESCAPE.sub(unescaped, text)


def _unescaped(escape: str, in_bytes: bool) -> str | None:
    """What an escape stands for; None for one that Python leaves as it is."""
    if escape in _SIMPLE_ESCAPES:
        return _SIMPLE_ESCAPES[escape]
    if escape[0] in "01234567":
        return chr(int(escape, 8))
    if escape[0] == "x" and len(escape) > 1:
        return chr(int(escape[1:], 16))
    if in_bytes or len(escape) == 1:
        return None
    if escape[0] == "N":
        return _named_character(escape[2:-1])
    code = int(escape[1:], 16)
    if 0xD800 <= code <= 0xDFFF:
        return "\N{REPLACEMENT CHARACTER}"
    return chr(code) if code <= 0x10FFFF else None


def _named_character(name: str) -> str | None:
    try:
        return unicodedata.lookup(name)
    except KeyError:
        return None
