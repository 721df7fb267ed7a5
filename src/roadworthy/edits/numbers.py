"""Numbers in source text."""

from __future__ import annotations

import re

# What one screen, and one answer, can do with.
MOST_ROWS = 100


def grouped(value: float) -> str:
    """A whole number, its digits in groups where it is long, as Python and TypeScript allow."""
    return f"{int(value):_}" if abs(value) >= 10_000 else str(int(value))


def capped(text: str) -> int:
    """The cap for a limit that is written so: 100, or the largest number in it, so that its own default stays."""
    return max([MOST_ROWS, *(int(number) for number in re.findall(r"(?<![\w.])\d{1,4}(?![\w.])", text))])
