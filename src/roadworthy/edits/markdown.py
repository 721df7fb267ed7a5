"""Text of an app in a Markdown document: shown as it stands, without effect on the page."""

from __future__ import annotations

from roadworthy.regex import regex
from roadworthy.source.visible import visible

_SPECIAL = regex(r"([\\`*_{}\[\]()<>#+\-!|~&@:])")
_BACKTICKS = regex(r"`+")


def escaped(text: str) -> str:
    """Text that Markdown shows as it stands."""
    return _SPECIAL.sub(r"\\\1", visible(text))


def code(text: str) -> str:
    """Text as a code span, fenced by more backticks than it holds."""
    clean = visible(text)
    longest = max((len(run) for run in _BACKTICKS.findall(clean)), default=0)
    fence = "`" * (longest + 1)
    space = " " if "`" in clean else ""
    return f"{fence}{space}{clean}{space}{fence}"
