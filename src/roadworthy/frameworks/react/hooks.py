"""Hooks of packages that are not known: when they call what a component hands them."""

from __future__ import annotations

from roadworthy.regex import regex

_HOOK = regex(r"(^|\.)use[A-Z]\w*$")
_LOADS = regex(
    r"Query|Async|Fetch|Load|SWR|Request|Resource|Data|Memo|State|Effect|Ref$|Reducer|Store|Context|Value|Form$"
)


def acts_later(path: str) -> bool:
    """Whether a call is of a hook that, by its name, fetches nothing as the component is put up, so that it calls what it is
    handed when somebody acts (`useCopyButton(() => ...)`)."""
    return _HOOK.search(path) is not None and _LOADS.search(path) is None
