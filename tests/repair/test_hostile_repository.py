"""Nothing is run that an audited repository's own configuration names."""

from __future__ import annotations

from pathlib import Path

from roadworthy.repair import open_worktree
from roadworthy.repair.git import git, git_line
from roadworthy.repair.history import folder_at


def hostile(folder: Path, run: Path) -> Path:
    """A repository whose files are led through a program that leaves a mark."""
    folder.mkdir()
    (folder / ".gitattributes").write_text("*.txt filter=bad.name merge=bad diff=bad\n")
    (folder / "a.txt").write_text("one\n")
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "a")
    program = f"touch {run}; cat"
    for name in ("filter.bad.name.smudge", "filter.bad.name.clean", "filter.bad.name.process", "merge.bad.driver",
                 "diff.bad.textconv", "diff.bad.command"):  # fmt: skip
        git(folder, "config", name, program)
    git(folder, "config", "filter.bad.name.required", "true")
    return folder


def test_an_earlier_state_is_laid_out_without_the_repositorys_filters(tmp_path: Path) -> None:
    run = tmp_path / "run"
    root = hostile(tmp_path / "app", run)
    with folder_at(root, git_line(root, "rev-parse", "HEAD")) as folder:
        assert folder is not None
        assert (folder / "a.txt").read_text() == "one\n"
    assert not run.exists()


def test_repairs_are_committed_and_taken_back_without_the_repositorys_filters(tmp_path: Path) -> None:
    run = tmp_path / "run"
    root = hostile(tmp_path / "app", run)
    with open_worktree(root, "repairs") as worktree:
        (worktree.folder / "a.txt").write_text("two\n")
        made = worktree.commit("the repair")
        assert "two" in worktree.diff(worktree.base, made)
        worktree.revert_to(worktree.base)
        assert (worktree.folder / "a.txt").read_text() == "one\n"
    assert not run.exists()
