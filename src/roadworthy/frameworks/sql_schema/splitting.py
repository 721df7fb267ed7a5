"""Takes a SQL file apart into statements, each parsed by itself so that one odd statement hides no other."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from pglast import ast, parse_sql
from pglast.parser import ParseError

from roadworthy.app import Location
from roadworthy.frameworks.sql_schema.blocks import executed
from roadworthy.frameworks.sql_schema.dialects import as_postgres, misread
from roadworthy.frameworks.sql_schema.state import SchemaState
from roadworthy.regex import regex

_TOKEN = regex(
    r"--[^\n]*|/\*.*?\*/|\$(\w*)\$.*?\$\1\$|[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|;",
    re.S,
)
_LEADING = regex(r"(\s+|--[^\n]*(\n|\Z)|/\*.*?\*/)+", re.S)
_META = regex(r"^\\[^\n]*$", re.M)
_COPIED = regex(r"^COPY\b[^;\n]*FROM stdin;\n.*?^\\\.$", re.M | re.S | re.I)
# What a procedural block may hold that changes the schema.
_INSIDE = regex(r"(?:\b(?:BEGIN|THEN|ELSE|LOOP)|;)\s*((?:CREATE|ALTER|DROP|INSERT|GRANT|REVOKE)\b)", re.I)
_BODY = regex(r"\$(\w*)\$(.*)\$\1\$", re.S)


class Source:
    """The text of a SQL file, with lines and bytes for places in it."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = _COPIED.sub(_blank, text)
        self.text = _META.sub(_blank, self.text)
        self._lines = [0, *(match.end() for match in re.finditer("\n", self.text))]
        self._ascii = self.text.isascii()

    def location(self, start: int, end: int) -> Location:
        """The location of a stretch given in characters."""
        first = bisect.bisect_right(self._lines, start)
        last = max(first, bisect.bisect_right(self._lines, max(start, end - 1)))
        return Location(self.path, first, last, self._byte(start), self._byte(end))

    def _byte(self, position: int) -> int:
        return position if self._ascii else len(self.text[:position].encode())

    def line_end(self, start: int) -> int:
        """Where the line of a position ends."""
        found = self.text.find("\n", start)
        return len(self.text) if found < 0 else found


class Parsed(Struct, frozen=True):
    """A statement with where it stands. `offset` is added to the positions its nodes carry; `nested` when it stands
    in a procedural block, where the statement's own place is all that is known."""

    node: Any
    source: Source
    start: int
    end: int
    offset: int
    nested: bool = False

    @property
    def location(self) -> Location:
        """The whole statement."""
        return self.source.location(self.start, self.end)

    def place(self, position: int | None) -> Location:
        """Where a node of it stands, to the end of its line."""
        if self.nested or position is None or position < 0:
            return self.location
        begin = self.offset + position
        return self.source.location(begin, min(self.source.line_end(begin), self.end))


class NotParsed(Struct, frozen=True):
    """A statement that could not be understood."""

    path: str
    line: int
    reason: str


def statements(source: Source, schema: SchemaState) -> Iterator[Parsed | NotParsed]:
    """The statements of a file in order; what stands in DO blocks is taken out of them. `schema` is what the statements
    before have left, which such a block may go through."""
    try:
        raw = parse_sql(source.text)
    except (ParseError, UnicodeError, ValueError):
        for start, end in _stretches(source.text):
            yield from _single(source, start, end, schema)
        return
    for one in raw:
        start = one.stmt_location or 0
        end = start + (one.stmt_len or len(source.text) - start)
        begin = start + _leading(source.text[start:end])
        yield from _opened(Parsed(one.stmt, source, begin, end, 0), schema)


def _single(source: Source, start: int, end: int, schema: SchemaState) -> Iterator[Parsed | NotParsed]:
    text = source.text[start:end]
    try:
        raw = _forgiving(text)
    except (ParseError, UnicodeError, ValueError) as error:
        reason = str(error.args[0]) if error.args else "this does not parse"
        yield NotParsed(source.path, source.location(start, end).start_line, f"SQL: {reason}")
        return
    for one in raw:
        yield from _opened(Parsed(one.stmt, source, start, end, start), schema)


def _forgiving(text: str) -> Any:
    if misread(text):
        return parse_sql(as_postgres(text))
    try:
        return parse_sql(text)
    except ParseError:
        other = as_postgres(text)
        if other == text:
            raise
        return parse_sql(other)


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _TOKEN.finditer(text):
        if match.group() == ";":
            yield from _stretch(text, start, match.start())
            start = match.end()
    yield from _stretch(text, start, len(text))


def _stretch(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start + _leading(text[start:end])
    if text[begin:end].strip():
        yield begin, end


def _leading(text: str) -> int:
    found = _LEADING.match(text)
    return found.end() if found is not None else 0


# --- procedural blocks -------------------------------------------------------------------------------


def _opened(parsed: Parsed, schema: SchemaState) -> Iterator[Parsed | NotParsed]:
    """A statement; of `DO $$ ... $$` what its block would run."""
    if not isinstance(parsed.node, ast.DoStmt):
        yield parsed
        return
    written = parsed.source.text[parsed.start : parsed.end]
    body = _BODY.search(written)
    if body is None:
        return
    begin = parsed.start + body.start(2)
    yield from _inner(parsed.source, body.group(2), begin, schema)


def _inner(source: Source, body: str, begin: int, schema: SchemaState) -> Iterator[Parsed]:
    written = [
        (body[start:end], start, end, False)
        for start, end in (
            (match.start(1), next((a for a in _ends(body, match.start(1))), len(body)))
            for match in _INSIDE.finditer(body)
        )
    ]
    made = [(text, start, end, True) for text, start, end in executed(body, schema)]
    for text, start, end, nested in sorted(written + made, key=lambda one: one[1]):
        yield from _quiet(source, text, begin + start, begin + end, nested=nested)


def _ends(body: str, start: int) -> Iterator[int]:
    for match in _TOKEN.finditer(body, start):
        if match.group() == ";":
            yield match.start()


def _quiet(source: Source, text: str, start: int, end: int, *, nested: bool) -> Iterator[Parsed]:
    """What of a block is plain SQL; the rest is procedure, which changes no schema that could be told."""
    try:
        raw = parse_sql(text)
    except (ParseError, UnicodeError, ValueError):
        return
    for one in raw:
        yield Parsed(one.stmt, source, start, end, start, nested)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())
