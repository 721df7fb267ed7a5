"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.views.pages.round_trips import RoundTrips


class WaterfallGap(Struct, frozen=True):
    """The waits of one component; `route` is a page that shows it ('' where none is known); `paths` are those of the requests that wait for each other."""

    waits: tuple[RoundTrips, ...]
    route: str
    paths: tuple[str, ...] = ()
