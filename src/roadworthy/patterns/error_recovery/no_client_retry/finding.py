"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import Location


class RetryGap(Struct, frozen=True):
    """Where the page asks, and where trying again was switched off."""

    requests: tuple[Location, ...]
    off: tuple[Location, ...]
