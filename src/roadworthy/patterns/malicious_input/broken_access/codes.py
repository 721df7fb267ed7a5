"""Codes and tokens that were sent out: they are taken back, counted and marked by whoever comes with one."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint, Query
from roadworthy.app.other_tongues import spelled
from roadworthy.regex import regex

_CODES = regex(
    r"((^|_)(token|otp|code|challenge|nonce|verification|passcode)|otp|(auth|reset|mail|verification)(token|code))s?$"
    r"|(^|_)((forgot_?)?password_?resets?|reset_?requests?|magic_?links?|login_?attempts?)$",
    re.I,
)
# What customers type in, or things are numbered by.
_OTHER = regex(
    r"coupon|promo|discount|gift|voucher|zip|postal|country|qr|product|course|invit|api|access", re.I
)

# What has a price is goods, whatever it is called: licences, keys of games.
_SOLD = regex(r"(^|_)(price|seller(_id)?|stock)$", re.I)


def spends_a_code(app: App, query: Query) -> bool:
    """Whether codes that were sent out are taken back: deleted, or marked as used."""
    marked = query.operation == "update" and all(
        write.value.kind in ("constant", "clock") for write in query.writes
    )
    gone = query.operation == "delete" or (marked and bool(query.writes) and not query.spreads)
    return gone and _is_of_codes(app, query)


def is_on_the_way_in(app: App, query: Query) -> bool:
    """Whether what was noted of a code is changed for somebody who has no other proof yet: a try is counted, an earlier code of
    the same address taken back."""
    return query.operation in ("update", "delete") and _is_of_codes(app, query)


_TYPED = regex(r"(^|_)(otp|code|token|pin|secret)s?(_|$)", re.I)


def is_proven_by_code(app: App, endpoint: Endpoint, query: Query) -> bool:
    """Whether nothing good is answered before the code is looked up that was sent to whom the row is of: who has it is that person."""
    looks = [
        one for one in endpoint.queries if one.number > query.number and _looks_for_code(app, one, query)
    ]
    good = [answer for answer in endpoint.answers if answer.status < 300]
    return bool(looks and good) and all(answer.after > looks[0].number for answer in good)


def _looks_for_code(app: App, one: Query, person: Query) -> bool:
    if one.operation != "select" or not _is_of_codes(app, one):
        return False
    typed = any(
        item.operator == "=" and item.value.from_request and _TYPED.search(spelled(item.column))
        for item in one.filters
    )
    return typed and any(
        leaf.kind == "row" and leaf.query == person.number
        for item in one.filters
        for leaf in item.value.leaves()
    )


def _is_of_codes(app: App, query: Query) -> bool:
    name, table = spelled(query.table), app.table(query.table)
    sold = table is not None and any(_SOLD.search(column.words) for column in table.columns)
    return _CODES.search(name) is not None and _OTHER.search(name) is None and not sold
