"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.views.data.connections import Opening


class ConnectionGap(Struct, frozen=True):
    """The places that open connections, each for every request or each for a module of its own."""

    openings: tuple[Opening, ...]
