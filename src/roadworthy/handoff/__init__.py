"""The documents an app leaves with, every line of them told from its own source."""

from roadworthy.handoff.documents import documents
from roadworthy.handoff.writing import hand_over

__all__ = ["documents", "hand_over"]
