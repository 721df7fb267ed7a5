"""Doors that lead nowhere: they say whether one word for all (a PIN, a password in the settings) is right, and hand out nothing
by which another endpoint could tell who passed. The page that asks them keeps the answer to itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import Endpoint
from roadworthy.app.origin import Fact, Origin
from roadworthy.regex import regex

_REFUSED = (401, 403)
_SIGNS = regex(
    r"(^|\.)(sign|encode|cookie|set_?cookie|log_?in|cookies(\(\))?\.set|randomBytes|randomUUID)$", re.I
)
_HANDED_ON = ("set-cookie", "authorization")


def is_bare_door(endpoint: Endpoint) -> bool:
    """Whether all it refuses for is a word of the body that is not the kept one, and it touches nothing but where that is kept."""
    refusals = [answer for answer in endpoint.answers if answer.status in _REFUSED]
    words = [word for answer in refusals for word in _kept_words(answer.facts)]
    if not refusals or not all(any(_kept_words(answer.facts)) for answer in refusals):
        return False
    tables = {leaf.table for word in words for leaf in word.leaves() if leaf.kind == "row"}
    return all(query.table in tables for query in endpoint.queries) and not _hands_out(endpoint)


def _kept_words(facts: tuple[Fact, ...]) -> Iterator[Origin]:
    """What the app keeps, where the body's word was found to be another."""
    for fact in facts:
        if fact.operator != "==" or fact.holds or fact.right is None:
            continue
        for sent, kept in ((fact.left, fact.right), (fact.right, fact.left)):
            if sent.kind == "body" and kept.kind in ("row", "environment", "constant"):
                yield kept


def _hands_out(endpoint: Endpoint) -> bool:
    """Whether whoever passes takes something along: a cookie, or a value made for them."""
    welcomes = [answer for answer in endpoint.answers if answer.status < 400]
    return (
        any(_SIGNS.search(name) for name in endpoint.calls)
        or any(name.lower() in _HANDED_ON for answer in welcomes for name, _ in answer.headers)
        or any(_is_made(answer.body) for answer in welcomes)
    )


def _is_made(body: Origin) -> bool:
    return any(leaf.kind in ("unknown", "random", "environment", "row", "session") for leaf in body.leaves())
