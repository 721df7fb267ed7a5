"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.views.failures.tracing import Tracing


class TracingGap(Struct, frozen=True):
    """What there is of a trace."""

    tracing: Tracing
