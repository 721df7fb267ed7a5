"""Files that a server sends as they are."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.location import Location


class StaticFiles(Struct, frozen=True):
    """A folder that is served. `max_age` in seconds (None when the server sets none), `immutable` for hashed assets,
    `compressed` when a compression middleware stands before it. `location` is the call that serves it;
    `application` the call that made the server app."""

    mount: str
    folder: str
    framework: str
    location: Location
    max_age: int | None = None
    immutable: bool = False
    compressed: bool = False
    application: Location | None = None
