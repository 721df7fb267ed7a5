"""Tables that no SQL file makes: those of the generated `types.ts`, and those that questions are put to."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from roadworthy.app import Column, ForeignKey, Location, Table
from roadworthy.interpret import Program
from roadworthy.regex import regex

_FILE = regex(r"(^|/)([\w-]*(types|database|supabase)[\w.-]*|db)\.ts$", re.I)
_TABLES = regex(r"^(?P<indent>\s*)Tables: \{$")
_NAMED = regex(r"^\s*\"?(\w+)\"?: \{$")
_FIELD = regex(r"^\s*(\w+)(\??): (.+)$")
_KEY = regex(
    r"(?:foreignKeyName: \"(\w+)\"\s*)?columns: \[\"(\w+)\"\]\s*(?:isOneToOne: (\w+)\s*)?referencedRelation: \"(\w+)\"\s*referencedColumns: \[\"(\w+)\"\]"
)
_WORDS = regex(r"^\s*(\w+):(?= |$)")
_WORD = regex(r"\"([^\"]+)\"")
_TYPES = {"string": "text", "number": "numeric", "boolean": "boolean", "Json": "jsonb", "unknown": "text"}
_ENUM = regex(r"\[\"Enums\"\]\[\"(\w+)\"\]")


def generated_tables(program: Program) -> Iterator[Table]:
    """The tables that a generated type file lists. Keys but for references, indexes and rules are not in it."""
    for path in program.paths:
        if not _FILE.search(path):
            continue
        text = program.text(path)
        if "Tables: {" in text and "Row: {" in text and "Insert: {" in text:
            yield from _tables(path, text.splitlines())


def _tables(path: str, lines: list[str]) -> Iterator[Table]:
    begin = next((n for n, line in enumerate(lines) if _TABLES.match(line)), None)
    if begin is None:
        return
    words = _enumerations(lines)
    indent = len(lines[begin]) - len(lines[begin].lstrip())
    number = begin + 1
    while number < len(lines) and _depth(lines[number]) > indent:
        named = _NAMED.match(lines[number])
        if named is not None and _depth(lines[number]) == indent + 2:
            end = next(
                n
                for n in range(number + 1, len(lines) + 1)
                if n == len(lines) or _depth(lines[n]) <= indent + 2
            )
            yield _table(path, named.group(1), number, lines[number : end + 1], words)
            number = end
        number += 1


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip()) if line.strip() else 1_000


def _enumerations(lines: list[str]) -> dict[str, tuple[str, ...]]:
    """The words of each enumeration, which stand in one line or below each other."""
    found: dict[str, tuple[str, ...]] = {}
    name = ""
    for line in _within(lines, "Enums: {"):
        head = _WORDS.match(line)
        name = head[1] if head is not None else name
        if name:
            found[name] = (*found.get(name, ()), *_WORD.findall(line))
    return found


def _within(lines: list[str], head: str) -> Iterator[str]:
    """The lines of a block, which may be left empty."""
    begin = next((n for n, line in enumerate(lines) if line.strip() == head), None)
    for line in lines[begin + 1 :] if begin is not None else ():
        if line.strip() == "}":
            return
        yield line


def _table(path: str, name: str, line: int, lines: list[str], words: dict[str, tuple[str, ...]]) -> Table:
    keys = _keys(lines)
    optional = {field for field, mark, _, _ in _block(lines, "Insert: {") if mark}
    columns = []
    for field, _, written, offset in _block(lines, "Row: {"):
        place = Location(path, line + offset + 1, line + offset + 1)
        reference, alone = keys.get(field, (None, False))
        kind = _type(written)
        columns.append(
            Column(
                field,
                field,
                kind,
                place,
                nullable="| null" in written,
                primary=field == "id",
                unique=alone,
                default="generated" if field in optional and "| null" not in written else "",
                references=reference,
                values=words.get(kind.removeprefix("enum:"), ()) if kind.startswith("enum:") else (),
            )
        )
    primary = ("id",) if any(column.name == "id" for column in columns) else ()
    return Table(
        name,
        name,
        Location(path, line + 1, line + len(lines)),
        tuple(columns),
        (),
        (),
        primary,
        "sql",
        partial=True,
    )


def _keys(lines: list[str]) -> dict[str, tuple[ForeignKey, bool]]:
    """What each column refers to, and whether a row of the other table is named by one row alone. Of several references the last
    one leads."""
    found: dict[str, tuple[ForeignKey, bool]] = {}
    for name, column, alone, table, target in _KEY.findall("\n".join(text.strip() for text in lines)):
        before = [found[column][0]] if column in found else []
        beside = tuple(one for first in before for one in (*first.beside, replace(first, beside=())))
        found[column] = (ForeignKey(table, target, name=name, beside=beside), alone == "true")
    return found


def _block(lines: list[str], head: str) -> Iterator[tuple[str, str, str, int]]:
    """The fields of one block: name, `?`, type, and how many lines below the table's own they stand."""
    begin = next((n for n, line in enumerate(lines) if line.strip() == head), None)
    for number in range(begin + 1, len(lines)) if begin is not None else ():
        if lines[number].strip().startswith("}"):
            return
        field = _FIELD.match(lines[number])
        if field is not None:
            yield field.group(1), field.group(2), field.group(3), number


def _type(written: str) -> str:
    base = written.removesuffix("| null").strip()
    enum = _ENUM.search(base)
    if enum is not None:
        return f"enum:{enum.group(1)}"
    many = "[]" if base.endswith("[]") else ""
    return _TYPES.get(base.removesuffix("[]"), "text") + many


def completed(known: Table, generated: Table) -> Table:
    """A table of which SQL tells only parts, with the columns that the generated types have besides."""
    names = {column.name for column in known.columns}
    more = tuple(column for column in generated.columns if column.name not in names)
    return msgspec.structs.replace(
        known, columns=(*known.columns, *more), primary_key=known.primary_key or generated.primary_key
    )
