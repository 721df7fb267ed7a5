"""Lines of a shell that send what was sent when they are pasted: counted up in a loop, and without a text that goes on for pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roadworthy.regex import regex

_NUMBER = regex(r"(\d+)")
# More of them are too long to read one by one.
_ONE_BY_ONE = 4
# Longer runs of one letter are written as their number.
_RUN = regex(r"([A-Za-z])\1{199,}")


def looped(lines: Sequence[str]) -> str:
    """The lines as a loop over `i`. Numbers that are one more in each line than in the one before count along; lines that differ
    otherwise cannot be one, and the first stands for all."""
    return f"for i in $(seq {len(lines)}); do {_counting(lines)}; done"


def at_once(lines: Sequence[str]) -> str:
    """The same, none waiting for another; a few that differ in more than numbers stand one by one."""
    line = _counting(lines)
    if len(lines) <= _ONE_BY_ONE and line == lines[0] and len({*lines}) > 1:
        return " & ".join([*lines, "wait"])
    return f"for i in $(seq {len(lines)}); do {line} & done; wait"


def folded(line: str) -> str:
    """The line with a letter that is repeated for pages written as `printf` repeats it."""
    parts: list[str] = []
    end = 0
    for run in _RUN.finditer(line):
        parts += [line[end : run.start()], f"$(printf '{run[1]}%.0s' $(seq {len(run[0])}))"]
        end = run.end()
    return "".join(_placed([*parts, line[end:]]))


def _counting(lines: Sequence[str]) -> str:
    """The first line, where each number that is one more in the second counts with `i`."""
    first, second = _NUMBER.split(lines[0]), _NUMBER.split(lines[min(1, len(lines) - 1)])
    if first[::2] != second[::2]:
        return lines[0]
    # Odd places hold the numbers.
    parts = [first[0]]
    for place in range(1, len(first), 2):
        number, following = first[place], first[place + 1]
        if int(second[place]) == int(number) + 1:
            parts += [_count(number), following]
        else:
            parts[-1] += number + following
    return "".join(_placed(parts))


def _count(number: str) -> str:
    before = int(number) - 1
    count = f"$((i{before:+d}))" if before else "$i"
    return f"$(printf %0{len(number)}d {count})" if number.startswith("0") and len(number) > 1 else count


def _placed(parts: Sequence[str]) -> Iterator[str]:
    """The parts of a line one after the other, of which every second is to be read by the shell, whatever quotes it stands in."""
    quote = ""
    for place, part in enumerate(parts):
        if place % 2:
            yield f"""{quote}"{part}"{quote}""" if quote == "'" else _between(quote, part)
            continue
        for letter in part:
            if letter in "'\"" and quote in ("", letter):
                quote = "" if quote else letter
        yield part


def _between(quote: str, part: str) -> str:
    named = "${i}" if part == "$i" else part
    return named if quote else f'"{named}"'
