"""Paths of routers: how they are put together, and which runs for which."""

from __future__ import annotations

from roadworthy.regex import regex


def join_paths(prefix: str, path: str) -> str:
    """`/api` and `/orders/` make `/api/orders`."""
    joined = "/".join(part.strip("/") for part in (prefix, path) if part.strip("/"))
    return f"/{joined}"


_ANYTHING = regex(r"/(\*\w*|\{\*\w+\}|\(\.\*\)|:\w+\(?\*\)?)$")


def runs_for(method: str, covered: str, path: str) -> bool:
    """Whether what stands at one path runs for another: a route (of a `method`) at its own path and for what its star stands for, what is
    used (`''`) for all below."""
    if method and not _ANYTHING.search(covered):
        return covered == path
    return covers(_ANYTHING.sub("", covered), path)


def covers(covered: str, path: str) -> bool:
    """Whether what is used at one path runs for another."""
    own = covered.rstrip("/*")
    return not own or path == own or path.startswith(f"{own}/")
