"""Takes the expressions of `firestore.rules` apart: https://firebase.google.com/docs/rules/rules-language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec import Struct

from roadworthy.regex import regex

_TOKEN = regex(
    r"\s+|//[^\n]*|/\*.*?\*/"
    r"|(?P<text>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<path>/(?:[\w\-]+|\$\([^()]*(?:\([^()]*\)[^()]*)*\))(?:/(?:[\w\-()]+|\$\([^()]*(?:\([^()]*\)[^()]*)*\)))*)"
    r"|(?P<word>[A-Za-z_]\w*|\d+(?:\.\d+)?)"
    r"|(?P<sign>&&|\|\||[=!<>]=|[-+*/%<>!?:,.()\[\]{}])",
    re.S,
)
_COMPARING = ("==", "!=", "<", "<=", ">", ">=", "in", "is")


class Node(Struct, frozen=True):
    """A part of an expression. `kind` is or, and, not, compare (`name` the operator), member (`name` of the first part), index,
    call (the first part called with the rest), name, text, path, list or other."""

    kind: str
    name: str = ""
    parts: tuple[Node, ...] = ()

    def dotted(self) -> str:
        """`request.auth.uid`; '' for what is no chain of names."""
        if self.kind == "name":
            return self.name
        if self.kind == "member":
            before = self.parts[0].dotted()
            return f"{before}.{self.name}" if before else ""
        if self.kind == "index" and self.parts[1].kind == "text":
            before = self.parts[0].dotted()
            return f"{before}.{self.parts[1].name}" if before else ""
        return ""

    def mentions(self, word: str) -> bool:
        """Whether a chain that starts so stands anywhere in it."""
        dotted = self.dotted()
        if dotted:
            return dotted == word or dotted.startswith(f"{word}.")
        return (self.kind == "path" and word in self.name) or any(part.mentions(word) for part in self.parts)

    def with_names(self, known: Mapping[str, Node]) -> Node:
        """The same with what names stand for put in their place."""
        if self.kind == "name":
            return known.get(self.name, self)
        return Node(self.kind, self.name, tuple(part.with_names(known) for part in self.parts))


def parsed(text: str) -> Node:
    """An expression as a tree; what is not understood in it is a part of the kind other."""
    return _Parser(_tokens(text)).either()


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        # A path begins where a value may; elsewhere the stroke divides.
        if match is not None and match.lastgroup == "path" and found and found[-1][1] not in ("(", ","):
            found.append(("sign", "/"))
            position += 1
            continue
        if match is None:
            position += 1
            continue
        if match.lastgroup is not None:
            found.append((match.lastgroup, match.group()))
        position = match.end()
    return found


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens, self.position = tokens, 0

    def either(self) -> Node:
        """`a || b`, and what binds closer."""
        return self._row("||", "or", self._both)

    def _both(self) -> Node:
        return self._row("&&", "and", self._compared)

    def _row(self, sign: str, kind: str, inner: Callable[[], Node]) -> Node:
        parts = [inner()]
        while self._take(sign):
            parts.append(inner())
        return parts[0] if len(parts) == 1 else Node(kind, parts=tuple(parts))

    def _compared(self) -> Node:
        left = self._single()
        operator = self._peek()
        if operator in _COMPARING:
            self.position += 1
            return Node("compare", operator, (left, self._single()))
        if operator in ("+", "-", "*", "/", "%", "?"):
            self.position += 1
            return Node("other", parts=(left, self.either()))
        return left

    def _single(self) -> Node:
        if self._take("!"):
            return Node("not", parts=(self._single(),))
        node = self._value()
        while True:
            if self._take("."):
                node = Node("member", self._next(), (node,))
            elif self._take("("):
                node = Node("call", parts=(node, *self._listed(")")))
            elif self._take("["):
                node = Node("index", parts=(node, *(self._listed("]") or (Node("other"),))[:1]))
            else:
                return node

    def _value(self) -> Node:
        if self._take("("):
            node = self.either()
            self._take(")")
            return node
        if self._take("["):
            return Node("list", parts=self._listed("]"))
        kind = self.tokens[self.position][0] if self.position < len(self.tokens) else ""
        text = self._next()
        if kind == "text":
            return Node("text", text[1:-1])
        return Node({"path": "path", "word": "name"}.get(kind, "other"), text)

    def _listed(self, end: str) -> tuple[Node, ...]:
        found: list[Node] = []
        while self.position < len(self.tokens) and not self._take(end):
            before = self.position
            found.append(self.either())
            self._take(",")
            self.position += self.position == before
        return tuple(found)

    def _peek(self) -> str:
        return self.tokens[self.position][1] if self.position < len(self.tokens) else ""

    def _take(self, text: str) -> bool:
        if self.position < len(self.tokens) and self.tokens[self.position] == ("sign", text):
            self.position += 1
            return True
        return False

    def _next(self) -> str:
        text = self._peek()
        self.position += 1
        return text
