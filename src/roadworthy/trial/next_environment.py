"""What Next.js is told beside the app's own names."""

from __future__ import annotations

import base64

from roadworthy.trial.environment import stable_secret

_KEY_NAME = "NEXT_SERVER_ACTIONS_ENCRYPTION_KEY"


def next_environment() -> dict[str, str]:
    """No telemetry; the ids of server actions the same in every build on this machine (the key, 32 bytes in base64, is
    their salt); Turbopack trusts the certificates that the environment names, as Node does, when it fetches fonts."""
    key = base64.b64encode(bytes.fromhex(stable_secret(_KEY_NAME))).decode()
    return {
        "NEXT_TELEMETRY_DISABLED": "1",
        _KEY_NAME: key,
        "NEXT_TURBOPACK_EXPERIMENTAL_USE_SYSTEM_TLS_CERTS": "1",
    }
