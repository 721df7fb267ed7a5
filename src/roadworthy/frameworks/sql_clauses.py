"""Pieces of SQL that are put into a statement where a whole clause may stand."""

from __future__ import annotations

import re

from roadworthy.regex import regex

_SPLICED_WORD = regex(r"(?<![\w\"'.])rw_spliced(_\d+)?(?![\w\"'.(])")
# After these, and after signs, a value or a name is wanted.
_WANTS_MORE = regex(
    r"([=<>,.(+*/%|-]|\b(select|distinct|from|join|into|update|table|set|values|by|limit|offset|where|having|and|or|not|on|in|like|ilike|between|as"
    r"|is|returning|using|case|when|then|else|interval|fetch|first|next))\s*$",
    re.I,
)


def without_clauses(text: str) -> str:
    """The statement without the pieces that stand where a whole clause may (`FROM bills ${where} ORDER BY ...`): what is put together
    elsewhere narrows or orders the rows, and the table is known all the same."""
    kept, last = [], 0
    for match in _SPLICED_WORD.finditer(text):
        if not _WANTS_MORE.search(text, max(0, match.start() - 40), match.start()):
            kept.append(text[last : match.start()])
            last = match.end()
    return "".join([*kept, text[last:]])
