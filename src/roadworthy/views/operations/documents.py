"""What an app's documents say, section by section."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.regex import regex

_HEADING = regex(r"^(#{1,6})\s+(.+?)\s*#*$")
_LARGEST = 300_000
# Folders that hold instructions for an assistant, other people's code or pasted text: not the app's documents.
_FOREIGN = regex(
    r"(^|/)(\.cursor|\.claude|\.github/(ISSUE|PULL)\w*|attached_assets|node_modules|vendor|\.changeset|public|static|content|locales?)/"
    r"|(^|/)(LICENSE|CHANGELOG|CODE_OF_CONDUCT|requirements?[\w.-]*)\b[^/]*$|\.txt$",
    re.I,
)


class Section(Struct, frozen=True):
    """The part of a document under one heading, without the parts of its sub-headings. `line` is the heading's, `level` 0 for what
    stands before the first."""

    path: str
    line: int
    level: int
    title: str
    text: str

    @property
    def location(self) -> Location:
        """The section's lines."""
        return Location(self.path, self.line, self.line + self.text.count("\n"))


def sections(app: App) -> tuple[Section, ...]:
    """Every section of every document that people wrote about the app."""
    return app.view(_sections)


def _sections(app: App) -> tuple[Section, ...]:
    return tuple(
        section
        for path in app.deployment.documents
        if not _FOREIGN.search(path)
        for section in _of(path, app.read(path)[:_LARGEST].decode("utf-8", "replace").replace("\r\n", "\n"))
    )


def _of(path: str, text: str) -> Iterator[Section]:
    lines = text.split("\n")
    heads = [(0, 0, ""), *headings(lines)]
    for number, (line, level, title) in enumerate(heads):
        end = heads[number + 1][0] if number + 1 < len(heads) else len(lines)
        body = "\n".join(lines[line + (level > 0) : end])
        if level or body.strip():
            yield Section(path, line + 1, level, title, body)


def headings(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    """The headings of a Markdown text outside its code: line (from 0), level, title."""
    fenced = False
    for number, line in enumerate(lines):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        head = None if fenced else _HEADING.match(line)
        if head:
            yield number, len(head.group(1)), head.group(2)


def texts(app: App) -> dict[str, str]:
    """Each document as a whole, headings included."""
    return app.view(_texts)


def _texts(app: App) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for section in sections(app):
        found.setdefault(section.path, []).append(f"{'#' * section.level} {section.title}\n{section.text}")
    return {path: "\n".join(parts) for path, parts in found.items()}
