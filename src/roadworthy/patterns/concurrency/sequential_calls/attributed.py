"""Which requests waited for each other, where other parts of a page ask for the same addresses."""

from __future__ import annotations

from collections.abc import Sequence

from roadworthy.proof.failed_loads import fits
from roadworthy.proof.page_load import SLACK_SECONDS, Loaded, in_turn

# What was only waiting for an answer is asked at once when it has come; a busy machine takes its time.
_AT_ONCE_SECONDS = 0.15
# What is answered sooner came out of the browser's cache, and nobody waited for it.
_TRAVELLED_SECONDS = 0.1
# Two requests may follow each other by chance where several parts of a page ask for both.
_ROW = 3


def first_ones(asked: Sequence[Loaded]) -> list[Loaded]:
    """The first request for each path."""
    first: dict[str, Loaded] = {}
    for one in asked:
        first.setdefault(one.path, one)
    return list(first.values())


def waited(asked: Sequence[Loaded], paths: Sequence[str]) -> int:
    """How many of the paths were asked one after the other: by the first request for each, or, where a path was asked for more
    often, in one row in which each followed at once when the one before was answered."""
    longest = len({one.path for one in in_turn(first_ones(asked))})
    if longest >= len(paths) or len(paths) < _ROW:
        return longest
    return len(paths) if _followed(asked, paths) else longest


def _followed(asked: Sequence[Loaded], paths: Sequence[str]) -> bool:
    travelled = [one for one in asked if one.answered - one.begun >= _TRAVELLED_SECONDS]
    ends = [one.answered for one in travelled if fits(one.path, paths[:1])]
    for path in paths[1:]:
        ends = [
            one.answered
            for one in travelled
            if fits(one.path, [path]) and any(_at_once(end, one.begun) for end in ends)
        ]
    return bool(ends)


def _at_once(end: float, begun: float) -> bool:
    return -SLACK_SECONDS <= begun - end <= _AT_ONCE_SECONDS
