"""What stands in commands to paste for what differs from one start of the app to the next, in a sentence for whoever pastes them."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.regex import regex

_HEADER = 'the header by which {} is signed in ("Cookie: ..." or "Authorization: Bearer ...")'
_MEANS = {
    "BASE": "the app's address (http://localhost:3000)",
    "PROJECT": "the address of the Supabase project (http://127.0.0.1:54321)",
    "PUBLIC_KEY": "the project's anon key",
    "SERVICE_ROLE_KEY": "its service role key",
    "ALICE": _HEADER.format("one person"),
    "BOB": "another person's",
    "ADMIN": "an administrator's",
    "VISITOR": 'a visitor\'s cookies ("Cookie: ...")',
    "CSRF": "the token against forged requests that belongs to these cookies (a form's hidden field, or the cookie csrftoken)",
}
_NAMED = regex(rf"\$\{{?({'|'.join(_MEANS)})\b")


def explained(commands: Iterable[str]) -> str:
    """What the names in the commands stand for; '' where there are none."""
    named = {match[1] for command in commands for match in _NAMED.finditer(command)}
    shown = [name for name in _MEANS if name in named]
    if not shown:
        return ""
    parts = [f"${name} {'is ' if name == shown[0] else ''}{_meaning(name, named)}" for name in shown]
    return f"In the commands {_joined(parts)}."


def _meaning(name: str, named: set[str]) -> str:
    """The first of the people has the whole sentence, the others lean on it."""
    if name in ("BOB", "ADMIN") and "ALICE" not in named and (name == "BOB" or "BOB" not in named):
        return _HEADER.format("a person" if name == "BOB" else "an administrator")
    return _MEANS[name]


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
