"""A place in the app's source."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from roadworthy.languages.form import Node, Span


class Location(Struct, frozen=True, order=True):
    """`path` is POSIX, relative to the repository. Lines count from 1 and include `end_line`; `start` and `end`
    are byte offsets of the exact syntax, end exclusive (both 0 when a whole file is meant)."""

    path: str
    start_line: int
    end_line: int
    start: int = 0
    end: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.start_line}"

    def holds(self, place: Location) -> bool:
        """Whether another place begins inside of this one."""
        return self.path == place.path and self.start <= place.start < self.end

    def within(self, outer: Location) -> bool:
        """Whether it lies in another place, with its end."""
        return self.path == outer.path and outer.start <= self.start and self.end <= outer.end


def at(path: str, node: Node) -> Location:
    """The location of a node of a module."""
    return of_span(path, node.span)


@lru_cache(maxsize=1 << 16)
def of_span(path: str, span: Span) -> Location:
    """The location of a span of a file."""
    return Location(path, span.line, span.end_line, span.start, span.end)


def whole_file(path: str) -> Location:
    """A file as a whole."""
    return Location(path, 1, 1)
