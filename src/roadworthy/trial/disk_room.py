"""The room that what runs in a sandbox may fill on this machine's disk. The kernel limits one file, and not how many there are; so the
folders in which a sandbox writes are looked at from outside."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

# Some times what the largest app with all its packages, its build and the rows of an experiment takes.
MOST_BYTES = 8 << 30
_LOOKS_SECONDS = 0.25
# Counting files takes some ten milliseconds for each thousand; what is free is told at once, and others change it as well.
_COUNTS_SECONDS = 20.0


async def watch(folders: Sequence[Path], end: Callable[[str], Awaitable[None]]) -> None:
    """Calls `end` with the reason while `folders` hold more than `MOST_BYTES`, as often as it is seen: until cancelled."""
    free, counted, over = _free(folders), time.monotonic(), False
    while True:
        await asyncio.sleep(_LOOKS_SECONDS)
        if not (
            over or free - _free(folders) > MOST_BYTES / 2 or time.monotonic() - counted > _COUNTS_SECONDS
        ):
            continue
        held = await asyncio.to_thread(_held, folders)
        free, counted, over = _free(folders), time.monotonic(), held > MOST_BYTES
        if over:
            await end(
                f"ended from outside: it had written {held / 1e9:.1f} GB, more than a trial gives room for"
            )


def _free(folders: Sequence[Path]) -> int:
    return min(shutil.disk_usage(folder).free for folder in folders)


def _held(folders: Sequence[Path]) -> int:
    """Bytes of the disk; what goes away meanwhile counts for nothing."""
    return sum(
        _blocks(f"{parent}/{name}") for top in folders for parent, _, names in os.walk(top) for name in names
    )


def _blocks(path: str) -> int:
    try:
        return os.lstat(path).st_blocks * 512
    except OSError:
        return 0
