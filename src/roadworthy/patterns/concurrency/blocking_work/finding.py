"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.blocking import Blocking
from roadworthy.app.containers import Container
from roadworthy.app.work import Work


class BlockingGap(Struct, frozen=True):
    """`blocking` is what `work` does that holds up others; or `container` is what grows with every request."""

    work: Work | None = None
    blocking: tuple[Blocking, ...] = ()
    container: Container | None = None
