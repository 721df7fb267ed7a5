"""What a repair consists of. Knows the App and its stacks, nothing of the gate that judges the repair."""

from roadworthy.edits.edit import Brief, Change, Edits, Migration, NewFile, Package, Review

__all__ = ["Brief", "Change", "Edits", "Migration", "NewFile", "Package", "Review"]
