"""Addresses that buy something when they are opened: links that pay, and pages that a payment service sends people back to.

Browsers ask for an address again whenever they like: on a reload, by the back button, ahead of a click (RFC 9110, 9.2.1: GET is safe).
"""

from __future__ import annotations

import re

from roadworthy.app import Endpoint
from roadworthy.patterns.concurrency.double_submit.charges import is_charge
from roadworthy.regex import regex

_PAYS = regex(r"pay|success|confirm|complete|callback|return|verify|checkout", re.I)
_BOUGHT = regex(r"order|payment|purchase|booking|invoice|subscription|ticket|enrol", re.I)


def buys(endpoint: Endpoint) -> bool:
    """Whether a GET moves money, or places the order that was paid."""
    if endpoint.method != "GET" or endpoint.kind == "page":
        return False
    placed = (
        query for query in endpoint.queries if query.operation == "insert" and _BOUGHT.search(query.table)
    )
    paid = any(map(is_charge, endpoint.services))
    return paid or (_PAYS.search(endpoint.path) is not None and any(placed))
