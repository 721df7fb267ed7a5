"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct


class ConsentGap(Struct, frozen=True):
    """`trackers` start before any choice; `untold` when no page tells what happens to people's data; `entries` are the
    endpoints by which people sign up."""

    trackers: tuple[str, ...] = ()
    untold: bool = False
    entries: tuple[str, ...] = ()
