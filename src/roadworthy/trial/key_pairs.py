"""Keys that libraries take apart when they start, so that any text of the right length will not do."""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from roadworthy.url_text import url_text

# The order of P-256 (FIPS 186-4, D.1.2.3); a private key is below it.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def push_key(secret: str, *, public: bool) -> str:
    """One half of the pair with which a server signs its push messages (VAPID, RFC 8292): made of 64 hex digits, always
    the same of the same ones; base64 for URLs, as web-push and pywebpush take it."""
    number = int(secret, 16) % (_ORDER - 1) + 1
    if not public:
        return url_text(number.to_bytes(32, "big"))
    key = ec.derive_private_key(number, ec.SECP256R1()).public_key()
    return url_text(key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def fernet_key(secret: str) -> str:
    """32 bytes in base64 for URLs (cryptography's Fernet)."""
    return base64.urlsafe_b64encode(bytes.fromhex(secret)).decode()
