"""What was not read on the way, where it may have let the request through."""

from __future__ import annotations

import re
from collections.abc import Iterable

from roadworthy.app.origin import REQUEST_KINDS, UNFOLLOWED, Fact, Origin, each_once
from roadworthy.app.query import Filter
from roadworthy.regex import regex
from roadworthy.views.people.pass_keys import shows_key


def was_put_on_request(origin: Origin) -> bool:
    """Whether something that was not read put it on the request."""
    return origin.kind == UNFOLLOWED and origin.path[0].startswith("request.")


def is_unread(origin: Origin) -> bool:
    """Whether anything of a value comes from where nothing was read."""
    return any(leaf.kind == UNFOLLOWED for leaf in origin.leaves())


# How conditions are told that are put together elsewhere, and of which no column is known.
_WHOLE = ("record", "lookup", "where", "whole")


def narrows_unread(item: Filter) -> bool:
    """Whether rows are narrowed by what was not read: compared with something that a middleware put on the request, or by a
    condition that is put together elsewhere and not by the request alone."""
    if is_unread(item.value) or _is_vouched(item.value):
        return True
    if item.column or item.operator not in _WHOLE or item.value.kind == "constant":
        return False
    return not all(leaf.kind in REQUEST_KINDS for leaf in item.value.leaves())


def asks_for_key(fact: Fact) -> bool:
    """Whether a condition holds only where a key or a password is shown (`Authorization`, `X-API-Key`): whoever has none is not let
    through, though nothing that was read says whose key it is."""
    sides = [side for side in (fact.left, fact.right) if side is not None]
    return fact.holds and fact.operator != "any" and any(shows_key(one) or _is_vouched(one) for one in sides)


# Calls that only read what a token or a cookie says, or change how it is written: they ask nobody.
_READS = regex(
    r"parse|loads|decode|b64|atob|quote|escape|split|strip|format|lower|upper|Buffer|URL|int$|float$", re.I
)
# Calls to which the whole request is handed so that they find who sends it.
_FINDS_ASKER = regex(r"auth|token|session|user|login|sign|verif|permission|identity|principal", re.I)
# Cookies that hold what signs somebody in.
_TOKEN_COOKIE = regex(r"token|sess|auth|jwt|(^|_)sid$", re.I)


def _is_vouched(origin: Origin) -> bool:
    """Whether a value is what a call that was not read gave for the token of a cookie, or for the request as a whole: what a cache
    holds under a token, the token that a library found right (`protector.acquire_token(request)`)."""
    if origin.kind != "computed":
        return False
    called = origin.operation.removesuffix("()")
    if called != origin.operation or "()" in called:
        name = called.replace("()", "")
        leaves = [leaf for one in origin.inputs for leaf in one.leaves()]
        if not _READS.search(name) and any(_is_token(leaf) for leaf in leaves):
            return True
        if _FINDS_ASKER.search(name) and any(leaf.kind == "headers" and not leaf.path for leaf in leaves):
            return True
    return any(map(_is_vouched, origin.inputs))


def _is_token(leaf: Origin) -> bool:
    return leaf.kind == "cookies" and _TOKEN_COOKIE.search("".join(leaf.path[:1])) is not None


def is_undecided(way: Iterable[Fact]) -> bool:
    """Whether it is not known if a stranger gets through this way: it hangs on a setting, or on what was not read."""
    return bool(_leaf_kinds(way) & {"environment", "unknown"})


def hangs_on_setting(way: Iterable[Fact]) -> bool:
    """Whether a setting of the server's, and nothing of the request, decides if a stranger gets through this way."""
    return _leaf_kinds(way) - {"constant"} == {"environment"}


def _leaf_kinds(way: Iterable[Fact]) -> set[str]:
    sides = [side for one in each_once(way) for side in (one.left, one.right) if side is not None]
    return {leaf.kind for side in sides for leaf in side.leaves()}
