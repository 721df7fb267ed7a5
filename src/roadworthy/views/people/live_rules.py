"""What the rules of Firebase's Realtime Database let strangers do: `database.rules.json`."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.regex import regex

_FILES = ("database.rules.json", "database-rules.json", "firebase.rules.json")
_COMMENT = regex(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.S)
# Asks for a session and nothing more.
_SIGNED_IN = regex(r"^\(?\s*(auth\s*!==?\s*null|auth\.uid\s*!==?\s*null|null\s*!==?\s*auth)\s*\)?$")


class LiveRule(Struct, frozen=True):
    """A path at which `.read` or `.write` (`what`) is open to everyone, or to everyone with an account (`signed_in`)."""

    path: str
    what: str
    signed_in: bool
    location: Location


def live_rules(app: App) -> tuple[LiveRule, ...]:
    """Every such rule; what is granted above holds below as well, and is told above alone. A view."""
    found: list[LiveRule] = []
    for file in app.repository.files:
        if posixpath.basename(file.path) in _FILES:
            text = app.text(file.path)
            found += _opened(file.path, text, _read(text).get("rules"), "", frozenset())
    return tuple(found)


def _read(text: str) -> dict[str, object]:
    try:
        read = json.loads(_COMMENT.sub(lambda one: one[1] or " ", text))
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _opened(path: str, text: str, node: object, here: str, granted: frozenset[str]) -> Iterator[LiveRule]:
    if not isinstance(node, dict):
        return
    for what in (".read", ".write"):
        rule = node.get(what)
        said = "true" if rule is True else rule.strip() if isinstance(rule, str) else ""
        signed_in = _SIGNED_IN.match(said) is not None
        if what not in granted and (said == "true" or signed_in):
            yield LiveRule(here or "/", what[1:], signed_in, _location(path, text, here, what))
            granted |= {what}
    for name, inner in node.items():
        if not name.startswith("."):
            yield from _opened(path, text, inner, f"{here}/{name}", granted)


def _location(path: str, text: str, here: str, what: str) -> Location:
    """The line of the rule: the first of its kind after the names that lead to it."""
    position = 0
    for name in (*filter(None, here.split("/")), what):
        position = max(text.find(f'"{name}"', position), position)
    line = text.count("\n", 0, position) + 1
    return Location(path, line, line)
