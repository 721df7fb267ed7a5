"""Parts of a request that a document database takes as a regular expression where one certain row is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.origin import Origin
from roadworthy.app.query import Query
from roadworthy.regex import regex
from roadworthy.views.requests.operator_values import DOCUMENT_DATABASES
from roadworthy.views.requests.taint import client_parts, is_tested

_SENT = frozenset({"body", "params", "query", "parsed"})
# What a row is known by to its holder alone, or one person by to everybody. A search for a title finds whatever fits.
_KNOWN_BY = regex(
    r"e?mail|user_?name|login|phone|token|otp|secret|api_?key|(^|_)pin($|_)|code|coupon|voucher|licen[cs]e",
    re.I,
)


def pattern_values(endpoint: Endpoint) -> Iterator[tuple[Query, Origin]]:
    """(query, part of the request) of `findOne({ email: new RegExp(email, "i") })`: `.*` finds whoever comes first. Only of what one
    row is known by, and of changes; what a list is searched by may well be a pattern."""
    for query in endpoint.queries:
        if query.library not in DOCUMENT_DATABASES or not _means_one(query):
            continue
        facts = (*endpoint.facts, *query.facts)
        for item in query.filters:
            if item.operator != "ilike" or not _KNOWN_BY.search(item.column):
                continue
            part = next((p for p in client_parts(item.value, _SENT) if not is_tested(facts, p)), None)
            if part is not None:
                yield query, part


def _means_one(query: Query) -> bool:
    return query.one or query.operation in ("update", "delete", "upsert")
