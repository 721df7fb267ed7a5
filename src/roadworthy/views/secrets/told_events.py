"""What a payment service tells of somebody's payment or account by calling back, with the name and the address of who it is about."""

from __future__ import annotations

import re

from roadworthy.app.model import App
from roadworthy.app.origin import Origin
from roadworthy.app.use import Use
from roadworthy.app.work import Work
from roadworthy.regex import regex

_HOOK = regex(r"hook", re.I)
# The whole event, or what it is about (Stripe, "The Event object").
_WHOLE = ((), ("data",), ("data", "object"))
_CUT = regex(rb"\.(substring|substr|slice)\(")


def is_event(app: App, work: Work, use: Use, leaf: Origin) -> bool:
    """Whether an event of Stripe's is written down as it came, and not the first few letters of it."""
    if leaf.kind != "body" or leaf.path not in _WHOLE:
        return False
    endpoint = app.endpoint(work.subject)
    if endpoint is None or not _HOOK.search(endpoint.path):
        return False
    place = use.location
    cut = _CUT.search(app.source(place)) is not None
    return not cut and any(name.startswith("stripe") for name in endpoint.calls)
