"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.views.pages.bundle import Weight


class BundleGap(Struct, frozen=True):
    """What makes the download heavy."""

    weights: tuple[Weight, ...]
