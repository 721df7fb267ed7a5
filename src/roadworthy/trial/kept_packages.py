"""Installed packages on the disk: the sets used last are kept, and no more of them than a disk can spare."""

from __future__ import annotations

import fcntl
import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from roadworthy.trial.cache_folder import beside

KEPT_BYTES = 10 * 1024**3
"""Bytes of installed packages that are kept: some twenty large apps. Like that of npm's own store, the size a user never
looks at; unlike it, it ends."""

SPARE_BYTES = 3 * 1024**3
"""Bytes that stay free on the disk as long as there are packages that can be given up: one large installation."""

_SIZE = "bytes"
_DAY = 24 * 60 * 60

_held: dict[Path, int] = {}
"""The open folders whose locks this process holds. Like every lock they end with it, however it ends."""


def take(kept: Path) -> bool:
    """Use a kept set until this process ends: nobody gives it up meanwhile. False where there is none."""
    if kept in _held and kept.is_dir() and _is_same(kept, _held[kept]):
        os.utime(kept)
        return True
    try:
        folder = os.open(kept, os.O_RDONLY | os.O_DIRECTORY)
    except (FileNotFoundError, NotADirectoryError):
        return False
    fcntl.flock(folder, fcntl.LOCK_SH)
    if not _is_same(kept, folder):
        os.close(folder)
        return False
    _held[kept] = folder
    os.utime(kept)
    return True


def give_up_oldest(packages: Path, *, most: int = KEPT_BYTES, spare: int = SPARE_BYTES) -> None:
    """Remove the sets used longest ago while all are larger than `most` bytes or the disk has less than `spare` free. A set
    that a process uses stays."""
    _remove_halves(packages)
    sets = sorted(finished_sets(packages), key=lambda kept: kept.stat().st_mtime)
    sizes = {kept: size(kept) for kept in sets}
    total = sum(sizes.values())
    for kept in sets:
        if total <= most and shutil.disk_usage(packages).free >= spare:
            return
        if _give_up(kept):
            total -= sizes[kept]


def make_room(packages: Path) -> None:
    """`give_up_oldest`, waited for only where the disk is short: to count and remove what months left takes minutes, and an app could
    start meanwhile. A process that ends first leaves a half, which the next one removes."""
    if shutil.disk_usage(packages).free < SPARE_BYTES:
        give_up_oldest(packages)
        return
    threading.Thread(target=give_up_oldest, args=(packages,), daemon=True).start()


def size(kept: Path) -> int:
    """Bytes of a kept set, counted once and written beside its folders."""
    note = kept / _SIZE
    if not note.is_file():
        note.write_text(str(_counted(kept)))
    return int(note.read_text())


def _counted(folder: Path) -> int:
    return sum(
        (Path(place) / name).lstat().st_blocks * 512
        for place, _folders, files in os.walk(folder)
        for name in files
    )


def finished_sets(packages: Path) -> Iterator[Path]:
    """Without what is being made beside them (`beside` names it after the set, with a dot)."""
    return (kept for kept in packages.iterdir() if "." not in kept.name and kept.is_dir())


def _remove_halves(packages: Path) -> None:
    """What a killed process was making: no installation takes a day."""
    for folder in packages.iterdir():
        if "." in folder.name and time.time() - folder.lstat().st_mtime > _DAY:
            shutil.rmtree(folder, ignore_errors=True)


def _give_up(kept: Path) -> bool:
    try:
        folder = os.open(kept, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # First away from its name: who asks for the set now finds none, never half of one.
        gone = kept.rename(beside(kept))
    except OSError:
        return False
    finally:
        os.close(folder)
    shutil.rmtree(gone, ignore_errors=True)
    return True


def _is_same(kept: Path, folder: int) -> bool:
    try:
        return os.path.samestat(kept.stat(), os.fstat(folder))
    except FileNotFoundError:
        return False
