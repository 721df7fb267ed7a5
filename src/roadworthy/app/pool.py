"""How the app keeps its connections to a database."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.app.origin import Origin


class DatabasePool(Struct, frozen=True):
    """A pool of connections, as `location` makes it with a `library` (pg, sqlalchemy, mysql2).

    `connect_timeout` bounds the wait for a connection, `statement_timeout` that for an answer, as written (None: not
    written); `waits` is how long the library waits for a connection when nothing is written, in seconds (None: for
    ever). `opaque` when its options could not be read.
    """

    library: str
    location: Location
    connect_timeout: Origin | None = None
    statement_timeout: Origin | None = None
    waits: float | None = None
    opaque: bool = False

    @property
    def bounded(self) -> bool:
        """Whether a request that needs a connection gives up some time."""
        if self.connect_timeout is None:
            return self.opaque or self.waits is not None
        return not (self.connect_timeout.kind == "constant" and not self.connect_timeout.value)
