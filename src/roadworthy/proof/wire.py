"""Answers as they travel: bytes on the wire, headers as sent. The trial's own client unpacks what a browser would see packed."""

from __future__ import annotations

from collections.abc import Mapping

import httpx
from msgspec import Struct

from roadworthy.trial import Trial


class Transfer(Struct, frozen=True):
    """One answer. `wire` are the bytes of the body that travelled, `size` those it unpacks to; `seconds` until the
    last of them. Status 0 when there was no answer."""

    path: str
    status: int
    headers: dict[str, str]
    wire: int
    size: int
    body: bytes


def transfer(
    trial: Trial, path: str, headers: Mapping[str, str] | None = None, timeout: float = 10.0
) -> Transfer:
    """Fetches a path as a browser without an account does: compressed where the server can, behind a proxy that ends TLS."""
    sent = {
        "host": trial.base_url.removeprefix("http://"),
        "accept": "*/*",
        "accept-encoding": "gzip, deflate, br",
        "x-forwarded-proto": "https",
        **(headers or {}),
    }
    try:
        answer = httpx.get(trial.reached_at + path, headers=sent, timeout=timeout, trust_env=False)
    except httpx.HTTPError:
        return Transfer(path, 0, {}, 0, 0, b"")
    found = {name.lower(): value for name, value in answer.headers.items()}
    return Transfer(
        path, answer.status_code, found, answer.num_bytes_downloaded, len(answer.content), answer.content
    )
