"""Guards of the app's own that nothing which was understood leads through."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.location import Location


class IdleGuard(Struct, frozen=True):
    """A function that refuses people (401, 403), that other code names, and that no endpoint was seen to enter: how it is put in front
    of what it guards was not understood. `used_at` is where it is named."""

    name: str
    location: Location
    used_at: tuple[Location, ...]
