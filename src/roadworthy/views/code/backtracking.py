"""A matcher that tries what Python's and JavaScript's try, one way after the other, and counts."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence

# The parser of the standard library, under the name that it has since 3.11; typeshed does not describe it.
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

Item = tuple[Any, Any]
Then = Callable[[int], bool]

_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    ops.CATEGORY_DIGIT: str.isdecimal,
    ops.CATEGORY_SPACE: str.isspace,
    ops.CATEGORY_WORD: lambda char: char.isalnum() or char == "_",
    ops.CATEGORY_NOT_DIGIT: lambda char: not char.isdecimal(),
    ops.CATEGORY_NOT_SPACE: lambda char: not char.isspace(),
    ops.CATEGORY_NOT_WORD: lambda char: not (char.isalnum() or char == "_"),
}
__all__ = ["REPEATS", "Item", "NotCounted", "TooMany", "ops", "parsed", "takes", "tries"]

REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT)


class NotCounted(Exception):
    """The pattern has a part that this matcher does not know: a reference back, an atomic group, a look behind."""


class TooMany(Exception):
    """More ways were tried than were allowed."""


def parsed(pattern: str) -> tuple[Item, ...] | None:
    """The parts of a pattern; None for what is no pattern of Python's."""
    with warnings.catch_warnings():
        # What will mean something else in a later Python is the app's business, not its reader's.
        warnings.simplefilter("ignore")
        try:
            return tuple(parser.parse(pattern))
        except (ops.error, ValueError, OverflowError, RecursionError):
            return None


def tries(items: Sequence[Item], text: str, most: int) -> int:
    """How many ways are tried until a text, from its beginning, is known to match or not. Raises TooMany beyond `most` and
    NotCounted."""
    matcher = _Matcher(text, most)
    matcher.match(items, 0, lambda _end: True)
    return matcher.tries


class _Matcher:
    def __init__(self, text: str, most: int) -> None:
        self.text, self.most, self.tries = text, most, 0

    def match(self, items: Sequence[Item], at: int, then: Then) -> bool:
        """Whether these parts match from a place on, and `then` what follows."""
        self.tries += 1
        if self.tries > self.most:
            raise TooMany
        if not items:
            return then(at)
        (kind, given), rest = items[0], items[1:]
        return self._part(kind, given, at, lambda end: self.match(rest, end, then))

    def _part(self, kind: Any, given: Any, at: int, then: Then) -> bool:
        if kind in _CHARACTERS:
            return at < len(self.text) and takes(kind, given, self.text[at]) and then(at + 1)
        if kind in REPEATS:
            return self._repeat(given, at, then, 0)
        if kind is ops.SUBPATTERN:
            return self.match(tuple(given[3]), at, then)
        if kind is ops.BRANCH:
            return any(self.match(tuple(way), at, then) for way in given[1])
        if kind is ops.AT:
            return self._stands(given, at) and then(at)
        if kind in (ops.ASSERT, ops.ASSERT_NOT) and given[0] > 0:
            ahead = self.match(tuple(given[1]), at, lambda _end: True)
            return ahead == (kind is ops.ASSERT) and then(at)
        raise NotCounted

    def _repeat(self, given: Any, at: int, then: Then, done: int) -> bool:
        least, most, items = given

        def again(end: int) -> bool:
            # An empty round is not repeated, or it would never end.
            return (end > at or done < least) and self._repeat(given, end, then, done + 1)

        if done < most and self.match(tuple(items), at, again):
            return True
        return done >= least and then(at)

    def _stands(self, where: Any, at: int) -> bool:
        if where in (ops.AT_BEGINNING, ops.AT_BEGINNING_STRING):
            return at == 0
        if where in (ops.AT_END, ops.AT_END_STRING):
            return at == len(self.text)
        raise NotCounted


def takes(kind: Any, given: Any, char: str) -> bool:
    """Whether a part that stands for one character stands for this one."""
    if kind is ops.ANY:
        return char != "\n"
    if kind is ops.IN:
        negated = given[0][0] is ops.NEGATE
        return any(_within(one, char) for one in given[negated:]) != negated
    return bool(ord(char) == given) == (kind is ops.LITERAL)


def _within(one: Item, char: str) -> bool:
    kind, given = one
    if kind is ops.RANGE:
        return bool(given[0] <= ord(char) <= given[1])
    if kind is ops.CATEGORY:
        known = _CATEGORIES.get(given)
        if known is None:
            raise NotCounted
        return known(char)
    return takes(kind, given, char)


_CHARACTERS = (ops.LITERAL, ops.NOT_LITERAL, ops.ANY, ops.IN)
