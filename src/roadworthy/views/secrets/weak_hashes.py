"""Passwords that are hashed with what is made to be fast."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.app.origin import Origin
from roadworthy.regex import regex
from roadworthy.views.secrets.exposure import holds_password

_FAST = regex(r"md5|sha-?1\b|sha-?256|sha-?512|sha224|sha384|createHash", re.I)


def weak_hashes(app: App) -> Iterator[tuple[Endpoint, str, Location]]:
    """(endpoint, what hashes, where) of endpoints that hash a typed password fast."""
    for endpoint in app.endpoints:
        for use in endpoint.uses:
            if (
                use.kind == "hash"
                and _FAST.search(use.api)
                and any(_is_typed(origin) for origin in use.arguments)
            ):
                yield endpoint, use.api, use.location
                break


def _is_typed(origin: Origin) -> bool:
    return any(
        leaf.kind in ("body", "parsed") and leaf.path and holds_password(leaf.path[-1])
        for leaf in origin.leaves()
    )
