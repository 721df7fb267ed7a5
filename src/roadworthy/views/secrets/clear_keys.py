"""Keys of an app's own interface that are kept as they are handed out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.app.origin import Origin
from roadworthy.app.other_tongues import spelled
from roadworthy.regex import regex

_KEYS = regex(r"(^|_)(api_?keys?|(personal_)?access_tokens?|api_?tokens?|client_secrets?)$")
_KEY = regex(r"^(api_?|access_?)?(key|token|secret)(_value)?$")
_MADE_OF = regex(r"hash|digest|hmac|encrypt|cipher|bcrypt|argon|scrypt|pbkdf|seal", re.I)


def clear_keys(app: App) -> Iterator[tuple[Endpoint, str, Location]]:
    """Endpoints that make a key for calling the app and store it readable, with the column and the place."""
    for endpoint in app.endpoints:
        for query in endpoint.queries:
            if query.operation not in ("insert", "upsert") or not _KEYS.search(spelled(query.table)):
                continue
            for write in query.writes:
                if (
                    _KEY.match(spelled(write.column))
                    and _is_random(write.value)
                    and not _is_hashed(write.value)
                ):
                    yield endpoint, f"{query.table}.{write.column}", query.location


def _is_random(origin: Origin) -> bool:
    return any(leaf.kind == "random" for leaf in origin.leaves())


def _is_hashed(origin: Origin) -> bool:
    return origin.kind == "computed" and (
        bool(_MADE_OF.search(origin.operation)) or any(map(_is_hashed, origin.inputs))
    )
