"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.views.data.first_connections import FirstConnection
from roadworthy.views.failures.outside_attempts import Attempt


class RetryGap(Struct, frozen=True):
    """Either `attempts`, the calls to one service that are made once, or the `connection` that is tried once at start."""

    attempts: tuple[Attempt, ...] = ()
    connection: FirstConnection | None = None
