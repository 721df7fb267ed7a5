"""What a component itself keeps in the browser's storage."""

from __future__ import annotations

import re
from collections.abc import Sequence

from roadworthy.app import App, BrowserCall
from roadworthy.app.location import Location
from roadworthy.regex import regex

_KEY = regex(r"\b(?:getItem|setItem|removeItem)\(\s*(?:(['\"`])([^'\"`$]+)\1|([A-Za-z_]\w*)\s*[,)])")
_CONSTANT = r"\bconst\s+%s\s*(?::\s*\w+\s*)?=\s*(['\"`])([^'\"`$]+)\1"


def own_keys(app: App, family: str, calls: Sequence[BrowserCall]) -> tuple[str, ...]:
    """The keys under which calls keep something in the browser's storage; () where one of them does not say which."""
    keys = [_key(app, call.location) for call in calls] if family == "storage" else []
    return tuple(sorted(set(keys))) if all(keys) else ()


def _key(app: App, place: Location) -> str:
    """The key in a call's own text, or in the constant of the same file that it names; '' for any other."""
    written = app.source(place).decode(errors="replace")
    named = _KEY.search(written)
    if named is None or named[2]:
        return named[2] if named is not None else ""
    constant = re.search(_CONSTANT % named[3], app.text(place.path))
    return constant[2] if constant is not None else ""
