"""What a parse leaves beside the tree: where it failed, and comments that speak to Roadworthy."""

from __future__ import annotations

from tree_sitter import Node as Syntax
from tree_sitter import TreeCursor

from roadworthy.languages.form import Comment, Span
from roadworthy.languages.javascript.reader import Reader

MARK = "roadworthy:"


def parse_errors(reader: Reader, root: Syntax) -> list[Span]:
    """Spans of what did not parse and of what the parser had to invent; not of errors inside errors."""
    found: list[Span] = []
    open_nodes = [root]
    while open_nodes:
        node = open_nodes.pop()
        if node.is_error or node.is_missing:
            found.append(reader.span(node))
        elif node.has_error:
            open_nodes.extend(node.children)
    return found


def comments(reader: Reader, root: Syntax) -> tuple[Comment, ...]:
    """Comments that contain 'roadworthy:', without their delimiters, in order."""
    if MARK.encode() not in reader.source:
        return ()
    return tuple(
        Comment(node.start_point.row + 1, bare(text))
        for node in comment_nodes(root.walk())
        if MARK in (text := reader.text(node))
    )


def comment_nodes(cursor: TreeCursor) -> list[Syntax]:
    """All comments, by cursor, as a tree may be deeper than Python can recurse."""
    found: list[Syntax] = []
    while True:
        node = cursor.node
        if node is not None and node.type in ("comment", "html_comment"):
            found.append(node)
        if cursor.goto_first_child() or cursor.goto_next_sibling():
            continue
        while cursor.goto_parent():
            if cursor.goto_next_sibling():
                break
        else:
            return found


def bare(comment: str) -> str:
    """The text of a comment."""
    if comment.startswith("/*"):
        return comment[2:].removesuffix("*/").strip(" \t\r\n*")
    return comment.removeprefix("//").strip()
