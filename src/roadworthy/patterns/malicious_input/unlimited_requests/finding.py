"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import Endpoint
from roadworthy.views.requests.purpose import Purpose


class UnlimitedGap(Struct, frozen=True):
    """An endpoint that is worth abusing, and for what; the first purpose is the worst."""

    endpoint: Endpoint
    purposes: tuple[Purpose, ...]
