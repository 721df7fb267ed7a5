"""What `select("id, author:profiles(name), comments(count)")` asks for: columns, and rows of other tables beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.regex import regex

_EMBEDDED = regex(
    r"^(?:\.\.\.)?(?:(?P<alias>\w+)\s*:\s*)?(?P<name>\w+)(?:!(?P<hint>\w+))?(?:!(?P<join>\w+))?\s*\((?P<inner>.*)\)$",
    re.S,
)
_COLUMN = regex(r"^(?:(?P<alias>\w+)\s*:\s*)?(?P<name>\w+)(?P<rest>.*)$", re.S)


class Embedded(Struct, frozen=True):
    """Rows of another table, asked for in one question. `name` is that table, a view, or the column whose foreign key leads there;
    `hint` names the key or column where several lead there; `alias` is what they are called in the answer."""

    name: str
    alias: str
    hint: str
    inner: Selection


class Selection(Struct, frozen=True):
    """The columns ('*' among them for all), each as (called, column), and what is embedded."""

    columns: tuple[tuple[str, str], ...] = ()
    embedded: tuple[Embedded, ...] = ()


EVERYTHING = Selection((("*", "*"),))


def selection(text: str) -> Selection:
    """Takes a select apart."""
    columns: list[tuple[str, str]] = []
    embedded: list[Embedded] = []
    for part in pieces(text):
        inner = _EMBEDDED.match(part)
        if inner is not None:
            hint = inner["hint"] or ""
            embedded.append(
                Embedded(
                    inner["name"],
                    inner["alias"] or inner["name"],
                    "" if hint in ("inner", "left") else hint,
                    selection(inner["inner"]),
                )
            )
            continue
        column = _COLUMN.match(part)
        if part == "*":
            columns.append(("*", "*"))
        elif column is not None:
            columns.append((column["alias"] or column["name"], column["name"]))
    return Selection(tuple(columns), tuple(embedded))


def pieces(text: str) -> Iterator[str]:
    """The parts between commas that stand in no brackets."""
    depth, begin = 0, 0
    for position, letter in enumerate(text):
        if letter in "({":
            depth += 1
        elif letter in ")}":
            depth -= 1
        elif letter == "," and depth == 0:
            yield from _kept(text[begin:position])
            begin = position + 1
    yield from _kept(text[begin:])


def _kept(piece: str) -> Iterator[str]:
    if piece.strip():
        yield piece.strip()
