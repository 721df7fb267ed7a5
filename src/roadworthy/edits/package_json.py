"""Adds a dependency to a package.json without touching the rest of its text."""

from __future__ import annotations

import json
from json import JSONDecoder

from msgspec import Struct

from roadworthy.edits.edit import Package
from roadworthy.errors import RepairRefused
from roadworthy.regex import regex

_SPACE = regex(r"[ \t\r\n]*")
_DECODER = JSONDecoder()
_BYTE_ORDER_MARK = "\ufeff"


class Member(Struct, frozen=True):
    """One entry of an object in JSON text. Offsets are characters: its key's quote, its value's first and end."""

    name: str
    start: int
    value: int
    end: int


def with_package(text: str, package: Package, path: str) -> str:
    """A package.json with a package among its dependencies, or its devDependencies for `dev`.

    A package that is declared keeps its version; one that was needed only for development and is now needed at
    run time moves. Raises RepairRefused when the text is not JSON.
    """
    mark = _BYTE_ORDER_MARK if text.startswith(_BYTE_ORDER_MARK) else ""
    text = text.removeprefix(mark)
    sections = {name: _section(text, name, path) for name in ("dependencies", "devDependencies")}
    if package.name in sections["dependencies"] or (
        package.dev and package.name in sections["devDependencies"]
    ):
        return mark + text
    version = sections["devDependencies"].get(package.name, package.version)
    if package.name in sections["devDependencies"]:
        text = _without(text, "devDependencies", package.name)
    return mark + _with(text, "devDependencies" if package.dev else "dependencies", package.name, version)


def _section(text: str, name: str, path: str) -> dict[str, str]:
    try:
        section = json.loads(text).get(name, {})
    except (ValueError, AttributeError) as error:
        raise RepairRefused(f"is not a package manifest: {error}", where=path) from error
    if not isinstance(section, dict):
        raise RepairRefused(f"its {name} are not an object", where=path)
    return section


def members(text: str, start: int) -> list[Member]:
    """The entries of the object that opens at `start`. Raises ValueError when it is no object."""
    if text[start] != "{":
        raise ValueError(f"no object at character {start}")
    found: list[Member] = []
    place = _skip(text, start + 1)
    while text[place] != "}":
        name, after = _DECODER.raw_decode(text, place)
        value = _skip(text, _skip(text, after) + 1)
        _, end = _DECODER.raw_decode(text, value)
        found.append(Member(name, place, value, end))
        place = _skip(text, end)
        if text[place] == ",":
            place = _skip(text, place + 1)
    return found


def _skip(text: str, place: int) -> int:
    space = _SPACE.match(text, place)
    return space.end() if space else place


def _with(text: str, section: str, name: str, version: str) -> str:
    top = _skip(text, 0)
    entries = members(text, top)
    found = next((entry for entry in entries if entry.name == section), None)
    written = f"{json.dumps(name)}: {json.dumps(version)}"
    if found is None:
        return _with_section(text, top, entries, section, written)
    inner = members(text, found.value)
    if not inner:
        indent = _indent(text, entries)
        return text[: found.value] + f"{{\n{indent * 2}{written}\n{indent}}}" + text[found.end :]
    return _among(text, inner, name, written)


def _among(text: str, inner: list[Member], name: str, written: str) -> str:
    """In its sorted place when the others are sorted, else last, set apart as its neighbours are."""
    names = [entry.name for entry in inner]
    after = next((entry for entry in inner if entry.name > name), None) if names == sorted(names) else None
    if after is not None:
        gap = _before(text, after.start)
        return text[: after.start] + f"{written},{gap}" + text[after.start :]
    last = inner[-1]
    return text[: last.end] + f",{_before(text, last.start)}{written}" + text[last.end :]


def _with_section(text: str, top: int, entries: list[Member], section: str, written: str) -> str:
    indent = _indent(text, entries)
    block = f"{json.dumps(section)}: {{\n{indent * 2}{written}\n{indent}}}"
    if not entries:
        end = text.index("}", top)
        return text[: top + 1] + f"\n{indent}{block}\n" + text[end:]
    # Development dependencies follow the others; dependencies follow what is there.
    before = next(
        (entry for entry in entries if section == "devDependencies" and entry.name == "dependencies"), None
    )
    anchor = before or entries[-1]
    return text[: anchor.end] + f",\n{indent}{block}" + text[anchor.end :]


def _without(text: str, section: str, name: str) -> str:
    found = next(entry for entry in members(text, _skip(text, 0)) if entry.name == section)
    inner = members(text, found.value)
    place = next(number for number, entry in enumerate(inner) if entry.name == name)
    if len(inner) == 1:
        return text[: found.value] + "{}" + text[found.end :]
    if place + 1 < len(inner):
        return text[: inner[place].start] + text[inner[place + 1].start :]
    return text[: inner[place - 1].end] + text[inner[place].end :]


def _before(text: str, start: int) -> str:
    """The white space in front of an entry."""
    return text[len(text[:start].rstrip(" \t\r\n")) : start]


def _indent(text: str, entries: list[Member]) -> str:
    gap = _before(text, entries[0].start) if entries else ""
    return gap.rpartition("\n")[2] or "  "
