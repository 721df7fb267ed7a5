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


# MongoEngine's `icontains` escapes what it is given (docs.mongoengine.org, "String queries").
_PATTERNS_AS_TYPED = tuple(one for one in DOCUMENT_DATABASES if one != "mongoengine")


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


def searched_by(endpoint: Endpoint) -> Iterator[tuple[Query, Origin]]:
    """(query, part of the request) of `find({ title: { $regex: search } })`: what people type is taken as a regular expression, so that a
    bracket breaks the search and one expression of a certain shape keeps the database busy (OWASP, "Regular expression Denial of Service")."""
    for query in endpoint.queries:
        if query.library not in _PATTERNS_AS_TYPED or query.operation != "select" or query.one:
            continue
        facts = (*endpoint.facts, *query.facts)
        for item in query.filters:
            if item.operator == "ilike":
                yield from ((query, p) for p in client_parts(item.value, _SENT) if not is_tested(facts, p))


def _means_one(query: Query) -> bool:
    return query.one or query.operation in ("update", "delete", "upsert")
