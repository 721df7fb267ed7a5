"""The folder of one trial: private, removed at the end, swept by the next trial when its owner was killed."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PREFIX = "roadworthy-trial-"
_DAY = 24 * 60 * 60
_REMOVALS, _BETWEEN_SECONDS = 10, 0.1


@contextlib.contextmanager
def run_folder() -> Iterator[Path]:
    """A new folder, removed at the end. Folders left by killed runs are removed first: their lock is free."""
    base = Path(tempfile.gettempdir())
    sweep(base)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))
    try:
        # The sandbox's own users pass through, but cannot list.
        folder.chmod(0o711)
        with (folder / "lock.new").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            # It gets its name when it is held: another run that sweeps meanwhile would take a free one for a dead run's.
            (folder / "lock.new").rename(folder / "lock")
            yield folder
    finally:
        _remove(folder)


def _remove(folder: Path) -> None:
    """Removes a folder, though a program that was just ended may still write its last file into it."""
    for _ in range(_REMOVALS):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(_BETWEEN_SECONDS)


def sweep(base: Path) -> None:
    """Removes the folders of runs that ended without removing them."""
    for folder in base.glob(f"{PREFIX}*"):
        # Another run may end, and take its folder along, at any moment.
        with contextlib.suppress(FileNotFoundError):
            _sweep_one(folder)


def _sweep_one(folder: Path) -> None:
    lock = folder / "lock"
    if folder.lstat().st_uid != os.geteuid():
        return
    if not lock.is_file():
        # Young, it is about to get its lock; old, its removal was cut off after the lock had gone.
        if time.time() - folder.lstat().st_mtime > _DAY:
            shutil.rmtree(folder, ignore_errors=True)
        return
    with lock.open("r+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return
        shutil.rmtree(folder, ignore_errors=True)
