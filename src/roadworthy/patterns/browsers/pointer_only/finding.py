"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.views.pages.pointer import PointerOnly


class PointerGap(Struct, frozen=True):
    """The places of one component; `route` is a page that shows it ('' where none is known)."""

    places: tuple[PointerOnly, ...]
    route: str
