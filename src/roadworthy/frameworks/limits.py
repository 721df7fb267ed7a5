"""Limiters of requests that hold back only what names them, unless they are given limits for all: Flask-Limiter, slowapi."""

from __future__ import annotations

from roadworthy.interpret import Args, ListValue, Value


def limits_all(args: Args) -> bool:
    """Whether such a limiter is made with limits for every request: `Limiter(default_limits=["60/minute"])`."""
    given = (args.keywords.get(word) for word in ("default_limits", "application_limits"))
    return any(one is not None and one.truth() is not False and not _is_empty(one) for one in given)


def _is_empty(value: Value) -> bool:
    return isinstance(value, ListValue) and not value.items and value.rest is None
