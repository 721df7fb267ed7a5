"""Reads from a runbook, ours or one that people wrote, the commands that a drill runs."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.views.operations.runbooks import Runbook

_HEADING = re.compile(r"^#{1,6}\s+(.*)$")
_FENCE = re.compile(r"^\s*(```|~~~)\s*(\w*)")
_SHELLS = {"", "sh", "bash", "shell", "console"}
_INLINE = re.compile(r"`([^`]+)`")
_TELLS = re.compile(r"\b(confirm|check|verify|make sure)", re.I)
# Commands that only look, so that a drill may run them.
_LOOKS = re.compile(r"^(PGCONNECT_TIMEOUT=\d+ )?(curl|psql|pg_isready|test|node|python3?)\b")
_CHANGES = re.compile(
    r"\b(delete|update|insert|drop|truncate|alter|pg_terminate\w*|pg_cancel\w*)\b|-X\s*(POST|PUT|PATCH|DELETE)",
    re.I,
)
_OWN_ADDRESS = re.compile(r"(https?://)?(localhost|127\.0\.0\.1)(:\d+)?(?=[/\s'\"]|$)")


class Drill(Struct, frozen=True):
    """`checks` show a fault while it lasts; `confirm` exits with 0 when it is over ('' when the page has none)."""

    checks: tuple[str, ...]
    confirm: str


def drill_of(runbook: Runbook) -> Drill:
    """The commands that look and change nothing: those under "Check", and the last one that is to confirm the cure."""
    told = [(what, command) for what, command in _commands(runbook.text) if _is_look(command)]
    confirms = [command for what, command in told if _TELLS.search(what)]
    confirm = confirms[-1] if confirms else ""
    return Drill(tuple(command for _, command in told if command != confirm), confirm)


def _is_look(command: str) -> bool:
    return bool(_LOOKS.match(command)) and not _CHANGES.search(command)


def _commands(text: str) -> list[tuple[str, str]]:
    """Every command with the heading or the line that it stands under."""
    found: list[tuple[str, str]] = []
    heading, fence, block = "", "", list[str]()
    for line in text.split("\n"):
        opened = _FENCE.match(line)
        if fence:
            if opened and not opened.group(2):
                found.append((heading, _here("\n".join(block))))
                fence, block = "", []
            else:
                block.append(line.strip())
        elif opened:
            fence = opened.group(1) if opened.group(2).lower() in _SHELLS else ""
        elif head := _HEADING.match(line):
            heading = head.group(1)
        else:
            found += [(line, _here(command)) for command in _INLINE.findall(line)]
    return found


def _here(command: str) -> str:
    """The command against the app of the trial: a page says `localhost:5000` for the app's own machine."""
    if "BASE_URL" in command:
        return command.strip()
    # Between single quotes nothing expands; a plain address needs none.
    return _OWN_ADDRESS.sub('"$BASE_URL"', re.sub(r"'([^' ]*localhost[^' ]*)'", r"\1", command)).strip()
