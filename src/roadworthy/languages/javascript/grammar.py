"""The grammars, and what they do not know of the language.

Where a published grammar lacks something that apps are written with, the words it stumbles over are blanked
out for the parse alone: offsets stay as they are, and all text is taken from the source.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import tree_sitter_javascript
import tree_sitter_typescript
from tree_sitter import Language, Node, Parser, Tree

from roadworthy.regex import regex

JAVASCRIPT = Language(tree_sitter_javascript.language())
TYPESCRIPT = Language(tree_sitter_typescript.language_typescript())
TSX = Language(tree_sitter_typescript.language_tsx())
GRAMMARS = {".ts": TYPESCRIPT, ".mts": TYPESCRIPT, ".cts": TYPESCRIPT, ".tsx": TSX}
"""By extension; every other file is read as JavaScript, whose grammar has JSX."""

# Types as they are written between angle brackets, two levels of brackets inside; the numbers only bound the
# search. No `$`, so that a hole of a template is never taken for a type.
_FLAT = rb"(?:[\w\s.,|&\[\]{}:;?]|\([\w\s.,|&\[\]{}:;?]{0,200}+\)\s*=>|'[^'\n`]*'|\"[^\"\n`]*\"){0,200}+"
_NESTED = _FLAT + rb"(?:<" + _FLAT + rb">" + _FLAT + rb"){0,8}+"
_TYPES = _FLAT + rb"(?:<" + _NESTED + rb">" + _FLAT + rb"){0,8}+"

TAGGED_WITH_TYPES = regex(rb"(?<=[\w$)\]])<" + _TYPES + rb">(?=`)")
"""The type arguments of ``sql<Row>`select 1` ``, which the grammar takes for two comparisons."""

UNKNOWN = regex(
    rb"\bexport\s+type\s+\*[^;'\"\n]{0,99}(?:'[^'\n]*'|\"[^\"\n]*\")"
    rb"|\baccessor(?=\s+[\w#$\[])|(?<=\bimport)\s+defer(?=\s+\*)"
    rb"|\bimport\(\s*(?:'[^'\n]*'|\"[^\"\n]*\")\s*\)\.(?=[A-Z][\w.]*<)"
)
"""Syntax that does not parse: `export type * from`, `accessor`, `import defer`, the type `import('a').B<C>`."""


ASSERTED = regex(rb"(?<=[\w$)\]])!(?=\??[.\[])")
"""The `!` of `a === b!.c`, which the grammar binds looser than `===`; it means nothing when the app runs."""


LONE_AMPERSAND = regex(rb"(?<!&)&(?![&=]|#?\w{1,31};)")
"""The `&` of `<p>Terms & conditions</p>` and of `href="?a=1&b=2"`, which browsers take as it is and the grammar does not."""


def grammar_of(path: str) -> Language:
    """The grammar for a file by its extension."""
    return GRAMMARS.get(PurePosixPath(path).suffix.lower(), JAVASCRIPT)


def parse(grammar: Language, source: bytes) -> Tree:
    """The syntax tree of `source`, whose offsets are those of `source` even where words were blanked out."""
    parser = Parser(grammar)
    if grammar is not JAVASCRIPT and b"!" in source:
        source = ASSERTED.sub(b" ", source)
    if grammar is not JAVASCRIPT and b">`" in source:
        eased = TAGGED_WITH_TYPES.sub(blank, source)
        if eased != source and not (tree := parser.parse(eased)).root_node.has_error:
            return tree
    tree = parser.parse(source)
    if not tree.root_node.has_error:
        return tree
    eased = TAGGED_WITH_TYPES.sub(blank, source) if grammar is not JAVASCRIPT else source
    eased = UNKNOWN.sub(blank, eased)
    if eased != source:
        source, tree = eased, parser.parse(eased)
    return _with_ampersands(parser, source, tree)


def _with_ampersands(parser: Parser, source: bytes, tree: Tree) -> Tree:
    """The tree with `|`, which is read everywhere, for each lone `&` that the parser stumbled over; each attempt finds those
    behind the ones before."""
    for _ in range(8):
        places = _stumbled(tree.root_node, source) if tree.root_node.has_error else []
        if not places:
            break
        eased = bytearray(source)
        for place in places:
            eased[place] = ord("|")
        source = bytes(eased)
        tree = parser.parse(source)
    return tree


def _stumbled(root: Node, source: bytes) -> list[int]:
    """Where a lone `&` stands in something that did not parse."""
    found: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.is_error:
            found |= {
                match.start() for match in LONE_AMPERSAND.finditer(source, node.start_byte, node.end_byte)
            }
        elif node.has_error:
            waiting.extend(node.children)
    return sorted(found)


def blank(match: re.Match[bytes]) -> bytes:
    """As many spaces as the match is long, its lines kept."""
    return re.sub(rb"[^\n]", b" ", match[0])
