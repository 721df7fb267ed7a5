"""Takes back one repair."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from roadworthy.errors import UsageError
from roadworthy.repair.worktree import Commit, reopen_worktree


class Undone(Struct, frozen=True):
    """A repair that was taken back: the commit that made it and the one that takes it back."""

    gap: str
    title: str
    commit: str
    undo: str


def undo_repair(root: Path, branch: str, gap: str) -> Undone:
    """Takes back the repair of a gap on a repair branch, by a commit of its own (git revert).

    `gap` is the gap's id, or its first digits when they name one. Raises UsageError when the branch has no such repair or it is
    undone already, RepairRefused when later repairs changed the same lines.
    """
    with reopen_worktree(root, branch) as worktree:
        repair = _repair_of(worktree.commits(), gap, branch)
        return Undone(repair.gap, repair.title, repair.hash, worktree.undo(repair.hash))


def _repair_of(commits: tuple[Commit, ...], gap: str, branch: str) -> Commit:
    """The repair that stands: not followed by its undo."""
    standing: dict[str, Commit] = {}
    for commit in commits:
        if commit.gap:
            standing[commit.gap] = commit
        standing.pop(commit.undone, None)
    found = [commit for name, commit in standing.items() if gap and name.startswith(gap)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{len(found)} repairs begin with '{gap}'", where=branch, remedy="give more digits")
    known = ", ".join(standing) or "none"
    raise UsageError(f"there is no repair of '{gap}' to undo", where=branch, remedy=f"repairs there: {known}")
