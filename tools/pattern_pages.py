"""The pages of docs/patterns: each made from a pattern's folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from roadworthy.catalogue import DIMENSIONS, Room
from tests.patterns.harness import Case

_MADE = "<!-- Made by `make docs` from the pattern's folder; change it there. -->"


def pattern_page(room: Room, cases: Iterable[Case]) -> str:
    """A pattern's facts, its README and its cases."""
    readme = room.folder / "README.md"
    title, _, rest = (readme.read_text(encoding="utf-8") if readme.is_file() else "").partition("\n")
    heading = title or f"# {room.pattern.fails}"
    blocks = [_MADE, heading, "\n".join(_facts(room)), rest.strip(), "\n".join(_cases(cases))]
    return "\n\n".join(block for block in blocks if block) + "\n"


def index_page(rooms: Sequence[Room]) -> str:
    """All patterns by dimension."""
    titles = {dimension.id: dimension.title for dimension in DIMENSIONS}
    blocks = [_MADE, "# Patterns", "What is shown on which stack is in [coverage](../coverage.md)."]
    for dimension, inside in groupby(rooms, key=lambda room: room.dimension):
        lines = [f"- [`{room.id}`]({room.id}.md): {room.pattern.fails}" for room in inside]
        blocks += [f"## {titles[dimension]}", "\n".join(lines)]
    return "\n\n".join(blocks) + "\n"


def _facts(room: Room) -> Iterator[str]:
    pattern = room.pattern
    yield f"`{room.id}`"
    yield ""
    yield f"- It fails when: {pattern.fails}"
    yield f"- It holds when: {pattern.holds}"
    yield f"- Who is hurt: {pattern.hurts}"
    yield f"- By default: {pattern.kind}, severity {pattern.severity}, effort {pattern.effort}"
    if pattern.cwe:
        yield f"- Known as: {pattern.cwe}"
    yield from (f"- See: <{reference}>" for reference in pattern.references)


def _cases(cases: Iterable[Case]) -> Iterator[str]:
    lines = [f"- `{case.folder.name}`{_subject(case)}: {case.about.why}" for case in cases]
    if lines:
        yield "## Cases"
        yield ""
        yield from lines


def _subject(case: Case) -> str:
    return f" ({case.about.subject})" if case.about.subject else ""
