"""Letting a Node app believe that TLS reaches it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

SEES_TLS = (
    "the app hands its session cookie out over TLS only and does not know of a proxy that ends TLS: it is shown connections "
    "that seem encrypted, as without it nobody can sign in"
)


def encrypted_connections() -> str:
    """What NODE_OPTIONS holds then: the script itself, as the sandbox shows none of our files (Node 18.18 and newer)."""
    script = (Path(__file__).parent / "files" / "encrypted_connections.mjs").read_text()
    return f"--import=data:text/javascript,{quote(script)}"
