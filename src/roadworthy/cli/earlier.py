"""An earlier state of the app, taken from git into a folder of its own."""

from __future__ import annotations

import io
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from roadworthy.errors import UsageError
from roadworthy.repair.git import GitFailed, git_bytes, git_line
from roadworthy.source.history import lend_history


@contextmanager
def earlier_state(root: Path, base: str) -> Iterator[Path]:
    """The app's files as they are in the commit `base`, for as long as the context lasts. Raises UsageError for a folder
    outside git or a name that git does not know."""
    try:
        top = Path(git_line(root, "rev-parse", "--show-toplevel"))
        tree = git_line(root, "rev-parse", "--verify", "--end-of-options", f"{base}^{{commit}}")
        archive = git_bytes(top, "archive", "--format=tar", tree)
    except GitFailed as error:
        raise UsageError(
            f"git does not know '{base}': {error.said}",
            where=str(root),
            remedy="name a branch, tag or commit",
        ) from error
    with tempfile.TemporaryDirectory(prefix="roadworthy-base-") as folder:
        with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
            opened.extractall(folder, filter="data")
        lend_history(top, Path(folder), tree)
        yield Path(folder).resolve() / root.resolve().relative_to(top.resolve())
