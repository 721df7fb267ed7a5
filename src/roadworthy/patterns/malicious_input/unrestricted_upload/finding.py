"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import Endpoint, Location


class UploadGap(Struct, frozen=True):
    """What is not bounded (`missing`: size, kind, asker when anybody's files are kept before it is asked who sends them) of what `endpoint` takes; `endpoint` None for a parser of the whole app or a bucket."""

    missing: tuple[str, ...]
    place: Location
    endpoint: Endpoint | None = None
