"""Short codes that are tried against the database: a row is looked up by what somebody typed."""

from __future__ import annotations

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.app.other_tongues import spelled
from roadworthy.app.query import Filter, Query
from roadworthy.regex import regex

_CODE = regex(r"(^|_)(otp|pin|pass_?code|code)(_?(code|number|value))?$")
# What sends codes to people keeps them here; coupons, links to share and the like are handed out to be used.
_SENT = regex(r"otp|one_?time|verif|confirm|activat|pass_?code|login_?code|two_?factor|2fa|mfa|reset")
# Where a code is sent to.
_ADDRESS = regex(r"(user_?)?(e?mail(_address)?|phone(_number)?|mobile)")


def tries_code(app: App, endpoint: Endpoint) -> bool:
    """Whether a code of a few digits that was sent to somebody is looked up as it is typed: six digits are a million tries."""
    return any(_looks_up(app, query) for query in endpoint.queries)


def takes_long_code(app: App, endpoint: Endpoint) -> bool:
    """Whether the code that is looked up is a key of its table, which no two rows share: a few digits would be taken twice before
    long, so that it is a long one, and nobody guesses it."""
    return any(
        query.operation == "select" and any(_is_key(app, query.table, item) for item in query.filters)
        for query in endpoint.queries
    )


def _is_key(app: App, name: str, item: Filter) -> bool:
    table = app.table(name)
    typed = item.operator == "=" and not item.optional and item.value.from_request
    return (
        typed
        and table is not None
        and _SENT.search(spelled(name)) is not None
        and _CODE.search(spelled(item.column)) is not None
        and table.is_unique({item.column})
    )


def _of_address(query: Query) -> bool:
    """Whether it is looked up beside the address that it was sent to."""
    return any(
        item.operator == "=" and item.value.from_request and _ADDRESS.fullmatch(spelled(item.column))
        for item in query.filters
    )


def _looks_up(app: App, query: Query) -> bool:
    if (
        query.operation != "select"
        or not query.one
        or not (_SENT.search(spelled(query.table)) or _of_address(query))
    ):
        return False
    table = app.table(query.table)
    for item in query.filters:
        typed = item.operator == "=" and not item.optional
        typed = typed and any(leaf.kind in ("body", "parsed", "query") for leaf in item.value.leaves())
        column = table.column(item.column) if table is not None else None
        if typed and item.value.from_request and _CODE.search(spelled(item.column)):
            return column is None or not column.type.startswith("uuid")
    return False
