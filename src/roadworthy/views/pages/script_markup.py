"""Markup that a page's own script writes: template literals that hold elements (`list.innerHTML = jobs.map((job) => `<li>...</li>`)`)."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.regex import regex

_ELEMENT = regex(r"<[a-z][\w-]*[\s>/]")
_QUOTES = "'\""


def written_markup(script: str) -> Iterator[tuple[int, str]]:
    """The lines above each literal and its text, where it holds elements; what is computed (`${...}`) is blank in it, lines stay lines.

    https://tc39.es/ecma262/#sec-template-literal-lexical-components
    """
    for start, text in _literals(script) if "`" in script else ():
        if _ELEMENT.search(text):
            yield script.count("\n", 0, start), text


def _literals(script: str) -> Iterator[tuple[int, str]]:
    """Where each literal begins, and its text; those within what is computed come as their own."""
    open_ones: list[tuple[int, list[str]]] = []
    depths: list[int] = []
    place, size = 0, len(script)
    while place < size:
        mark = script[place]
        inside = len(open_ones) > len(depths)
        if inside and mark == "\\":
            open_ones[-1][1].append("  ")
            place += 2
            continue
        if inside and script.startswith("${", place):
            depths.append(0)
            open_ones[-1][1].append("  ")
            place += 2
            continue
        if mark == "`" and inside:
            start, parts = open_ones.pop()
            yield start, "".join(parts)
            _blank(open_ones, mark)
        elif mark == "`":
            open_ones.append((place + 1, []))
        elif inside:
            open_ones[-1][1].append(mark)
            for _, parts in open_ones[:-1]:
                parts.append("\n" if mark == "\n" else " ")
        else:
            place = _computed(script, place, depths, open_ones)
            continue
        place += 1


def _computed(script: str, place: int, depths: list[int], open_ones: list[tuple[int, list[str]]]) -> int:
    """The place behind one mark of the script itself, or behind a text or a remark that begins there."""
    mark = script[place]
    ends = place + 1
    if mark in _QUOTES:
        ends = _behind_text(script, place)
    elif script.startswith("//", place) and not depths:
        ends = script.find("\n", place) % (len(script) + 1)
    elif mark == "{" and depths:
        depths[-1] += 1
    elif mark == "}" and depths and depths[-1]:
        depths[-1] -= 1
    elif mark == "}" and depths:
        depths.pop()
    _blank(open_ones, script[place:ends])
    return ends


def _blank(open_ones: list[tuple[int, list[str]]], text: str) -> None:
    for _, parts in open_ones:
        parts.append("".join("\n" if mark == "\n" else " " for mark in text))


def _behind_text(script: str, place: int) -> int:
    ends = place + 1
    while ends < len(script) and script[ends] not in (script[place], "\n"):
        ends += 2 if script[ends] == "\\" else 1
    return min(ends + 1, len(script))
