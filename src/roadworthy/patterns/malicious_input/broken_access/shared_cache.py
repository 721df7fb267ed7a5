"""Judges answers that are kept for the next visitor under the address alone, though they are one person's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Origin
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.exposure import is_told
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.regex import regex
from roadworthy.views.people.access import Access
from roadworthy.views.people.people import users_table

_STORE = regex(r"redis|cache|memcached|\bkv\b|\blru\b", re.I)
_FETCHES = regex(r"\.(get|getItem|hget|fetch|take|peek)(\(\))?$")
_ADDRESS = {"originalUrl", "url", "path", "baseUrl"}


def judge_shared_cache(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an endpoint whose answer is the signed-in person's and is kept under a key without them; None elsewhere."""
    if endpoint.method != "GET":
        return None
    access = Access(endpoint)
    for answer in endpoint.answers:
        kept = _kept_by_address(access, answer.body) if answer.status < 300 and not answer.handling else None
        if kept is not None and _is_personal(app, endpoint, access):
            return gap(
                endpoint.subject,
                "One person's answer is kept and given to whoever asks next",
                impact="Data breach: people read what belongs to whoever asked before them",
                locations=(endpoint.location, answer.location),
                evidence=(
                    f"what is answered at {answer.location} was kept under the address alone",
                    "what it answers otherwise is read for the signed-in person",
                ),
                severity=Severity.HIGH,
                details=OpenGap(endpoint),
                cwe="CWE-524",
            )
    return None


def _kept_by_address(access: Access, body: Origin) -> Origin | None:
    """The look into a store, by the address that was asked and nothing of who asked."""
    for one in _looks(body):
        leaves = list(one.leaves())
        by_address = any(
            leaf.kind == "headers" and leaf.path[-1:] and leaf.path[-1] in _ADDRESS for leaf in leaves
        )
        by_person = access.is_own(one) or any(
            leaf.kind == "cookies" or (leaf.kind == "headers" and not set(leaf.path) & _ADDRESS)
            for leaf in leaves
        )
        if by_address and not by_person:
            return one
    return None


def _looks(origin: Origin) -> Iterator[Origin]:
    if origin.kind != "computed":
        return
    if _STORE.search(origin.operation) and _FETCHES.search(origin.operation):
        yield origin
        return
    for inner in (*origin.inputs, *(value for _, value in origin.fields)):
        yield from _looks(inner)


def _is_personal(app: App, endpoint: Endpoint, access: Access) -> bool:
    people = users_table(app)
    return any(
        query.operation == "select"
        and (people is None or query.table != people.name)
        and any(access.is_own(item.value) for item in query.filters)
        and is_told(endpoint, query)
        for query in endpoint.queries
    )
