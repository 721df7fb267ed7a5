"""Bytes as text that an address can carry."""

from __future__ import annotations

import base64


def url_text(data: bytes) -> str:
    """base64 for URLs without the padding, as tokens have it (RFC 7515, section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
