"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.views.pages.new_features import NewFeature
from roadworthy.views.pages.small_screens import Misfit


class FeatureGap(Struct, frozen=True):
    """What of one component or page does not fit, and what it uses that some browsers lack; `route` is a page that shows it ('' where none is known)."""

    misfits: tuple[Misfit, ...]
    features: tuple[NewFeature, ...]
    route: str
