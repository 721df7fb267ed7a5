"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.work import Work
from roadworthy.views.code.blocking import Blocking
from roadworthy.views.code.containers import Container


class BlockingGap(Struct, frozen=True):
    """`blocking` is what `work` does that holds up others; or `container` is what grows with every request."""

    work: Work | None = None
    blocking: tuple[Blocking, ...] = ()
    container: Container | None = None
