"""The checklist as a matrix: subjects down, patterns across."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from msgspec import Struct

from roadworthy.catalogue import DIMENSIONS
from roadworthy.report.record import Report
from roadworthy.report.summary import standing_word

LARGEST = 300
"""Subjects up to which every one has a row; above, only those with a gap or an unknown. The list below has all."""

# Which verdict stands in a cell when one pattern judged one subject several times.
_RANK = {
    "proven": 0,
    "suspected": 1,
    "unknown": 2,
    "accepted": 3,
    "repaired": 4,
    "clear": 5,
    "not-applicable": 6,
}
GLYPHS = {
    "proven": "●",
    "suspected": "○",
    "unknown": "?",
    "accepted": "~",
    "repaired": "◆",
    "clear": "✓",
    "not-applicable": "·",
}


class Cell(Struct, frozen=True):
    """One verdict. `mark` is proven, suspected, repaired, accepted, clear, unknown, not-applicable, or '' for none;
    `target` is the id of its line in the list."""

    mark: str
    glyph: str
    target: str
    dimension: int
    pattern: str


class Line(Struct, frozen=True):
    """One verdict in words."""

    pattern: str
    mark: str
    reason: str
    target: str


class Subject(Struct, frozen=True):
    """A row of the matrix and its lines in the list."""

    name: str
    cells: tuple[Cell, ...]
    lines: tuple[Line, ...]
    telling: bool


class Head(Struct, frozen=True):
    """A dimension over its patterns' columns."""

    number: int
    title: str
    width: int


class Matrix(Struct, frozen=True):
    """`rows` are the subjects in the matrix, `subjects` all of them; `patterns` are (name, dimension number)."""

    heads: tuple[Head, ...]
    patterns: tuple[tuple[str, int], ...]
    rows: tuple[Subject, ...]
    subjects: tuple[Subject, ...]


def matrix(report: Report) -> Matrix:
    """The whole checklist. Columns are the patterns that said anything, in the order of the dimensions."""
    numbers = {dimension.id: number for number, dimension in enumerate(DIMENSIONS)}
    present = {row.pattern for row in report.checklist}
    columns = sorted(present, key=lambda pattern: (numbers.get(pattern.split("/")[0], len(numbers)), pattern))
    patterns = tuple((pattern, numbers.get(pattern.split("/")[0], len(numbers))) for pattern in columns)
    by_subject: dict[str, list[Line]] = {}
    states = {(gap.subject, gap.pattern, gap.message): standing_word(gap.state) for gap in report.gaps}
    for position, row in enumerate(report.checklist):
        mark = row.verdict
        if mark == "gap":
            mark = states.get((row.subject, row.pattern, row.reason), "suspected")
        by_subject.setdefault(row.subject, []).append(Line(row.pattern, mark, row.reason, f"v{position}"))
    subjects = tuple(
        _subject(name, lines, patterns) for name, lines in sorted(by_subject.items(), key=_by_path)
    )
    rows = subjects if len(subjects) <= LARGEST else tuple(subject for subject in subjects if subject.telling)
    return Matrix(_heads(patterns), patterns, rows, subjects)


def _by_path(entry: tuple[str, list[Line]]) -> tuple[str, str]:
    # `GET /api/orders` and `POST /api/orders` stand side by side.
    return entry[0].partition(" ")[2] or entry[0], entry[0]


def _subject(name: str, lines: Iterable[Line], patterns: Iterable[tuple[str, int]]) -> Subject:
    ordered = sorted(lines, key=lambda line: (_RANK.get(line.mark, 9), line.pattern))
    chosen: dict[str, Line] = {}
    for line in ordered:
        chosen.setdefault(line.pattern, line)
    cells = tuple(_cell(chosen, pattern, dimension) for pattern, dimension in patterns)
    telling = any(line.mark in ("proven", "suspected", "unknown") for line in ordered)
    return Subject(name, cells, tuple(ordered), telling)


def _cell(chosen: Mapping[str, Line], pattern: str, dimension: int) -> Cell:
    line = chosen.get(pattern)
    if line is None:
        return Cell("", "", "", dimension, pattern)
    return Cell(line.mark, GLYPHS.get(line.mark, "?"), line.target, dimension, pattern)


def _heads(patterns: Iterable[tuple[str, int]]) -> tuple[Head, ...]:
    titles = [dimension.title for dimension in DIMENSIONS] + ["Other"]
    return tuple(
        Head(number, titles[number], len(list(group)))
        for number, group in groupby(patterns, key=lambda column: column[1])
    )
