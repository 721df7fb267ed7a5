"""Tokens that tell who asks and whose signature nobody looks at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.app.origin import Origin
from roadworthy.app.query import Query
from roadworthy.app.use import Use
from roadworthy.regex import regex

# What reads a token by its nature, whatever its signature says.
_ONLY_READS = regex(
    r"jsonwebtoken(\.default)?\.decode$|decodeJwt$|jwt-?decode(\.\w+)?$|get_unverified_claims$", re.I
)
_READ = regex(
    r"(^|\.)jwt\.decode\(\)|jsonwebtoken(\.default)?\.decode\(\)|decodeJwt\(\)|jwt-?decode(\.\w+)?\(\)|get_unverified_claims\(\)",
    re.I,
)
_SENT = {"headers", "cookies"}


def unproven_tokens(app: App) -> Iterator[tuple[Use, Endpoint]]:
    """Places where a token is read without its signature, by which rows are then chosen or written: with the first endpoint
    that believes it. Functions of Supabase are reached only with tokens that the platform has verified."""
    told: set[object] = set()
    for endpoint in app.endpoints:
        if endpoint.kind == "function":
            continue
        reads = [
            use
            for use in endpoint.uses
            if use.kind == "token" and _is_unproven(use) and not _is_proven(use, endpoint)
        ]
        for use in reads:
            if use.location not in told and any(map(_believes, endpoint.queries)):
                told.add(use.location)
                yield use, endpoint


def _is_unproven(use: Use) -> bool:
    if not any(leaf.kind in _SENT for origin in use.arguments[:1] for leaf in origin.leaves()):
        return False
    if _ONLY_READS.search(use.api):
        return True
    options, verify = use.keyword("options"), use.keyword("verify")
    told = (
        next((value for name, value in options.fields if name == "verify_signature"), None)
        if options
        else None
    )
    return any(one is not None and one.kind == "constant" and one.value is False for one in (told, verify))


def _is_proven(use: Use, endpoint: Endpoint) -> bool:
    """Whether the signature of the same token is looked at too: what it says by itself names the key to do so with."""
    return any(
        other.kind == "signature" and other.arguments[:1] == use.arguments[:1] for other in endpoint.uses
    )


def _believes(query: Query) -> bool:
    """Whether a query chooses rows, or writes, by what such a token says."""
    return any(
        map(_says, (*(item.value for item in query.filters), *(write.value for write in query.writes)))
    )


def _says(origin: Origin) -> bool:
    if origin.kind != "computed":
        return False
    sent = any(leaf.kind in _SENT for leaf in origin.leaves())
    return (sent and _READ.search(origin.operation) is not None) or any(map(_says, origin.inputs))
