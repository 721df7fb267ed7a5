"""What JSON Web Tokens (RFC 7519) say, whose middle part everybody can read. Nobody's signature is looked at."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from roadworthy.regex import regex

_TOKEN = regex(r"eyJ[\w-]+\.([\w-]+)\.[\w-]*")


def claims_texts(held: str) -> Iterator[str]:
    """The claims of each token in a text, as they are written; none for a part that does not decode."""
    for part in _TOKEN.findall(held):
        try:
            yield base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            continue
