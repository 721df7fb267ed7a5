"""What people pay or are paid by: orders, bookings, what lies in a cart, what a wallet holds."""

from __future__ import annotations

import re

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.other_tongues import spelled
from roadworthy.regex import regex

_PURCHASE = regex(
    r"(^|_)(orders?|carts?|baskets?|checkouts?|bookings?|reservations?|sales?|purchases?|donations?|bids?|transfers?|withdrawals?"
    r"|payouts?|wallets?|redemptions?)(_(items?|lines?|details?|entries))?$",
    re.I,
)


def is_purchase(table: str) -> bool:
    """Whether a row of a table is a deal between people and the app: a wrong number in it, or a second row, moves money or goods."""
    return _PURCHASE.search(spelled(table)) is not None


def buys(endpoint: Endpoint) -> bool:
    """Whether a request makes such a row."""
    return any(
        query.operation in ("insert", "upsert") and is_purchase(query.table) for query in endpoint.queries
    )
