"""One file of Python, from bytes to a `Module`."""

from __future__ import annotations

import time
from collections.abc import Iterator

from tree_sitter import Node, Parser, Tree

# These six are imported for what they do: they fill the tables of `lowering`.
from roadworthy.languages.form import Comment, Module, Span, Statement
from roadworthy.languages.python import (  # noqa: F401
    control,
    definitions,
    literals,
    matching,
    operators,
    statements,
)
from roadworthy.languages.python.lowering import COMMENT, LANGUAGE, Lowering, span_of

LONGEST_PARSE = 10.0
"""Seconds of processor time for one file; 1 MB of ordinary code needs about one. The grammar's scanner is
quadratic in runs of indented comments and of line continuations, so that a hostile file would take hours."""

_MARK = b"roadworthy:"


def read_python(path: str, source: bytes) -> Module:
    """Reads one file. `path` is POSIX, relative to the repository; `source` the file as stored, UTF-8.

    Any bytes give a Module: what did not parse, is nested more than `lowering.DEEPEST` deep or takes too long, is a span in
    `errors`, and what stands around it is kept. Type parameters are dropped; what a function binds under a name that it says
    to be `global` or `nonlocal` is an assignment, and no definition of its own.
    """
    tree = _parse(source)
    lines = _line_count(source)
    if tree is None:
        return Module(path, "python", (), lines, (Span(0, len(source), 1, max(lines, 1)),))
    lowering = Lowering(source)
    body = _body(lowering, tree)
    if tree.root_node.has_error:
        lowering.errors += [span_of(node) for node in _unparsed(tree.root_node)]
    errors = tuple(sorted(set(lowering.errors), key=lambda span: (span.start, span.end)))
    comments = tuple(_comments(tree, source)) if _MARK in source else ()
    return Module(path, "python", body, lines, errors, (), comments)


def _parse(source: bytes) -> Tree | None:
    """The tree, or None after `LONGEST_PARSE`."""
    deadline = time.thread_time() + LONGEST_PARSE

    def is_late(offset: int, has_error: bool) -> bool:
        return time.thread_time() > deadline

    try:
        return Parser(LANGUAGE).parse(lambda offset, point: source[offset:], progress_callback=is_late)
    except ValueError:  # how the binding says that it was told to stop
        return None


def _body(lowering: Lowering, tree: Tree) -> tuple[Statement, ...]:
    try:
        return lowering.block(tree.root_node)
    except RecursionError:  # only when the caller's own stack left too little room
        lowering.errors.append(span_of(tree.root_node))
        return ()


def _line_count(source: bytes) -> int:
    return source.count(b"\n") + (0 if source.endswith(b"\n") or not source else 1)


def _unparsed(root: Node) -> Iterator[Node]:
    """The outermost stretches that did not parse, and the places where something is missing."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.is_error or node.is_missing:
            yield node
        elif node.has_error:
            waiting += node.children


def _comments(tree: Tree, source: bytes) -> Iterator[Comment]:
    cursor = tree.walk()
    descends = True
    while True:
        if descends and cursor.goto_first_child():
            pass
        elif cursor.goto_next_sibling():
            descends = True
        elif cursor.goto_parent():
            descends = False
            continue
        else:
            return
        node = cursor.node
        if node is not None and node.kind_id in COMMENT:
            written = source[node.start_byte : node.end_byte]
            if _MARK in written:
                text = written.decode("utf-8", "replace").lstrip("#").strip()
                yield Comment(span_of(node).line, text)
