"""Markdown tables of an app's own names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from roadworthy.edits.markdown import code

NOTHING = "-"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; its cells are Markdown already. '' when it has no rows."""
    lines = [_line(row) for row in rows]
    if not lines:
        return ""
    return "\n".join([_line(heads), _line(["---"] * len(heads)), *lines])


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell or NOTHING for cell in cells) + " |"


def names(items: Iterable[str]) -> str:
    """Names in a cell, each once."""
    return ", ".join(name(item) for item in dict.fromkeys(items) if item)


def name(item: str) -> str:
    """One name in a cell: a table ends a cell at every bar, within code too, unless it is escaped."""
    return code(item).replace("|", "\\|")
