"""A client of a hosted database, as code makes it."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.location import Location

# What makes a client for one request on a server.
FOR_REQUESTS = (
    "createServerClient",
    "createServerComponentClient",
    "createRouteHandlerClient",
    "createMiddlewareClient",
    "createServerActionClient",
)


class DatabaseClient(Struct, frozen=True):
    """`rights` are user (row-level policies hold) or service (past them); `key` names the environment variable that holds its
    key ('' when the key is written in the code); `location` is the call that makes it, `maker` what it calls; `bounded` when it is given a fetch of
    the app's own, which may give up."""

    rights: str
    key: str
    location: Location
    maker: str = ""
    bounded: bool = False
