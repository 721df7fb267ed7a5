"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.views.pages.live_connections import LiveConnection


class ConnectionGap(Struct, frozen=True):
    """The connections of one component; `route` is a page that shows it ('' where none is known)."""

    connections: tuple[LiveConnection, ...]
    route: str
