"""Earlier states of the app's code."""

from __future__ import annotations

import contextlib
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from roadworthy.repair.git import GitFailed, git_bytes
from roadworthy.repair.worktree import repository_of
from roadworthy.source.history import lend_history
from roadworthy.trial.run_folder import run_folder


@contextlib.contextmanager
def folder_at(root: Path, commit: str) -> Iterator[Path | None]:
    """The app of `root` as it was at a commit, laid out in a folder that is gone afterwards; None when the repository
    no longer has it (or there is none)."""
    top = repository_of(root)
    if top is None:
        yield None
        return
    inside = root.resolve().relative_to(top)
    try:
        archive = git_bytes(top, "archive", "--format=tar", commit, "--", str(inside))
    except GitFailed:
        yield None
        return
    with run_folder() as scratch:
        with tarfile.open(fileobj=BytesIO(archive)) as tar:
            # The app is hostile: `data` refuses links and paths that lead out.
            tar.extractall(scratch, filter="data")
        lend_history(top, scratch, commit)
        yield scratch / inside
