"""What tells the line of one place in a log from those of others, the words beside the values or their form: another place's line proves nothing of this one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from roadworthy.app import App, Location
from roadworthy.regex import regex

_QUOTED = regex(r"""(["'`])((?:\\.|(?!\1).)*)\1""")
_VALUE = regex(r"\$?\{[^}]*\}|%[sdrjo]|\\n|\\t")
# Shorter ones stand in every line; what is all in capitals is the name of a variable.
_TELLING = 4


def in_an_answer(line: str, value: str) -> bool:
    """Whether a line holds a value as an answer's record does (`"email":"ann@example.com"`), not within a sentence of another place."""
    return re.search(rf"""["']\s*:\s*["']{re.escape(value)}["']""", line) is not None


def written_there(app: App, places: Sequence[Location]) -> tuple[str, ...]:
    """The constant parts of the texts in the lines of the first place, which is the one that writes; empty where it writes none."""
    found = []
    for place in places[:1]:
        lines = app.read(place.path).decode("utf-8", "replace").splitlines()
        near = "\n".join(lines[place.start_line - 1 : place.end_line])
        for _, text in _QUOTED.findall(near):
            found += [part.strip() for part in _VALUE.split(text)]
    return tuple(dict.fromkeys(part for part in found if len(part) >= _TELLING and not part.isupper()))
