"""Failures that a server only writes down, and goes on without what failed."""

from __future__ import annotations

import re

from roadworthy.app import Endpoint, Query, ServiceCall
from roadworthy.patterns.error_recovery.swallowed_errors.finding import Swallowed
from roadworthy.regex import regex
from roadworthy.views.failures.catches import Catch

# What leaves a trace of the work, or tells somebody of it.
_BESIDE = regex(
    r"log|audit|presence|activit|analytic|event|metric|track|notif|mail|cache|view|usage|alert", re.I
)
_ERRORS = 400
# A sign-out that fails on the server still ends on the device.
_PARTING = regex(r"log-?_?out|sign-?_?out", re.I)


def goes_on(caught: Catch) -> Swallowed | None:
    """An endpoint that asks for something, only logs that it did not get it, and answers all the same."""
    if not caught.logs or caught.looped or caught.outcome or caught.owner.endpoint is None:
        return None
    if _PARTING.search(caught.owner.subject) or not _asks_of_work(caught.owner.endpoint, caught):
        return None
    if not _answers_well_after(caught.owner.endpoint, caught):
        return None
    text = f"a failure at {caught.location} is only logged, and the request goes on without what failed"
    return Swallowed("silent", caught.owner, caught.location, text, tried=caught.tried)


def _asks_of_work(endpoint: Endpoint, caught: Catch) -> bool:
    # What is only looked up elsewhere (a place for an address) often decorates the work.
    calls = [call for call in endpoint.services if call.method not in ("GET", "HEAD")]
    asked: tuple[Query | ServiceCall, ...] = (*endpoint.queries, *calls)
    return any(not _BESIDE.search(_name(one)) and _within(caught, one) for one in asked)


def _answers_well_after(endpoint: Endpoint, caught: Catch) -> bool:
    """Whether what follows answers as if all had gone well: not an error for all that the attempt did not answer, nor nothing at all."""
    here = caught.location
    return any(
        one.status < _ERRORS and one.location.path == here.path and one.location.start >= here.end
        for one in endpoint.answers
    )


def _within(caught: Catch, asked: Query | ServiceCall) -> bool:
    return any(caught.tried.holds(one) for one in (asked.location, *asked.calls))


def _name(asked: Query | ServiceCall) -> str:
    return asked.table if isinstance(asked, Query) else f"{asked.service} {asked.operation} {asked.url}"
