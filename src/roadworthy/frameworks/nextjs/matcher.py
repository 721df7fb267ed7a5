"""Which paths a middleware runs for: `export const config = { matcher: [...] }`."""

from __future__ import annotations

import re

from roadworthy.frameworks.known_text import search
from roadworthy.interpret import Constant, ListValue, ObjectValue, Program, Value
from roadworthy.regex import regex

_PARAMETER = regex(r"/:(\w+)(\([^()]*\))?([*+?]?)")


def covers(program: Program, path: str, route: str) -> bool:
    """Whether the middleware of a file runs for a route. Without a matcher it runs for all."""
    config = program.exports(path).get("config")
    matcher = config.fields.get("matcher") if isinstance(config, ObjectValue) else None
    patterns = patterns_of(matcher)
    return not patterns or any(matches_path(pattern, route) for pattern in patterns)


def patterns_of(value: Value | None) -> list[str]:
    if isinstance(value, ListValue):
        return [pattern for item in value.inputs() for pattern in patterns_of(item)]
    if isinstance(value, ObjectValue):
        return patterns_of(value.fields.get("source"))
    return [str(value.value)] if isinstance(value, Constant) and value.value else []


def matches_path(pattern: str, route: str) -> bool:
    """A path in path-to-regexp's words (`/admin/:path*`, `/((?!api).*)`), as Next.js and Clerk write them. What cannot
    be read is taken to match: a guard that is there is not to be overlooked."""
    written = _PARAMETER.sub(_as_expression, pattern)
    found = search(f"^{written}/?$", route)
    return found is None or found


def _as_expression(parameter: re.Match[str]) -> str:
    inner = parameter.group(2) or "([^/]+)"
    return {"": f"/{inner}", "?": f"(?:/{inner})?", "+": f"/{inner}(?:/.*)?", "*": "(?:/.*)?"}[
        parameter.group(3)
    ]
