"""With whose rights a client asks: those of the person who is signed in, or the service role's, past every policy."""

from __future__ import annotations

import re

from roadworthy.app.origin import Origin
from roadworthy.frameworks.origins import origin_of
from roadworthy.interpret import Value
from roadworthy.regex import regex
from roadworthy.url_text import record_of

USER, SERVICE = "user", "service"
_SERVICE_NAME = regex(r"SERVICE|SECRET|ADMIN", re.I)


def rights_of(key: Value | None) -> str:
    """Whose rights a key carries: told by the name of the environment variable, or by the key itself."""
    origin = origin_of(key)
    if any(_is_service(leaf) for leaf in origin.leaves()):
        return SERVICE
    return USER


def key_name(key: Value | None) -> str:
    """The environment variable that holds a key, '' when it is written in the code."""
    return next(
        (leaf.path[0] for leaf in origin_of(key).leaves() if leaf.kind == "environment" and leaf.path), ""
    )


def _is_service(leaf: Origin) -> bool:
    if leaf.kind == "environment":
        return bool(leaf.path and _SERVICE_NAME.search(leaf.path[0]))
    return leaf.kind == "constant" and isinstance(leaf.value, str) and is_service_key(leaf.value)


def is_service_key(text: str) -> bool:
    """Whether a text is a key of the service role: a new secret key, or a token that says so in its payload."""
    if text.startswith("sb_secret_"):
        return True
    parts = text.split(".")
    if len(parts) != 3 or not text.startswith("eyJ"):
        return False
    payload = record_of(parts[1])
    return payload is not None and payload.get("role") == "service_role"
