"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.work import Work
from roadworthy.views.code.each import Each
from roadworthy.views.code.sequences import Row


class SequenceGap(Struct, frozen=True):
    """`rows` are independent calls that `work` makes one after another; `each` are those it makes once per element."""

    work: Work
    rows: tuple[Row, ...] = ()
    each: tuple[Each, ...] = ()
