"""The state of one file while it is lowered, and the tables that say what each kind of syntax becomes.

The other files of this package fill the tables at import, one function for each kind of syntax, so that they
can lower into each other without importing each other.
"""

from __future__ import annotations

from collections.abc import Callable

import tree_sitter_python
from tree_sitter import Language, Node

from roadworthy.languages.form import Evaluate, Expr, Name, Other, Span, Statement

LANGUAGE = Language(tree_sitter_python.language())

DEEPEST = 150
"""Levels of nesting that are kept. Code by people stays under 40; a level costs up to four frames, and Python
allows 1,000 of them to us and to those who walk the form."""

ExpressionHandler = Callable[["Lowering", Node], Expr]
StatementHandler = Callable[["Lowering", Node, list[Statement]], None]

EXPRESSIONS: dict[int, ExpressionHandler] = {}
STATEMENTS: dict[int, StatementHandler] = {}


def kind_ids(*kinds: str) -> frozenset[int]:
    """The ids of named kinds of syntax; the grammar has several ids for some."""
    return frozenset(
        kind_id
        for kind_id in range(LANGUAGE.node_kind_count)
        if LANGUAGE.node_kind_is_named(kind_id) and LANGUAGE.node_kind_for_id(kind_id) in kinds
    )


def field_id(name: str) -> int:
    """The id of a field of the grammar. Raises LookupError when the grammar has none of that name."""
    found = LANGUAGE.field_id_for_name(name)
    if found is None:
        raise LookupError(f"tree-sitter-python has no field {name}")
    return found


ERROR_KIND = 65535
"""Tree-sitter's id for a stretch that did not parse, in every grammar."""

IDENTIFIER = kind_ids("identifier")
COMMENT = kind_ids("comment")
EXTRAS = COMMENT | kind_ids("line_continuation") | {ERROR_KIND}


def lowers_expression(*kinds: str) -> Callable[[ExpressionHandler], ExpressionHandler]:
    """Registers a function as the one that lowers these kinds of expression."""

    def register(handler: ExpressionHandler) -> ExpressionHandler:
        EXPRESSIONS.update(dict.fromkeys(kind_ids(*kinds), handler))
        return handler

    return register


def lowers_statement(*kinds: str) -> Callable[[StatementHandler], StatementHandler]:
    """Registers a function as the one that lowers these kinds of statement."""

    def register(handler: StatementHandler) -> StatementHandler:
        STATEMENTS.update(dict.fromkeys(kind_ids(*kinds), handler))
        return handler

    return register


def span_of(node: Node) -> Span:
    """Where a node stands."""
    return Span(node.start_byte, node.end_byte, node.start_point[0] + 1, node.end_point[0] + 1)


def span_between(first: Node, last: Node) -> Span:
    """From the start of one node to the end of a later one."""
    return Span(first.start_byte, last.end_byte, first.start_point[0] + 1, last.end_point[0] + 1)


def parts(node: Node) -> list[Node]:
    """The named children, without comments and stretches that did not parse."""
    return [child for child in node.named_children if child.kind_id not in EXTRAS]


def token_of(node: Node) -> str:
    """The first keyword or sign of a node: 'async', 'not', '-'."""
    first = node.child(0) if node.child_count else None
    return first.type if first is not None else ""


class Lowering:
    """One file on its way into the form. Trees that are incomplete lower to what is there, never to an error."""

    __slots__ = ("depth", "errors", "in_class", "outer", "source", "yields")

    def __init__(self, source: bytes) -> None:
        self.source = source
        self.errors: list[Span] = []
        self.depth = 0
        self.in_class = False  # whether a function met now is a method
        self.yields = False  # whether the function being lowered has yielded
        self.outer: set[str] = set()  # what that function has said to be `global` or `nonlocal`

    def text(self, node: Node) -> str:
        """The node as written; bytes that are not UTF-8 are replaced."""
        return self.source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def name(self, node: Node) -> Name:
        """An identifier."""
        return Name(span_of(node), self.text(node))

    def expression(self, node: Node) -> Expr:
        """Any expression. What is nested too deeply is left out and counted as an error."""
        if self.depth >= DEEPEST:
            return self.too_deep(node)
        self.depth += 1
        lowered = EXPRESSIONS.get(node.kind_id, lower_other)(self, node)
        self.depth -= 1
        return lowered

    def field(self, node: Node, field: int) -> Expr:
        """The expression in a field, or an `Other` of kind `missing` in code that did not parse."""
        child = node.child_by_field_id(field)
        return self.expression(child) if child is not None else Other(span_of(node), "missing")

    def block(self, node: Node | None) -> tuple[Statement, ...]:
        """The statements of a block, module or anything that holds statements; none for None."""
        if node is None:
            return ()
        if self.depth >= DEEPEST:
            self.too_deep(node)
            return ()
        self.depth += 1
        out: list[Statement] = []
        for child in node.named_children:
            handler = STATEMENTS.get(child.kind_id)
            if handler is not None:
                handler(self, child, out)
            elif child.kind_id not in EXTRAS:
                out.append(Evaluate(span_of(child), self.expression(child)))
            elif child.kind_id == ERROR_KIND:
                self.salvage(child, out)
        self.depth -= 1
        return tuple(out)

    def salvage(self, node: Node, out: list[Statement]) -> None:
        """Keeps the statements and expressions that can be told apart in a stretch that did not parse."""
        if self.depth >= DEEPEST:
            return
        self.depth += 1
        for child in node.named_children:
            statement = STATEMENTS.get(child.kind_id)
            if statement is not None:
                statement(self, child, out)
            elif child.kind_id in EXPRESSIONS and child.kind_id not in IDENTIFIER:
                out.append(Evaluate(span_of(child), self.expression(child)))
            elif child.kind_id == ERROR_KIND:
                self.salvage(child, out)
        self.depth -= 1

    def too_deep(self, node: Node) -> Other:
        """Stands for an expression that is nested too deeply."""
        span = span_of(node)
        self.errors.append(span)
        return Other(span, "too deep")


def lower_other(lowering: Lowering, node: Node) -> Expr:
    """Syntax without a form of its own: its kind, and the expressions in it."""
    known = (child for child in node.named_children if child.kind_id in EXPRESSIONS)
    return Other(span_of(node), node.type, tuple([lowering.expression(child) for child in known]))
