"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import Location


class BoundaryGap(Struct, frozen=True):
    """`root` is the element handed to createRoot, `routes` the pages that need no value, to be opened."""

    root: Location
    root_name: str
    routes: tuple[str, ...]
