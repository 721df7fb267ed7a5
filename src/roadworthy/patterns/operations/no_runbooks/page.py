"""The form of a runbook: six numbered parts in the order in which they are needed."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from roadworthy.edits.markdown import code, escaped

PARTS = ("Signs", "Check", "Contain", "Cure", "Confirm", "Afterwards")


class Page(Struct, frozen=True):
    """A runbook. Each part is a list of Markdown blocks; `intro` are paragraphs under the title."""

    title: str
    intro: tuple[str, ...]
    signs: tuple[str, ...]
    check: tuple[str, ...]
    contain: tuple[str, ...]
    cure: tuple[str, ...]
    confirm: tuple[str, ...]
    afterwards: tuple[str, ...]

    def markdown(self) -> str:
        """The whole document."""
        parts = (self.signs, self.check, self.contain, self.cure, self.confirm, self.afterwards)
        blocks = [f"# {self.title}", *self.intro]
        for number, (name, inner) in enumerate(zip(PARTS, parts, strict=True), start=1):
            blocks += [f"## {number}. {name}", *inner]
        return "\n\n".join(blocks) + "\n"


def shell(command: str) -> str:
    """A block to paste; nothing for no command."""
    return f"```sh\n{command}\n```" if command else ""


def bullets(lines: Iterable[str]) -> str:
    """A list, of what is not empty."""
    return "\n".join(f"- {line}" for line in lines if line)


def kept(blocks: Iterable[str]) -> tuple[str, ...]:
    """The blocks that say something."""
    return tuple(block for block in blocks if block)


def named(names: Iterable[str], most: int = 6) -> str:
    """Names of the app in a sentence."""
    listed = list(dict.fromkeys(names))
    shown = ", ".join(code(name) for name in listed[:most])
    return shown + (f" and {len(listed) - most} more" if len(listed) > most else "")


def plain(text: str) -> str:
    """Text of the app in a sentence, without effect on the page."""
    return escaped(text)
