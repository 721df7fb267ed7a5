"""Columns that say when a row's time begins and when it is over: a stay, a loan, a lesson."""

from __future__ import annotations

import re
from collections.abc import Iterable

from roadworthy.regex import regex

_BEGINS = regex(
    r"(?<![a-z])(starts?|started|start_?(at|on|date|time)|begins?|from|since|check_?in|pick_?up|opens?|borrow(ed)?|loan(ed)?)(?![a-z])"
)
_ENDS = regex(
    r"(?<![a-z])(ends?|ended|end_?(at|on|date|time)|finish(es|ed)?|to|until|till|check_?out|drop_?off|closes?|return(s|ed)?|due)(?![a-z])"
)


def ending(columns: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Of columns (name, type): those that end what another of the same type begins, with the one that begins it. Apps reckon with
    the time between the two, and may divide by it."""
    found: dict[str, str] = {}
    moments = [(name, kind) for name, kind in columns if re.match("date|time", kind.lower())]
    begun = [(name, kind) for name, kind in moments if _BEGINS.search(_words(name))]
    for name, kind in moments:
        if _ENDS.search(_words(name)) and not _BEGINS.search(_words(name)):
            starts = [one for one, other in begun if other == kind]
            alike = [one for one in starts if _rest(one) == _rest(name)]
            if alike or len(starts) == 1:
                found[name] = (alike or starts)[0]
    return found


def _words(name: str) -> str:
    """`checkOut` and `check_out` alike."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _rest(name: str) -> str:
    words = _words(name)
    return _ENDS.sub("", _BEGINS.sub("", words))
