"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

NONE, CONSTANT, WATCHED = "none", "constant", "watched"


class HealthGap(Struct, frozen=True):
    """`trouble` is none (no endpoint is made for it), constant (those that are ask nothing) or watched (what runs the app
    asks `watched`, which asks nothing, though `better` does)."""

    trouble: str
    watched: str = ""
    better: str = ""
