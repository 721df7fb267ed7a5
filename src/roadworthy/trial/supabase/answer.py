"""An answer of one of the project's parts, as it goes over the wire."""

from __future__ import annotations

import json
from typing import Any

import msgspec


class Answer(msgspec.Struct, frozen=True):
    """`headers` in order, content-length left out."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


def as_json(status: int, value: Any) -> Answer:
    """A JSON answer; None has no body."""
    if value is None:
        return Answer(status)
    body = json.dumps(value, default=str).encode()
    return Answer(status, (("content-type", "application/json; charset=utf-8"),), body)
