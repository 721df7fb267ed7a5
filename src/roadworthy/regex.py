"""Regular expressions that are compiled when they are first asked.

A tool of patterns has more than a thousand of them, and an app needs a quarter: compiling all at import was a tenth of the time
of a small app's audit. What stands at the top of a module is written `regex(...)`; what a function makes is compiled at once.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_ASKED = frozenset(
    ("search", "match", "fullmatch", "findall", "finditer", "sub", "subn", "split", "groups", "groupindex")
)


class _Regex:
    """What behaves like the `re.Pattern` that it becomes. Two of the same text and flags are the same."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern, self.flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name not in _ASKED:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        # From here on they are found at once: the methods of the compiled one themselves.
        self.__dict__ |= {asked: getattr(compiled, asked) for asked in _ASKED}
        return self.__dict__[name]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Regex) and (self.pattern, self.flags) == (other.pattern, other.flags)

    def __hash__(self) -> int:
        return hash((self.pattern, self.flags))

    def __reduce__(self) -> tuple[type[_Regex], tuple[str | bytes, int]]:
        return _Regex, (self.pattern, self.flags)

    def __repr__(self) -> str:
        return f"regex({self.pattern!r})"


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A regular expression to ask like a compiled one. What is wrong with it is raised when it is first asked (`re.error`)."""
    return cast("re.Pattern[AnyStr]", _Regex(pattern, flags))


def compiled(pattern: re.Pattern[AnyStr]) -> re.Pattern[AnyStr]:
    """The compiled one itself, for a library that looks at what it is given: a browser takes no stand-in for it."""
    return re.compile(pattern.pattern, pattern.flags)
