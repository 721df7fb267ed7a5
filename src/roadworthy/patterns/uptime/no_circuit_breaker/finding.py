"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.views.failures.breakers import Hammered


class BreakerGap(Struct, frozen=True):
    """The calls that a dead service would keep busy, the worst first."""

    calls: tuple[Hammered, ...]
