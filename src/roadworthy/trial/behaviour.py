"""How the double of an outside service behaves, and what it was asked."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

# 'answer': like the real service. 'hang': take the request, never answer. 'reset': take it, cut the connection.
# 'refuse': nobody listens. ('status', 503), ('slow', seconds), ('answer', status, json body). ('first', 2, behaviour): so
# for the first two calls from now on, then like the real service.
Steady = (
    Literal["answer", "hang", "reset", "refuse"]
    | tuple[Literal["status"], int]
    | tuple[Literal["slow"], float]
    | tuple[Literal["answer"], int, Any]
)
Behaviour = Steady | tuple[Literal["first"], int, Steady]


class DoubleRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A call the app made to an outside service. `at` is in seconds of `time.monotonic()`."""

    host: str
    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    at: float
