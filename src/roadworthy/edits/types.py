"""Takes the types off a TypeScript file, for apps written in JavaScript."""

from __future__ import annotations

import re

import tree_sitter_typescript
from tree_sitter import Language, Node, Parser

_TYPESCRIPT = Language(tree_sitter_typescript.language_tsx())
_TYPES = {
    "type_annotation",
    "type_arguments",
    "type_parameters",
    "interface_declaration",
    "type_alias_declaration",
    "accessibility_modifier",
    "implements_clause",
}
_WRAPPED = {"as_expression", "satisfies_expression", "non_null_expression"}


def strip_types(text: str) -> str:
    """The same program as JavaScript. Comments and layout stay; a type's own line goes with it."""
    content = text.encode()
    cuts: list[tuple[int, int]] = []
    _collect(Parser(_TYPESCRIPT).parse(content).root_node, cuts)
    for start, end in sorted(cuts, reverse=True):
        content = content[:start] + content[end:]
    return re.sub(r"\n{3,}", "\n\n", content.decode()).lstrip("\n")


def _collect(node: Node, cuts: list[tuple[int, int]]) -> None:
    if node.type in _TYPES or (node.type == "import_statement" and _imports_types(node)):
        cuts.append((node.start_byte, node.end_byte))
        return
    if node.type in _WRAPPED and node.named_children:
        inner = node.named_children[0]
        cuts.append((inner.end_byte, node.end_byte))
        _collect(inner, cuts)
        return
    if node.type == "?" and node.parent is not None and node.parent.type in ("optional_parameter",):
        cuts.append((node.start_byte, node.end_byte))
    for child in node.children:
        _collect(child, cuts)


def _imports_types(node: Node) -> bool:
    return any(child.type == "type" for child in node.children)
