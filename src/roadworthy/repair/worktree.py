"""Where repairs are made: a branch in a folder of its own. The user's working tree is never touched."""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from roadworthy.errors import RepairRefused, UsageError
from roadworthy.repair.git import GitFailed, git, git_bytes, git_line, git_succeeds
from roadworthy.repair.snapshot import starting_commit
from roadworthy.trial.run_folder import run_folder
from roadworthy.trial.working_copy import copy_app

GAP = "Roadworthy-Gap"
UNDONE = "Roadworthy-Undone"
_ORIGINAL = "original"
# What tools leave in a worktree is no part of a repair.
_OURS = (".", ":(exclude,glob)**/node_modules/**", ":(exclude,glob)**/.roadworthy/**")


class Commit(Struct, frozen=True):
    """A commit of a repair branch. `gap` is the gap it closes, `undone` the gap whose repair it takes back ('' for none)."""

    hash: str
    title: str
    gap: str = ""
    undone: str = ""


class Worktree:
    """A branch checked out in a folder. `folder` is the app's folder in it, `base` the commit repairs start from."""

    def __init__(self, folder: Path, top: Path, branch: str, base: str) -> None:
        self.folder = folder
        self.top = top
        self.branch = branch
        self.base = base

    @property
    def head(self) -> str:
        """The hash of the last commit."""
        return git_line(self.top, "rev-parse", "HEAD")

    def tree(self, commit: str) -> str:
        """A hash of all files of a commit: the same for commits with the same content."""
        return git_line(self.top, "rev-parse", f"{commit}^{{tree}}")

    def commit(self, title: str, body: str = "", *, paths: Sequence[str] = ()) -> str:
        """Commits everything that changed; its hash. `paths` (relative to `folder`) are taken even when ignored.

        Raises RepairRefused when nothing changed.
        """
        git(self.top, "add", "--all", "--", *_OURS)
        if paths:
            git(self.folder, "add", "--force", "--", *(f":(literal){path}" for path in paths))
        if git_succeeds(self.top, "diff", "--cached", "--quiet"):
            raise RepairRefused(f"'{title}' changes nothing")
        git(self.top, "commit", "--quiet", "--cleanup=whitespace", "--file=-", text=f"{title}\n\n{body}")
        return self.head

    def revert_to(self, commit: str) -> None:
        """Puts branch and files back to a commit; files of later commits and uncommitted ones are gone."""
        git(self.top, "reset", "--quiet", "--hard", commit)
        git(self.top, "clean", "--quiet", "--force", "--force", "-d")

    def soften(self, commit: str) -> None:
        """Takes the branch back to a commit and leaves the files as they are."""
        git(self.top, "reset", "--quiet", "--soft", commit)

    def diff(self, before: str, after: str) -> str:
        """The unified diff between two commits, its paths relative to the top of the repository."""
        return git(self.top, "diff", "--no-ext-diff", "--no-textconv", "--no-color", before, after)

    def files(self, before: str, after: str) -> tuple[str, ...]:
        """The files that differ between two commits, relative to the app's folder when they lie in it."""
        listed = git(self.folder, "diff", "--no-ext-diff", "--name-only", "--relative", "-z", before, after)
        return tuple(path for path in listed.split("\0") if path)

    def contents(self, before: str, after: str) -> list[tuple[str, bytes | None, bytes | None]]:
        """The files of the app that differ between two commits: path, content before, content after (None: absent)."""
        return [(path, self.read(before, path), self.read(after, path)) for path in self.files(before, after)]

    def read(self, commit: str, path: str) -> bytes | None:
        """A file of the app as it is in a commit, None when it is not there."""
        if not git_succeeds(self.folder, "cat-file", "-e", f"{commit}:./{path}"):
            return None
        return git_bytes(self.folder, "cat-file", "blob", f"{commit}:./{path}")

    def reword(self, messages: Sequence[tuple[str, str]]) -> tuple[str, ...]:
        """Gives the last commits, oldest first as (hash, message), their final messages; their new hashes."""
        new: list[str] = []
        for commit, text in messages:
            parent = new[-1] if new else f"{commit}^"
            made = git(
                self.top,
                "commit-tree",
                f"{commit}^{{tree}}",
                "-p",
                git_line(self.top, "rev-parse", parent),
                text=text,
            )
            new.append(made.strip())
        if new:
            self.soften(new[-1])
        return tuple(new)

    def commits(self) -> tuple[Commit, ...]:
        """The commits since `base`, oldest first."""
        form = (
            f"--format=%H%x00%s%x00%(trailers:key={GAP},valueonly)%x00%(trailers:key={UNDONE},valueonly)%x01"
        )
        entries = git(self.top, "log", "--reverse", form, f"{self.base}..HEAD").split("\x01")
        fields = [entry.strip("\n").split("\0") for entry in entries if entry.strip()]
        return tuple(Commit(hash, title, gap.strip(), undone.strip()) for hash, title, gap, undone in fields)

    def undo(self, commit: str) -> str:
        """Takes back one commit by a new one; its hash.

        Raises RepairRefused when later commits changed the same lines; the branch is then as it was.
        """
        before = self.head
        found = next((known for known in self.commits() if known.hash == commit), None)
        title = found.title if found else git_line(self.top, "log", "-1", "--format=%s", commit)
        try:
            git(self.top, "revert", "--no-commit", commit)
        except GitFailed as error:
            self.revert_to(before)
            raise RepairRefused(
                f"'{title}' cannot be undone alone, later repairs changed the same lines",
                remedy="undo the later ones first",
            ) from error
        trailer = f"\n\n{UNDONE}: {found.gap}" if found and found.gap else ""
        return self.commit(f"Undo: {title}"[:72], f"This takes back commit {commit[:12]}.{trailer}")


@contextlib.contextmanager
def open_worktree(root: Path, branch: str) -> Iterator[Worktree]:
    """A new branch for repairs of the app in `root`, from its state as it lies there, committed or not.

    In a git repository the branch is checked out by `git worktree` in a temporary folder that is removed at
    the end; a branch without a repair is removed too. Elsewhere the branch is in a repository of its own, in
    `.roadworthy/repaired`, which stays. A name that is taken gets `-2`, `-3`, ... Raises UsageError for a name git
    does not accept, GitFailed.
    """
    if not git_succeeds(root, "check-ref-format", "--branch", branch):
        raise UsageError(f"'{branch}' cannot be the name of a branch", remedy="use letters, digits, - and /")
    top = repository_of(root)
    with run_folder() as scratch:
        if top is None:
            worktree = _of_copy(root, branch)
            yield worktree
            return
        # Worktrees of runs that were killed: their folders were swept when ours was made.
        git(top, "worktree", "prune")
        start = starting_commit(top, scratch)
        name = _free_name(top, branch)
        git(top, "branch", "--no-track", name, start)
        try:
            with _checked_out(top, root, name, scratch) as worktree:
                yield worktree
        finally:
            if git_line(top, "rev-parse", f"refs/heads/{name}") == start:
                git(top, "branch", "--quiet", "-D", name)


@contextlib.contextmanager
def reopen_worktree(root: Path, branch: str) -> Iterator[Worktree]:
    """An existing repair branch, to go on with it or to undo a repair. Raises UsageError when there is no such branch."""
    top = repository_of(root)
    copy = root / ".roadworthy" / "repaired"
    where = top or copy
    if not (
        where.is_dir() and git_succeeds(where, "rev-parse", "--verify", "--quiet", f"refs/heads/{branch}")
    ):
        raise UsageError(
            f"there is no repair branch '{branch}'", where=str(root), remedy="roadworthy fix makes one"
        )
    if top is None:
        git(copy, "checkout", "--quiet", "--force", branch)
        yield Worktree(copy, copy, branch, _first_repair_base(copy))
        return
    with run_folder() as scratch:
        git(top, "worktree", "prune")
        with _checked_out(top, root, branch, scratch) as worktree:
            worktree.base = _first_repair_base(worktree.top)
            yield worktree


def repository_of(root: Path) -> Path | None:
    """The top folder of the git repository that an app lies in, None when it lies in none.

    A folder that its surrounding repository ignores counts as lying in none.
    """
    try:
        top = Path(git_line(root, "rev-parse", "--show-toplevel")).resolve()
    except GitFailed:
        return None
    here = root.resolve()
    if here != top and git_succeeds(top, "check-ignore", "--quiet", "--", str(here)):
        return None
    return top


@contextlib.contextmanager
def _checked_out(top: Path, root: Path, branch: str, scratch: Path) -> Iterator[Worktree]:
    place = scratch / re.sub(r"[^A-Za-z0-9.-]+", "-", branch)
    try:
        git(top, "worktree", "add", "--quiet", str(place), branch)
    except GitFailed as error:
        if "already" not in error.said:
            raise
        raise UsageError(
            f"the branch '{branch}' is checked out elsewhere",
            where=str(top),
            remedy="switch to another there",
        ) from error
    try:
        inside = root.resolve().relative_to(top)
        yield Worktree(place / inside, place, branch, git_line(place, "rev-parse", "HEAD"))
    finally:
        shutil.rmtree(place, ignore_errors=True)
        git(top, "worktree", "prune")


def _free_name(top: Path, branch: str) -> str:
    name, number = branch, 1
    while git_succeeds(top, "show-ref", "--verify", "--quiet", f"refs/heads/{name}"):
        number += 1
        name = f"{branch}-{number}"
    return name


def _first_repair_base(top: Path) -> str:
    """The commit before the oldest repair on this branch; HEAD when it has none."""
    marked = git(top, "log", "--reverse", "--format=%H", f"--grep=^{GAP}: ", "HEAD").split()
    return git_line(top, "rev-parse", f"{marked[0]}^" if marked else "HEAD")


def _of_copy(root: Path, branch: str) -> Worktree:
    """A branch from the app's present state in the repository that keeps all its states."""
    copy = root / ".roadworthy" / "repaired"
    copy.mkdir(parents=True, exist_ok=True)
    if not (copy / ".git").is_dir():
        git(copy, "init", "--quiet", f"--initial-branch={_ORIGINAL}")
    if git_succeeds(copy, "rev-parse", "--verify", "--quiet", f"refs/heads/{_ORIGINAL}"):
        git(copy, "checkout", "--quiet", "--force", _ORIGINAL)
    for entry in copy.iterdir():
        if entry.name != ".git":
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    copy_app(root, copy)
    worktree = Worktree(copy, copy, _ORIGINAL, "")
    with contextlib.suppress(RepairRefused):
        # Nothing to commit: the app is as it was at the last run.
        worktree.commit("The app as Roadworthy found it")
    name = _free_name(copy, branch)
    git(copy, "checkout", "--quiet", "-b", name)
    return Worktree(copy, copy, name, worktree.head)
