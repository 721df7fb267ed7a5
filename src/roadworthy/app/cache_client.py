"""How the app keeps its connection to a Redis."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.location import Location


class CacheClient(Struct, frozen=True):
    """A client of Redis, as `location` makes it with a `library` (ioredis, redis, redis-py). `bounded` when a command that
    gets no answer is given up some time; `opaque` when its options could not be read. `path` is what its calls begin with."""

    library: str
    path: str
    location: Location
    bounded: bool = False
    opaque: bool = False
