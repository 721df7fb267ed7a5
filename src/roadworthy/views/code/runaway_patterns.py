"""Regular expressions that some texts keep busy for ever: each letter more doubles the ways that are tried."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any

from msgspec import Struct

from roadworthy.regex import regex
from roadworthy.views.code import backtracking
from roadworthy.views.code.backtracking import REPEATS, Item, NotCounted, TooMany, ops, takes

# A repetition that a text can make long; `{2,9}` cannot.
_ENDLESS = 20
# Characters that texts are likely to be made of, and some that end a match.
_LIKELY = "a0A -_.@/:,#+"
_ENDINGS = ("!", "\0", "é", "a", " ", "")
_ROUNDS = (2, 4, 6, 8, 10, 12)
_MOST_TRIES, _MOST_IN_ALL = 30_000, 200_000
# Two rounds more are four times the ways where each doubles them. A polynomial grows by less each time: of the fourth degree by 2.07
# from ten rounds to twelve, and by 0.85 of what it did before.
_GROWTH, _SAME = 2.2, 0.9
_NAMED_GROUP = regex(r"\(\?<(?=[A-Za-z_])")
_LONGEST = 1_000


class Runaway(Struct, frozen=True):
    """A text that a pattern never comes to an end with: `before`, as many of `round` as one likes, `after`."""

    before: str
    round: str
    after: str

    def text(self, rounds: int) -> str:
        """The text with so many rounds."""
        return self.before + self.round * rounds + self.after


@lru_cache(maxsize=4_096)
def runaway(pattern: str) -> Runaway | None:
    """The text that keeps a pattern of Python or JavaScript busy; None where there is none, or where it is not understood.

    Only a repetition within a repetition can double (Davis et al., "The impact of regular expression denial of service", 2018);
    whether it does is counted, not guessed: the ways tried for 2, 4, 6 ... 12 rounds must grow as a power does.
    """
    if len(pattern) > _LONGEST or not _may_nest(pattern):
        return None
    items = backtracking.parsed(_NAMED_GROUP.sub("(?P<", pattern)) or ()
    spent = 0
    for before, round_ in _candidates(items, ""):
        for after in _ENDINGS:
            attack = Runaway(before, round_, after)
            counted = _counted(items, attack)
            if _double(counted):
                return attack
            spent += sum(counted) + _MOST_TRIES * (len(counted) < len(_ROUNDS))
            if spent > _MOST_IN_ALL:
                return None
    return None


def _may_nest(pattern: str) -> bool:
    """Whether a group is repeated at all: most patterns are done with here."""
    return re.search(r"\)[*+{]", pattern) is not None


def _candidates(items: Sequence[Item], before: str) -> Iterator[tuple[str, str]]:
    """What leads to each repetition that holds another or a choice, and what it may repeat."""
    for kind, given in items:
        if kind in REPEATS and given[1] >= _ENDLESS and _has_ways(given[2]):
            for least in (0, 1):
                round_ = _sample(given[2], least)
                if round_:
                    yield before, round_
        for inner in _inside(kind, given):
            yield from _candidates(inner, before)
        before += _sample([(kind, given)], 0)


def _has_ways(items: Sequence[Item]) -> bool:
    for kind, given in items:
        if kind is ops.BRANCH or (kind in REPEATS and given[1] >= _ENDLESS):
            return True
        if any(_has_ways(inner) for inner in _inside(kind, given)):
            return True
    return False


def _inside(kind: Any, given: Any) -> Iterator[Sequence[Item]]:
    if kind in REPEATS:
        yield given[2]
    elif kind is ops.SUBPATTERN:
        yield given[3]
    elif kind is ops.BRANCH:
        yield from given[1]


def _sample(items: Sequence[Item], least: int) -> str:
    """A text that these parts match; what may be left out is taken `least` times."""
    return "".join(_sample_of(kind, given, least) for kind, given in items)


def _sample_of(kind: Any, given: Any, least: int) -> str:
    if kind in REPEATS:
        times: int = max(given[0], min(least, given[1]))
        return _sample(given[2], least) * times
    inside = next(_inside(kind, given), None)
    if inside is not None:
        return _sample(inside, least)
    if kind is ops.LITERAL:
        return chr(given)
    if kind in (ops.IN, ops.ANY, ops.NOT_LITERAL):
        return next((char for char in (*_LIKELY, *_written(given)) if takes(kind, given, char)), "")
    return ""


def _written(given: Any) -> Iterator[str]:
    """The characters that a class names."""
    for kind, one in given if isinstance(given, list) else ():
        if kind is ops.LITERAL:
            yield chr(one)
        elif kind is ops.RANGE:
            yield chr(one[0])


def _counted(items: Sequence[Item], attack: Runaway) -> list[int]:
    """The ways that are tried for more and more rounds, as far as they can be counted."""
    counted: list[int] = []
    with suppress(TooMany, NotCounted, RecursionError):
        for rounds in _ROUNDS:
            counted.append(backtracking.tries(items, attack.text(rounds), _MOST_TRIES))
    return counted


def _double(counted: Sequence[int]) -> bool:
    if len(counted) < 3:
        return False
    before, last = counted[-2] / counted[-3], counted[-1] / counted[-2]
    return last >= _GROWTH and last >= _SAME * before
