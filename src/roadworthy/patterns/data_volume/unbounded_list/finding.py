"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.views.data.open_lists import OpenList


class ListGap(Struct, frozen=True):
    """The lists of one endpoint, page or component that nothing bounds."""

    lists: tuple[OpenList, ...]
