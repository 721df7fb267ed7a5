"""Where one file is while it is lowered: its bytes, its line starts, how deep we are, what did not parse."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from msgspec import Struct
from tree_sitter import Node as Syntax

from roadworthy.languages.form import Expr, Name, Other, Span, Statement, Target

DEPTH_LIMIT = 150
"""Levels of nesting that are lowered; what lies deeper is reported as an error of the module.

Python's own limit is 1,000 frames, a level costs up to five here, and those who walk a module need room too.
Code by people stays under 40.
"""

TRANSPARENT = frozenset(
    {
        "parenthesized_expression",
        "as_expression",
        "satisfies_expression",
        "non_null_expression",
        "type_assertion",
        "instantiation_expression",
    }
)
"""Syntax around a value that does not change it: parentheses and what only a type checker reads."""


class Tables(Struct, frozen=True):
    """What lowers each type of syntax. A statement may become none, one or several, so it writes to a list."""

    expressions: dict[str, Callable[[Reader, Syntax], Expr]]
    named: dict[str, Callable[[Reader, Syntax, str], Expr]]
    statements: dict[str, Callable[[Reader, Syntax, list[Statement]], None]]
    targets: dict[str, Callable[[Reader, Syntax], Target]]


class Reader:
    """Lowers the syntax of one file by dispatch on its type."""

    __slots__ = ("depth", "errors", "newlines", "source", "tables", "text_of_ascii")

    def __init__(self, source: bytes, tables: Tables) -> None:
        self.source = source
        self.tables = tables
        self.depth = 0
        self.errors: list[Span] = []
        self.newlines = line_ends(source)
        # Byte offsets are character offsets when all is ASCII, and slicing a str is cheaper than decoding.
        self.text_of_ascii = source.decode("ascii") if source.isascii() else None

    def between(self, start: int, end: int) -> Span:
        """The span from one byte offset to another."""
        newlines = self.newlines
        line = bisect_left(newlines, start)
        end_line = line if end <= newlines[line] else bisect_left(newlines, end, line)
        return Span(start, end, line + 1, end_line + 1)

    def span(self, node: Syntax) -> Span:
        """Where `node` stands."""
        return self.between(node.start_byte, node.end_byte)

    def cut(self, start: int, end: int) -> str:
        """The text between two byte offsets; what is not UTF-8 becomes U+FFFD."""
        if self.text_of_ascii is not None:
            return self.text_of_ascii[start:end]
        return self.source[start:end].decode("utf-8", "replace")

    def text(self, node: Syntax) -> str:
        """The text of `node` as written."""
        return self.cut(node.start_byte, node.end_byte)

    def expression(self, node: Syntax) -> Expr:
        """`node` as an expression; `Other` of its type when there is no form for it."""
        lower = self.tables.expressions.get(node.type)
        if lower is None:
            lower = other
        if self.depth >= DEPTH_LIMIT:
            return self.too_deep(node)
        self.depth += 1
        lowered = lower(self, node)
        self.depth -= 1
        return lowered

    def bound(self, node: Syntax, name: str) -> Expr:
        """`node` as the value of `name`, which an anonymous function or class is then called."""
        inner = unwrap(node)
        lower = self.tables.named.get(inner.type)
        if lower is None or self.depth >= DEPTH_LIMIT:
            return self.expression(inner)
        self.depth += 1
        lowered = lower(self, inner, name)
        self.depth -= 1
        return lowered

    def target(self, node: Syntax) -> Target:
        """`node` as what is assigned to. What cannot be assigned to is an error and a Name ''."""
        lower = self.tables.targets.get(node.type)
        if lower is None or self.depth >= DEPTH_LIMIT:
            span = self.span(node)
            self.errors.append(span)
            return Name(span, "")
        self.depth += 1
        lowered = lower(self, node)
        self.depth -= 1
        return lowered

    def statement(self, node: Syntax, out: list[Statement]) -> None:
        """Append what `node` is as a statement: nothing for types, comments and punctuation."""
        lower = self.tables.statements.get(node.type)
        if lower is None:
            return
        if self.depth >= DEPTH_LIMIT:
            self.errors.append(self.span(node))
            return
        depth = self.depth
        self.depth = depth + 1
        try:
            lower(self, node, out)
        except (IndexError, StopIteration, ValueError):
            # Only where the parser bent a node out of the shape that its grammar promises, to mend an error.
            self.errors.append(self.span(node))
        self.depth = depth

    def statements(self, nodes: list[Syntax]) -> tuple[Statement, ...]:
        """All statements among `nodes`."""
        out: list[Statement] = []
        for node in nodes:
            self.statement(node, out)
        return tuple(out)

    def body(self, node: Syntax | None) -> tuple[Statement, ...]:
        """The statements of a block, or the one statement that stands in its place."""
        if node is None:
            return ()
        return self.statements(node.named_children if node.type == "statement_block" else [node])

    def too_deep(self, node: Syntax) -> Other:
        """Say that `node` was not read because of `DEPTH_LIMIT`."""
        span = self.span(node)
        self.errors.append(span)
        return Other(span, "too deep")


def line_ends(source: bytes) -> list[int]:
    """Offsets of all line feeds, then the length of the source."""
    ends: list[int] = []
    end = source.find(b"\n")
    while end >= 0:
        ends.append(end)
        end = source.find(b"\n", end + 1)
    ends.append(len(source))
    return ends


def unwrap(node: Syntax) -> Syntax:
    """The value inside parentheses and type assertions; a loop, as they nest without limit."""
    while node.type in TRANSPARENT:
        inner = parts(node)
        if not inner:
            return node
        node = inner[-1] if node.type == "type_assertion" else inner[0]
    return node


def parts(node: Syntax) -> list[Syntax]:
    """The named children of `node` without comments and what did not parse."""
    return [child for child in node.named_children if not child.is_extra]


def other(reader: Reader, node: Syntax) -> Other:
    """Syntax without a form: its type, and those of its children that are expressions."""
    known = reader.tables.expressions
    children = tuple(reader.expression(child) for child in parts(node) if child.type in known)
    return Other(reader.span(node), node.type, children)
