"""What stands on pages that the world looks at by an address of their own."""

from __future__ import annotations

import re

from roadworthy.app import Endpoint, Query
from roadworthy.app.other_tongues import spelled
from roadworthy.regex import regex

# What the world looks at by an address of its own, and what that address is called.
_PAGES = regex(
    r"(^|_)(pages?|sites?|profiles?|stores?|shops?|restaurants?|menus?|events?|blogs?|boards?|forms?)$", re.I
)
_ADDRESSES = regex(r"^(slug|handle|sub_?domain|(custom_?)?domain|anchor)$", re.I)


def under_a_page(endpoint: Endpoint, query: Query) -> bool:
    """Whether it reads what stands on a page that visitors found by its public address: the reports of a status page."""
    under = {leaf.query for item in query.filters for leaf in item.value.leaves() if item.operator == "="}
    return query.operation == "select" and any(
        other.number in under
        and other.table != query.table
        and _PAGES.search(spelled(other.table)) is not None
        and any(
            _ADDRESSES.match(leaf.path[-1])
            for item in other.filters
            for leaf in item.value.sources()
            if leaf.path
        )
        for other in endpoint.queries
    )


# What something goes by in an address that is written out or passed on, and by which nobody counts through rows.
_GOES_BY = regex(r"^((file|link)_?name|name|vanity(_?(url|path))?|permalink|handle)$", re.I)


def has_a_page(endpoint: Endpoint, query: Query, column: str) -> bool:
    """Whether a page that asks for no sign-in shows the one thing that its address names (a file that was shared): to be
    looked at by whoever has the address is what the page is for."""
    return (
        endpoint.kind == "page"
        and query.operation == "select"
        and query.one
        and _GOES_BY.match(column) is not None
    )
