"""What was not read on the way, where it may have let the request through."""

from __future__ import annotations

from roadworthy.app.origin import REQUEST_KINDS, UNFOLLOWED, Origin
from roadworthy.app.query import Filter


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
    if is_unread(item.value):
        return True
    if item.column or item.operator not in _WHOLE or item.value.kind == "constant":
        return False
    return not all(leaf.kind in REQUEST_KINDS for leaf in item.value.leaves())
