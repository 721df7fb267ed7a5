"""Repairs: edits put on a branch, held to the gate, committed one by one, and undone one by one."""

from roadworthy.repair.bench import Bench, RepairEvent
from roadworthy.repair.repairing import repair_all, repair_gap
from roadworthy.repair.undo import Undone, undo_repair
from roadworthy.repair.worktree import Worktree, open_worktree, reopen_worktree

__all__ = [
    "Bench",
    "RepairEvent",
    "Undone",
    "Worktree",
    "open_worktree",
    "reopen_worktree",
    "repair_all",
    "repair_gap",
    "undo_repair",
]
