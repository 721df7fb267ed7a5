"""The commands that a document tells people to type, in its order."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from roadworthy.regex import regex

_HEADING = regex(r"^#{1,6}\s+(.*)$")
_FENCE = regex(r"^\s*(```|~~~)\s*([\w+-]*)")
_INLINE = regex(r"`([^`]+)`")
SHELLS = frozenset({"", "sh", "bash", "shell", "console", "zsh", "terminal"})


class Written(Struct, frozen=True):
    """Code in a document. `says` is the heading above a block, or the line that code within a line stands in; `language` is
    what a block calls itself ('' for nothing, and for code within a line); `line` counts from 1."""

    says: str
    text: str
    line: int
    fenced: bool
    language: str = ""

    @property
    def shell(self) -> bool:
        """Whether it may be meant for a shell."""
        return self.language.lower() in SHELLS


def written(text: str) -> Iterator[Written]:
    """Every block and every piece of code within a line. Indentation of a block's lines is dropped."""
    heading, fence, language, begun, block = "", "", "", 0, list[str]()
    for number, line in enumerate(text.split("\n"), 1):
        opened = _FENCE.match(line)
        if fence:
            if opened and opened.group(1) == fence and not opened.group(2):
                yield Written(heading, "\n".join(block), begun, True, language)
                fence, block = "", []
            else:
                block.append(line.strip())
        elif opened:
            fence, language, begun = opened.group(1), opened.group(2), number + 1
        elif head := _HEADING.match(line):
            heading = head.group(1)
        else:
            for command in _INLINE.findall(line):
                yield Written(line, command, number, False)
