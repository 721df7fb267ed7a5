"""Reads from a runbook, ours or one that people wrote, the commands that a drill runs."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.proof.written_commands import written
from roadworthy.regex import regex
from roadworthy.views.operations.runbooks import Runbook

_TELLS = regex(r"\b(confirm|check|verify|make sure)", re.I)
# Commands that only look, so that a drill may run them.
_LOOKS = regex(r"^(PGCONNECT_TIMEOUT=\d+ )?(curl|psql|pg_isready|test|node|python3?)\b")
_CHANGES = regex(
    r"\b(delete|update|insert|drop|truncate|alter|pg_terminate\w*|pg_cancel\w*)\b|-X\s*(POST|PUT|PATCH|DELETE)",
    re.I,
)
_OWN_ADDRESS = regex(r"(https?://)?(localhost|127\.0\.0\.1)(:\d+)?(?=[/\s'\"]|$)")


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
    return [(one.says, _here(one.text)) for one in written(text) if one.shell]


def _here(command: str) -> str:
    """The command against the app of the trial: a page says `localhost:5000` for the app's own machine."""
    if "BASE_URL" in command:
        return command.strip()
    # Between single quotes nothing expands; a plain address needs none.
    return _OWN_ADDRESS.sub('"$BASE_URL"', re.sub(r"'([^' ]*localhost[^' ]*)'", r"\1", command)).strip()
