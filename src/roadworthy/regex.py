"""Regular expressions that are compiled when they are first asked.

A tool of patterns has more than a thousand of them, and an app needs a quarter: compiling all at import was a tenth of the time
of a small app's audit. What stands at the top of a module is written `regex(...)`; what a function makes is compiled at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, AnyStr, Protocol, cast

_ASKED = frozenset(
    ("search", "match", "fullmatch", "findall", "finditer", "sub", "subn", "split", "groups", "groupindex")
)


class Regex(Protocol[AnyStr]):
    """What is asked of a regular expression here, whether it is compiled already or when it is first asked.

    Libraries ask for an `re.Pattern` itself: what is handed to one is `compiled`.
    """

    @property
    def pattern(self) -> AnyStr: ...
    @property
    def flags(self) -> int: ...
    @property
    def groups(self) -> int: ...
    @property
    def groupindex(self) -> Mapping[str, int]: ...

    def search(self, string: AnyStr, pos: int = ..., endpos: int = ...) -> re.Match[AnyStr] | None: ...
    def match(self, string: AnyStr, pos: int = ..., endpos: int = ...) -> re.Match[AnyStr] | None: ...
    def fullmatch(self, string: AnyStr, pos: int = ..., endpos: int = ...) -> re.Match[AnyStr] | None: ...
    def findall(self, string: AnyStr, pos: int = ..., endpos: int = ...) -> list[Any]: ...
    def finditer(self, string: AnyStr, pos: int = ..., endpos: int = ...) -> Iterator[re.Match[AnyStr]]: ...
    def split(self, string: AnyStr, maxsplit: int = ...) -> list[Any]: ...
    def sub(
        self, repl: AnyStr | Callable[[re.Match[AnyStr]], AnyStr], string: AnyStr, count: int = ...
    ) -> AnyStr: ...
    def subn(
        self, repl: AnyStr | Callable[[re.Match[AnyStr]], AnyStr], string: AnyStr, count: int = ...
    ) -> tuple[AnyStr, int]: ...


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


def regex(pattern: AnyStr, flags: int = 0) -> Regex[AnyStr]:
    """A regular expression to ask like a compiled one. What is wrong with it is raised when it is first asked (`re.error`)."""
    return cast("Regex[AnyStr]", _Regex(pattern, flags))


def compiled(asked: Regex[AnyStr]) -> re.Pattern[AnyStr]:
    """The `re.Pattern` of an expression, for a library that takes nothing else."""
    return re.compile(asked.pattern, asked.flags)
