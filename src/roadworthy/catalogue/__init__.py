"""What a pattern declares, the ten dimensions, and how gaps are ranked."""

from roadworthy.catalogue.dimension import DIMENSIONS, Dimension
from roadworthy.catalogue.gap import Gap, Verdict, clear, gap, not_applicable, unknown
from roadworthy.catalogue.loading import Room, load_rooms, room
from roadworthy.catalogue.pattern import Effort, Pattern, Severity

__all__ = [
    "DIMENSIONS",
    "Dimension",
    "Effort",
    "Gap",
    "Pattern",
    "Room",
    "Severity",
    "Verdict",
    "clear",
    "gap",
    "load_rooms",
    "not_applicable",
    "room",
    "unknown",
]
