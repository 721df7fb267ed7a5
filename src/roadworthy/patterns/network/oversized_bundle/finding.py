"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.views.pages.bundle import Weight


class BundleGap(Struct, frozen=True):
    """What makes the download heavy. `pages` are texts by which the code of each page's file is known again; `route` is the page to
    visit first ('' where there is none without a guard) and `file` is its own."""

    weights: tuple[Weight, ...]
    pages: tuple[tuple[str, tuple[str, ...]], ...] = ()
    route: str = ""
    file: str = ""
