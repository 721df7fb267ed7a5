"""Reads Prisma's schema language: models, fields, attributes, enums and the datasource.

The language is made of blocks with one field or attribute a line (https://www.prisma.io/docs/orm/reference/prisma-schema-reference);
an attribute goes on over lines until its brackets close.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

from roadworthy.regex import regex

_BLOCK = regex(r"^\s*(model|enum|type|view|datasource|generator)\s+(\w+)\s*\{", re.M)
_FIELD = regex(r"^\s*(\w+)\s+(\w+|Unsupported\([^)]*\))(\[\])?(\?)?\s*(.*)$", re.S)
_ATTRIBUTE = regex(r"@@?[\w.]+")


class Place(Struct, frozen=True):
    """Where something is declared: lines from 1, offsets in bytes."""

    path: str
    line: int
    end_line: int
    start: int
    end: int


class FieldDeclared(Struct, frozen=True):
    """`email String? @unique @map("e_mail") @db.VarChar(80)`. `attributes` map each attribute to what stands in its
    brackets."""

    name: str
    type: str
    many: bool
    optional: bool
    attributes: dict[str, str]
    place: Place


class ModelDeclared(Struct):
    """A model; `attributes` are its `@@...` with their brackets and places."""

    name: str
    place: Place
    fields: dict[str, FieldDeclared] = field(default_factory=dict)
    attributes: list[tuple[str, str, Place]] = field(default_factory=list)


class PrismaSchema(Struct):
    """Everything that the schema files of one app declare."""

    models: dict[str, ModelDeclared] = field(default_factory=dict)
    enums: dict[str, tuple[str, ...]] = field(default_factory=dict)
    provider: str = ""
    emulates: bool = False
    """Relations are kept by the client, and the database has no foreign keys (relationMode)."""
    outputs: list[tuple[str, str]] = field(default_factory=list)
    """(folder of the schema, output of a generator)."""


def read_schema(schema: PrismaSchema, path: str, text: str) -> None:
    """Adds what a file declares; what was declared before stays."""
    blank = _without_comments(text)
    for match in _BLOCK.finditer(blank):
        kind, name = match.groups()
        end = _closing(blank, match.end() - 1)
        body = [(line, start) for line, start in _lines(blank, match.end(), end)]
        if kind in ("model", "view"):
            place = _place(path, text, match.start(1), end + 1)
            schema.models.setdefault(name, _model(name, place, path, text, body))
        elif kind == "enum":
            words = [line.split() for line, _ in body if not line.strip().startswith("@@")]
            schema.enums.setdefault(name, tuple(parts[0] for parts in words if parts))
        else:
            _settings(schema, kind, path, body)


def _settings(schema: PrismaSchema, kind: str, path: str, body: list[tuple[str, int]]) -> None:
    for line, _ in body:
        key, _, value = line.partition("=")
        if kind == "datasource" and key.strip() == "provider":
            schema.provider = schema.provider or value.strip().strip('"')
        # Called `referentialIntegrity` until Prisma 4.5.
        if kind == "datasource" and key.strip() in ("relationMode", "referentialIntegrity"):
            schema.emulates = value.strip().strip('"') == "prisma"
        if kind == "generator" and key.strip() == "output":
            schema.outputs.append((path.rpartition("/")[0], value.strip().strip('"')))


def _without_comments(text: str) -> str:
    """The text with comments blanked out, so that offsets stay."""
    return re.sub(
        r'"(?:\\.|[^"\\])*"|//[^\n]*',
        lambda m: m.group() if m.group()[0] == '"' else " " * len(m.group()),
        text,
    )


def _closing(text: str, opening: int) -> int:
    depth, quoted = 0, False
    for at in range(opening, len(text)):
        char = text[at]
        if char == '"' and text[at - 1] != "\\":
            quoted = not quoted
        if quoted:
            continue
        depth += (char == "{") - (char == "}")
        if depth == 0:
            return at
    return len(text)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """The declarations between two offsets: lines, joined while a bracket is open."""
    held, began, depth = "", start, 0
    for line in text[start:end].splitlines(keepends=True):
        held += line
        depth += line.count("(") - line.count(")") + line.count("[") - line.count("]")
        if depth <= 0:
            if held.strip():
                yield held.rstrip(), began
            began, held, depth = began + len(held), "", 0
    if held.strip():
        yield held.rstrip(), began


def _place(path: str, text: str, start: int, end: int) -> Place:
    head = text[:start]
    return Place(
        path, head.count("\n") + 1, text.count("\n", 0, end) + 1, len(head.encode()), len(text[:end].encode())
    )


def _model(name: str, place: Place, path: str, text: str, body: list[tuple[str, int]]) -> ModelDeclared:
    model = ModelDeclared(name, place)
    for line, start in body:
        indent = len(line) - len(line.lstrip())
        own = _place(path, text, start + indent, start + len(line))
        if line.strip().startswith("@@"):
            model.attributes += [(key, inner, own) for key, inner in _attributes(line)]
            continue
        match = _FIELD.match(line)
        if match:
            called, kind, many, optional, rest = match.groups()
            found = dict(_attributes(rest))
            model.fields[called] = FieldDeclared(called, kind, bool(many), bool(optional), found, own)
    return model


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    """`@default(now())` as ("default", "now()")."""
    at = 0
    while match := _ATTRIBUTE.search(text, at):
        name, at = match.group().lstrip("@"), match.end()
        inner = ""
        if text[at : at + 1] == "(":
            end = _bracket(text, at)
            inner, at = text[at + 1 : end], end + 1
        yield name, inner


def _bracket(text: str, opening: int) -> int:
    depth, quoted = 0, False
    for at in range(opening, len(text)):
        char = text[at]
        quoted ^= char == '"'
        depth += 0 if quoted else (char == "(") - (char == ")")
        if depth == 0 and not quoted:
            return at
    return len(text)


def names_in(text: str, key: str = "") -> tuple[str, ...]:
    """The names of a list: `fields: [a, b(sort: Desc)]` with the key 'fields', the first list without one."""
    match = re.search(rf"(?:\b{key}\s*:\s*)\[([^\]]*)\]" if key else r"\[([^\]]*)\]", text)
    inner = re.sub(r"\([^)]*\)", "", match.group(1)) if match else ""
    return tuple(part.strip() for part in inner.split(",") if part.strip())


def text_in(text: str, key: str = "") -> str:
    """A quoted value: `map: "x"` with the key 'map', the first one without."""
    match = re.search(rf'\b{key}\s*:\s*"([^"]*)"' if key else r'"([^"]*)"', text)
    return match.group(1) if match else ""


def word_in(text: str, key: str) -> str:
    """A bare word: `onDelete: Cascade` with the key 'onDelete'."""
    match = re.search(rf"\b{key}\s*:\s*(\w+)", text)
    return match.group(1) if match else ""
