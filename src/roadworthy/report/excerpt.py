"""A few lines of code around a place."""

from __future__ import annotations

from collections.abc import Sequence

from roadworthy.app import App, Location
from roadworthy.errors import UsageError
from roadworthy.report.record import Excerpt

AROUND = 3
"""Lines shown before and after the place."""
LONGEST = 18
"""Lines of the place itself that are shown; a handler of 200 lines is not read in a report."""
WIDEST = 400
"""Characters of a line; longer ones are data."""
MOST = 3
"""Places of one gap that are shown."""


def excerpts_of(app: App, locations: Sequence[Location]) -> tuple[Excerpt, ...]:
    """The code of a gap's first places. A place whose file cannot be read has none: its address still stands in the gap."""
    found = (_excerpt(app, location) for location in locations[:MOST])
    return tuple(excerpt for excerpt in found if excerpt is not None)


def _excerpt(app: App, location: Location) -> Excerpt | None:
    if (location.start, location.end, location.start_line, location.end_line) == (0, 0, 1, 1):
        return None
    try:
        text = app.read(location.path).decode("utf-8-sig", errors="replace")
    except UsageError:
        return None
    lines = text.split("\n")
    if location.start_line > len(lines):
        return None
    last = min(location.end_line, location.start_line + LONGEST - 1, len(lines))
    first = max(1, location.start_line - AROUND)
    until = last if last < location.end_line else min(len(lines), last + AROUND)
    shown = tuple(_short(line.rstrip("\r")) for line in lines[first - 1 : until])
    return Excerpt(location.path, first, shown, (location.start_line, last), max(0, location.end_line - last))


def _short(line: str) -> str:
    return line if len(line) <= WIDEST else line[: WIDEST - 1] + "…"
