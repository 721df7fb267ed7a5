"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.views.data.open_lists import ListUse
from roadworthy.views.data.searches import Search


class SearchGap(Struct, frozen=True):
    """`searches` are queries for text within text; `uses` are searches over lists that were fetched whole."""

    searches: tuple[Search, ...] = ()
    uses: tuple[ListUse, ...] = ()
