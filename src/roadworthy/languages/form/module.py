"""One file in the form."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.languages.form.leaves import Span
from roadworthy.languages.form.tree import Statement


class Comment(Struct, frozen=True, array_like=True):
    """A comment that speaks to Roadworthy (it contains 'roadworthy:'); others are not kept."""

    line: int
    text: str


class Module(Struct, frozen=True, array_like=True):
    """One file. `path` is POSIX, relative to the repository. `errors` are spans that did not parse; what
    stands around them is kept. `directives` are 'use client', 'use server' and the like at its head.
    """

    path: str
    language: str
    body: tuple[Statement, ...]
    lines: int
    errors: tuple[Span, ...] = ()
    directives: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
