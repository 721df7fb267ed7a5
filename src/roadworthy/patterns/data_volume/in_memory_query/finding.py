"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.views.data.open_lists import ListUse


class SiftingGap(Struct, frozen=True):
    """What one endpoint, component or job does in the application with lists that nothing bounds."""

    uses: tuple[ListUse, ...]
