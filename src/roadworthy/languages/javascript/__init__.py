"""The reader of JavaScript, TypeScript, JSX and TSX, through tree-sitter.

One pass over the tree; each type of syntax is lowered by a function found in a table, and each file here has
the table of its subject.
"""

from __future__ import annotations

from tree_sitter import Node as Syntax

from roadworthy.languages.form import Module, Span, Statement
from roadworthy.languages.javascript import (
    classes,
    elements,
    expressions,
    functions,
    literals,
    modules,
    statements,
)
from roadworthy.languages.javascript.damage import comments, parse_errors
from roadworthy.languages.javascript.grammar import JAVASCRIPT, grammar_of, parse
from roadworthy.languages.javascript.literals import unquoted
from roadworthy.languages.javascript.reader import Reader, Tables, parts
from roadworthy.languages.javascript.targets import TARGETS

TABLES = Tables(
    {
        **literals.EXPRESSIONS,
        **expressions.EXPRESSIONS,
        **functions.EXPRESSIONS,
        **classes.EXPRESSIONS,
        **elements.EXPRESSIONS,
    },
    {**functions.NAMED, **classes.NAMED},
    {**statements.STATEMENTS, **functions.STATEMENTS, **classes.STATEMENTS, **modules.STATEMENTS},
    TARGETS,
)


def read_javascript(path: str, source: bytes) -> Module:
    """Lower one file. `path` is POSIX, relative to the repository; its extension chooses the grammar.

    Never raises for what `source` is: spans that did not parse, or lie deeper than `reader.DEPTH_LIMIT`, are
    in `Module.errors`. `Module.language` is 'javascript' or 'typescript' (also for TSX).
    """
    grammar = grammar_of(path)
    root = parse(grammar, source).root_node
    reader = Reader(source, TABLES)
    top = root.named_children if root.type == "program" else [root]
    head, rest = directives(reader, top)
    body = statements_of(reader, root, rest)
    errors = sorted({*reader.errors, *parse_errors(reader, root)}, key=_order)
    return Module(
        path,
        "javascript" if grammar is JAVASCRIPT else "typescript",
        body,
        len(reader.newlines) - source.endswith(b"\n") if source else 0,
        tuple(errors),
        head,
        comments(reader, root),
    )


def statements_of(reader: Reader, root: Syntax, nodes: list[Syntax]) -> tuple[Statement, ...]:
    """The body of the module; none, and an error, when the caller's own stack leaves no room to read it."""
    try:
        return reader.statements(nodes)
    except RecursionError:
        reader.errors.append(reader.span(root))
        return ()


def directives(reader: Reader, nodes: list[Syntax]) -> tuple[tuple[str, ...], list[Syntax]]:
    """The strings that stand as statements at the head of a module, and the nodes after them."""
    found: list[str] = []
    for at, node in enumerate(nodes):
        if node.type in ("comment", "html_comment", "hash_bang_line"):
            continue
        inner = parts(node) if node.type == "expression_statement" else []
        if len(inner) != 1 or inner[0].type != "string":
            return tuple(found), nodes[at:]
        found.append(unquoted(reader.text(inner[0])))
    return tuple(found), []


def _order(span: Span) -> tuple[int, int]:
    return span.start, span.end
