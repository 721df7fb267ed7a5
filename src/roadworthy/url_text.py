"""Bytes as text that an address can carry: base64 for URLs without padding, as tokens have it (RFC 7515, section 2)."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any


def url_text(data: bytes) -> str:
    """The text of bytes."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    """The bytes of a text, with or without padding; none where it is no such text."""
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""


def record_of(text: str) -> dict[str, Any] | None:
    """The JSON object in a text, as a part of a token holds it; None where there is none."""
    try:
        found = json.loads(bytes_of(text))
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
